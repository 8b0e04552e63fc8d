"""The intake form on paper: blank, or a draft with its answers so far."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.exports import note_print
from intake.clinical.language.answers import Answers
from intake.clinical.rules.questions import QUESTIONS
from intake.models import ClinicProfile, Intake
from intake.report import Person, paper_form_pdf
from intake.roles import FRONT_DESK
from intake.stored.printing import person_of
from intake.views.access import StaffRequest, audience
from intake.views.desk.form_pages import NUMBER, QUESTIONS_OF, SECTION, say_at_desk
from intake.views.review.exports import attached
from intake.views.throttled import throttled

_ASKING = [(SECTION[id_], questions) for id_, questions in QUESTIONS_OF.items()]


@require_safe
@audience(FRONT_DESK, reads=None)
@throttled("pdf")
def blank(request: StaffRequest) -> HttpResponse:
    """To fill in by hand."""
    return _form("intake-form.pdf", Answers({}), None, {})


@require_safe
@audience(FRONT_DESK, reads="intake")
@throttled("pdf")
def draft(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The same form with what was answered so far, under a name that says nothing of the person."""
    intake = get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    note_print(actor=request.user, intake=intake)
    private = {id_: say_at_desk(intake, QUESTIONS[id_]) for id_ in NUMBER if intake.in_private.hides(QUESTIONS[id_])}
    answers = {id_: answer for id_, answer in intake.read_answers().given.items() if id_ not in private}
    return _form(f"intake-draft-{intake.pk.hex[:8]}.pdf", Answers(answers), person_of(intake.patient), private)


def _form(name: str, answers: Answers, person: Person | None, private: Mapping[str, str]) -> HttpResponse:
    clinic = ClinicProfile.load()
    now, settings = timezone.localtime(), clinic.rule_settings
    pdf = paper_form_pdf(_ASKING, answers, person, clinic.name, now, settings, paper=clinic.paper, in_private=private)
    return attached(name, pdf)
