"""Two records are of one person: found, compared detail by detail, made one; and taken apart again."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intake.actions.merging import merge_patients, undo_merge
from intake.actions.refused import NotPossibleError
from intake.models import Intake, Merge, Patient
from intake.models.patient import RECORD_MERGED
from intake.roles import CLINICIAN, FRONT_DESK
from intake.stored import merges
from intake.views.access import StaffRequest, audience
from intake.views.putting_right import comparing, finding, pages
from intake.views.putting_right.reason import ReasonForm
from intake.views.throttled import throttled


class MergeForm(ReasonForm):
    """Which record is kept, why, and that it is one person."""

    kept = forms.ChoiceField(
        label="Which record is kept",
        widget=forms.RadioSelect,
        help_text="Its details hold from now on. Those of the other record stay listed on its page.",
        error_messages={"required": "Please choose the record that is kept."},
    )
    same_person = forms.BooleanField(
        label="I have compared both records: they are of one and the same person.",
        error_messages={"required": "Please compare both, and tick this."},
    )
    field_order = ("kept", "reason", "same_person")

    def __init__(self, here: Patient, there: Patient, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["kept"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"Record {one.record_number}: {one.family_name.upper()}, {one.given_name or '—'}")
            for one in (here, there)
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, CLINICIAN, reads="patient")
@throttled("search", methods=("POST",))
def merge(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Another record is of the same person. Finding, comparing and merging, each by POST."""
    patient = get_object_or_404(Patient.objects.select_related("merged_into__merged_into"), pk=patient_id)
    picked = finding.picked(request.POST)
    if picked and "confirm" in request.POST and (done := _merged_already(request, patient, picked)):
        return _merged(request, done)
    if patient.merged_into:
        messages.info(request, RECORD_MERGED)
        return redirect(pages.person_page(request, patient.record_in_use))
    if picked is None:
        return _search_page(request, patient)
    if picked.record_in_use == patient:
        messages.warning(request, "This is the record itself, or leads to it. Please find the other one.")
        return _search_page(request, patient, status=409)
    return _compare(request, patient, picked.record_in_use)


def _merged_already(request: StaffRequest, patient: Patient, picked: Patient) -> Merge | None:
    """The button was pressed twice: these two are one, by the same user and for the same reason."""
    last = Merge.objects.filter(kept__in=(patient, picked), merged__in=(patient, picked)).order_by("-pk").first()
    reason = request.POST.get("reason", "").replace("\r\n", "\n").strip()
    same = last and (last.kind, last.made_by_id, last.reason) == (Merge.Kind.MERGED, request.user.pk, reason)
    return last if same else None


def _merged(request: StaffRequest, done: Merge) -> HttpResponse:
    messages.success(request, "The two records are one from now on. The other record leads here.")
    return redirect(pages.person_page(request, done.kept))


def _compare(request: StaffRequest, patient: Patient, other: Patient) -> HttpResponse:
    posted = request.POST if "confirm" in request.POST else None
    form = MergeForm(patient, other, posted, initial={"reason": request.POST.get("reason", "")})
    if not form.is_valid():
        return _compare_page(request, patient, other, form, status=422 if form.errors else 200)
    kept, merged = (patient, other) if form.cleaned_data["kept"] == str(patient.pk) else (other, patient)
    try:
        merge_patients(actor=request.user, kept=kept, merged=merged, reason=form.cleaned_data["reason"])
    except NotPossibleError as refused:
        if done := _merged_already(request, patient, other):
            return _merged(request, done)
        return _compare_page(request, patient, other, form, status=409, refused=str(refused))
    return _merged(request, Merge.objects.filter(kept=kept, merged=merged).latest("pk"))


def _search_page(request: StaffRequest, patient: Patient, *, status: int = 200) -> HttpResponse:
    context = {
        "patient": patient,
        "back": pages.person_page(request, patient),
        **finding.search_page(request.POST, without=patient),
    }
    status = 422 if context["search"].errors else status
    return render(request, "intake/putting_right/merge_find.html", context, status=status)


def _compare_page(
    request: StaffRequest, patient: Patient, other: Patient, form: MergeForm, *, status: int, refused: str = ""
) -> HttpResponse:
    intakes = Intake.objects.filter(patient__in=(patient, other)).values_list("patient_id", flat=True)
    standing = list(intakes)
    context = {
        "patient": patient,
        "other": other,
        "fields": comparing.details(patient, other),
        "intakes_here": standing.count(patient.pk),
        "intakes_there": standing.count(other.pk),
        "form": form,
        "refused": refused,
        "back": pages.person_page(request, patient),
    }
    return render(request, "intake/putting_right/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, CLINICIAN, reads="merge")
def take_apart(request: StaffRequest, merge_id: int) -> HttpResponse:
    """They were two people after all; not possible any more once something that moved was signed."""
    done = get_object_or_404(Merge.objects.select_related("kept", "merged"), pk=merge_id, kind=Merge.Kind.MERGED)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _apart_already(request, done, form.cleaned_data["reason"]):
        return _apart(request, done)
    why_not = merges.why_together(done)
    if why_not or not form.is_valid():
        status = 409 if why_not and request.method == "POST" else 422 if form.errors else 200
        return _apart_page(request, done, form, why_not, status=status)
    try:
        undo_merge(actor=request.user, merge=done, reason=form.cleaned_data["reason"])
    except NotPossibleError as refused:
        if not _apart_already(request, done, form.cleaned_data["reason"]):
            return _apart_page(request, done, form, str(refused), status=409)
    return _apart(request, done)


def _apart_already(request: StaffRequest, done: Merge, reason: str) -> bool:
    """The button was pressed twice."""
    last = Merge.objects.filter(kept=done.kept, merged=done.merged).latest("pk")
    return (last.kind, last.made_by_id, last.reason) == (Merge.Kind.UNDONE, request.user.pk, reason)


def _apart(request: StaffRequest, done: Merge) -> HttpResponse:
    messages.success(request, "The two records are of two people again. Each has its own intakes.")
    return redirect(pages.person_page(request, done.kept))


def _apart_page(
    request: StaffRequest, done: Merge, form: ReasonForm, why_not: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "patient": done.kept,
        "merge": done,
        "fields": comparing.details(done.kept, done.merged),
        "form": form,
        "why_not": why_not,
        "back": pages.person_page(request, done.kept),
    }
    return render(request, "intake/putting_right/take_apart.html", context, status=status)
