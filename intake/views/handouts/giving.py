"""A clinician gives handouts to the person: which are proposed, what was given, and the paper to print."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.exports import note_download
from intake.actions.handouts import cannot_be_given, give_handouts
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.handouts import HANDOUTS, Handout
from intake.clinical.telling.handouts import missing, proposed_first
from intake.models import ClinicProfile, HandoutGiven, Intake
from intake.report.handout.qr import QUIET_ZONE, squares
from intake.roles import CLINICIAN
from intake.stored import handouts
from intake.stored.assessments import findings
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.handouts.printed import approval_notice, printed_today, public_address
from intake.views.posted import read_token_for
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.exports import attached
from intake.views.throttled import throttled

CHANGED = "The words of this handout have changed since it was given. Please give it again."


class GivingForm(forms.Form):
    handouts = forms.MultipleChoiceField(
        choices=[(handout.id, handout.title) for handout in HANDOUTS.values()],
        error_messages={"required": "Tick what the person gets."},
    )
    how = forms.ChoiceField(choices=HandoutGiven.How, error_messages={"required": "Choose how it is given."})
    with_name = forms.BooleanField(required=False)


@dataclass(frozen=True)
class Offered:
    """A handout on the page where it is given."""

    handout: Handout
    proposed: bool
    lacking: str
    """Why it cannot be given; empty where it can."""
    address: str

    @property
    def qr(self) -> dict[str, Any]:
        """Of a picture, each dark square one step of its path."""
        rows = squares(self.address)
        dark = (
            (x, y) for y, row in enumerate(rows, QUIET_ZONE) for x, is_dark in enumerate(row, QUIET_ZONE) if is_dark
        )
        return {"size": len(rows) + 2 * QUIET_ZONE, "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def give(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What goes with the findings comes first; any of them can be given, before the signature and after."""
    intake = assessed_intake(intake_id)
    if request.method != "POST":
        return _page(request, intake, GivingForm())
    form = GivingForm(request.POST)
    if not form.is_valid():
        return _page(request, intake, form, status=422)
    said = form.cleaned_data
    try:
        given = give_handouts(
            actor=request.user,
            intake=intake,
            handouts=[HANDOUTS[id_] for id_ in said["handouts"]],
            how=said["how"],
            with_name=said["with_name"],
            token=read_token_for(request.POST, intake.pk, said["how"], said["with_name"]),
        )
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return _page(request, assessed_intake(intake.pk), form, status=409)
    to_print = " Each has a PDF to print, below." if said["how"] == HandoutGiven.How.PRINTED else ""
    messages.success(request, f"Noted as given: {len(given)}.{to_print}")
    return redirect("review-handouts", intake.pk)


def _page(request: StaffRequest, intake: Intake, form: GivingForm, *, status: int = 200) -> HttpResponse:
    found = findings(version_of(intake).assessment).whole()
    numbers = ClinicProfile.load().handout_numbers
    offered = [
        Offered(
            handout,
            proposed,
            cannot_be_given(lacking) if (lacking := missing(handout, numbers)) else "",
            public_address(request, handout.id),
        )
        for handout, proposed in proposed_first(found)
    ]
    context = {
        "intake": intake,
        "patient": intake.patient,
        "form": form,
        "ticked": form["handouts"].value() or [],
        "may_give": intake.allows("give_handouts"),
        "proposed": [each for each in offered if each.proposed],
        "others": [each for each in offered if not each.proposed],
        "hows": HandoutGiven.How,
        "given": handouts.of_intake(intake),
        "notice": approval_notice(),
        "token": uuid.uuid4(),
    }
    return render(request, "intake/handouts/give.html", context, status=status)


@require_safe
@audience(CLINICIAN, reads="handoutgiven")
@throttled("pdf")
@fresh(*READING)
def given_pdf(request: StaffRequest, given_id: int) -> HttpResponse:
    """The paper of what was noted as given, with the name where that was wished and the numbers of today."""
    given = get_object_or_404(HandoutGiven.objects.select_related("intake__patient"), pk=given_id)
    handout = HANDOUTS.get(given.handout)
    clinic = ClinicProfile.load()
    if handout is None or handout.version != given.version:
        messages.warning(request, CHANGED)
    elif lacking := missing(handout, clinic.handout_numbers):
        messages.warning(request, cannot_be_given(lacking))
    else:
        patient = given.intake.patient
        name = f"{patient.given_name} {patient.family_name}".strip() if given.with_name else ""
        note_download(actor=request.user, of=given)
        return attached(f"handout-{handout.id}.pdf", printed_today(request, handout, clinic, name))
    return redirect("review-handouts", given.intake_id)
