"""The call for a clinician, as every page of the desk about one intake shows it; and that the desk told somebody."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions.alerts import note_told
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.questions.context import ctx
from intake.models import ClinicProfile, Intake
from intake.models.told import LONGEST_NAME
from intake.roles import CLINICIAN, FRONT_DESK
from intake.stored import calls
from intake.templatetags.clinical import clock
from intake.views.access import StaffRequest, audience, is_htmx
from intake.views.desk import form_pages


class ClinicianField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, clinician: User) -> str:
        return clinician.get_full_name() or clinician.get_username()


class ToldForm(forms.Form):
    """Whom the front desk told: a clinician of this clinic, or a name."""

    alert = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    clinician = ClinicianField(
        queryset=User.objects.none(),
        required=False,
        label="Whom you told",
        empty_label="Choose",
        error_messages={"invalid_choice": "Choose a clinician from the list, or write a name."},
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    name = forms.CharField(
        max_length=LONGEST_NAME,
        required=False,
        label="or another name",
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm", "autocomplete": "off"}),
    )

    def __init__(self, posted: Any = None) -> None:
        super().__init__(posted, auto_id="id_told-%s")
        clinicians = User.objects.filter(is_active=True, groups__name=CLINICIAN)
        self.fields["clinician"].queryset = clinicians.order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not self.errors and bool(given["clinician"]) == bool(given["name"]):
            both = "Choose from the list or write a name, not both."
            self.add_error("name", both if given["name"] else "Choose whom you told, or write the name.")
        return given

    @property
    def told(self) -> dict[str, Any]:
        """What ``note_told`` asks for, and the name that is kept."""
        given = self.cleaned_data
        clinician = given["clinician"]
        name = clinician.get_full_name() or clinician.get_username() if clinician else given["name"]
        return {"alert_id": given["alert"], "after": given["after"], "clinician": clinician, "name": name}


def call_context(intake: Intake, form: ToldForm | None = None) -> dict[str, Any]:
    """What ``_call.html`` needs, in as many queries whatever was called, told or seen."""
    call = calls.of_intake(intake)
    if call is None or not call.is_open:
        return {"call": call}
    return {"call": call, "clinic": ClinicProfile.load(), "told_form": form or ToldForm(), "where": where(intake)}


def where(intake: Intake) -> str:
    """Where the person is, as far as the answers tell: what the front desk does about a call hangs on it.

    ``with_screen`` (answers alone on the clinic's screen), ``earlier`` (from a form of an earlier day), ``phone``,
    ``alone`` (perhaps at home) or ``here``.
    """
    if intake.is_with_person:
        return "with_screen"
    if intake.encounter_date() < timezone.localdate():
        return "earlier"
    return {"remote_live": "phone", "unsupervised": "alone"}.get(str(intake.case.answer(ctx.mode)), "here")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake", renews=True)
def call(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The call as it is now; by POST, that a clinician was told of it. To htmx the part alone, which pages renew."""
    intake = get_object_or_404(Intake.objects.select_related("patient", "author"), pk=intake_id)
    if request.method != "POST":
        return _page(request, intake)
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _page(request, intake, form, status=422)
    try:
        told = note_told(actor=request.user, intake=intake, **form.told)
    except NotPossibleError as refused:
        return _page(request, intake, refused=str(refused), status=409)
    if is_htmx(request):
        return _page(request, intake)
    messages.success(request, f"Noted: {told.name} was told at {clock(told.told_at)}.")
    return redirect(*_back(request, intake))


def _page(
    request: StaffRequest, intake: Intake, form: ToldForm | None = None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    page = {"intake": intake, "patient": intake.patient, "refused": refused, **call_context(intake, form)}
    if is_htmx(request):  # which puts nothing but a success in its place
        return render(request, "intake/_call.html", page)
    return render(request, "intake/call.html", page, status=status)


def _back(request: StaffRequest, intake: Intake) -> tuple[Any, ...]:
    """To the page whose form it was."""
    section_id = request.POST.get("back", "")
    if intake.is_draft and section_id in form_pages.SECTION:
        return "intake-section", intake.pk, section_id
    return ("intake-check", intake.pk) if intake.is_draft and section_id == "check" else ("intake", intake.pk)
