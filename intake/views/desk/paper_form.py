"""The intake form on paper: blank, or a draft with its answers so far."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.exports import note_print
from intake.clinical.language.answers import Answers
from intake.models import ClinicProfile, Intake
from intake.report import Person, paper_form_pdf
from intake.roles import FRONT_DESK
from intake.stored.printing import person_of
from intake.views.access import StaffRequest, audience
from intake.views.desk.form_pages import QUESTIONS_OF, SECTION
from intake.views.review.exports import attached

_ASKING = [(SECTION[id_], questions) for id_, questions in QUESTIONS_OF.items()]


@require_safe
@audience(FRONT_DESK)
def blank(request: StaffRequest) -> HttpResponse:
    """To fill in by hand."""
    return _form("intake-form.pdf", Answers({}), None)


@require_safe
@audience(FRONT_DESK)
def draft(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The same form with what was answered so far, under a name that says nothing of the person."""
    intake = get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    note_print(actor=request.user, intake=intake)
    return _form(f"intake-draft-{intake.pk.hex[:8]}.pdf", intake.read_answers(), person_of(intake.patient))


def _form(name: str, answers: Answers, person: Person | None) -> HttpResponse:
    clinic = ClinicProfile.load()
    now, settings = timezone.localtime(), clinic.rule_settings
    pdf = paper_form_pdf(_ASKING, answers, person, clinic.name, now, settings, paper=clinic.paper)
    return attached(name, pdf)
