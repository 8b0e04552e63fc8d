"""An intake is of somebody else: the right person is found, both are looked at side by side, and it is moved."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intake.actions.corrections import move_intake
from intake.actions.intakes import StaleError, open_draft
from intake.actions.refused import NotPossibleError
from intake.models import Correction, Intake, Patient
from intake.roles import CLINICIAN, FRONT_DESK
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_revision
from intake.views.putting_right import comparing, finding, pages
from intake.views.putting_right.reason import ReasonForm
from intake.views.putting_right.withdrawing import why_not
from intake.views.throttled import throttled


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, CLINICIAN, reads="intake")
@throttled("search", methods=("POST",))
def move(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Finding, comparing and moving, each by POST. Moved back, it goes the same way."""
    intake = pages.intake_with_person(intake_id)
    picked = finding.picked(request.POST)
    form = ReasonForm(request.POST if "confirm" in request.POST else None, initial={"reason": _reason(request)})
    if picked and form.is_valid() and _moved_already(request, intake, picked, form):
        return _moved(request, intake)
    if not intake.allows("move_intake"):
        messages.warning(request, f"Nothing was changed. {why_not(intake)}")
        return redirect(pages.intake_page(request, intake))
    if picked is None:
        return _search_page(request, intake)
    to = picked.record_in_use
    if to == intake.patient:
        messages.warning(request, "This is the record the intake stands in already. Please find the right person.")
        return _search_page(request, intake, status=409)
    if not form.is_valid():
        return _compare_page(request, intake, to, form, status=422 if form.errors else 200)
    return _move(request, intake, to, form)


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "")


def _moved_already(request: StaffRequest, intake: Intake, picked: Patient, form: ReasonForm) -> bool:
    """The button was pressed twice."""
    reason = form.cleaned_data["reason"]
    return intake.patient == picked and pages.pressed_twice(request, intake, Correction.Kind.MOVED, reason)


def _moved(request: StaffRequest, intake: Intake) -> HttpResponse:
    messages.success(request, "The intake is moved. It stands in the record named at the top of this page.")
    return redirect(pages.intake_page(request, intake))


def _move(request: StaffRequest, intake: Intake, to: Patient, form: ReasonForm) -> HttpResponse:
    reason, revision = form.cleaned_data["reason"], read_revision(request.POST)
    try:
        move_intake(actor=request.user, intake=intake, revision=revision, to=to, reason=reason)
    except (StaleError, NotPossibleError) as refused:
        intake = pages.intake_with_person(intake.pk)
        if _moved_already(request, intake, to, form):
            return _moved(request, intake)
        if not intake.allows("move_intake"):
            messages.warning(request, f"Nothing was changed. {why_not(intake)}")
            return redirect(pages.intake_page(request, intake))
        stale = isinstance(refused, StaleError)
        return _compare_page(request, intake, to, form, status=409, refused="" if stale else str(refused), stale=stale)
    return _moved(request, pages.intake_with_person(intake.pk))


def _search_page(request: StaffRequest, intake: Intake, *, status: int = 200) -> HttpResponse:
    context = {
        "intake": intake,
        "patient": intake.patient,
        "back": pages.intake_page(request, intake),
        **finding.search_page(request.POST, without=intake.patient),
    }
    status = 422 if context["search"].errors else status
    return render(request, "intake/putting_right/move_find.html", context, status=status)


def _compare_page(
    request: StaffRequest,
    intake: Intake,
    to: Patient,
    form: ReasonForm,
    *,
    status: int,
    refused: str = "",
    stale: bool = False,
) -> HttpResponse:
    context = {
        "intake": intake,
        "patient": intake.patient,
        "to": to,
        "fields": comparing.details(intake.patient, to, comparing.TOLD_APART_BY),
        "changes": comparing.changes(intake, to),
        # The database holds one draft a person and author.
        "in_the_way": open_draft(to, intake.author) if intake.is_draft else None,
        "form": form,
        "refused": refused,
        "stale": stale,
        "back": pages.intake_page(request, intake),
    }
    return render(request, "intake/putting_right/move.html", context, status=status)
