"""The answers as the front desk submitted them last, on paper: no score, no flag, and nothing private."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.exports import note_print
from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.catalogue import PlacedAnswers
from intake.clinical.language.kinds import FRONT_DESK as ASKED_AT_DESK
from intake.clinical.language.kinds import Question
from intake.clinical.working.case import Case
from intake.models import AnswerVersion, ClinicProfile, Intake
from intake.report import Person
from intake.report.paper.answers import Answered, AnsweredSection, Submitted, answers_pdf
from intake.roles import FRONT_DESK
from intake.stored.not_understood import typed_words
from intake.views.access import StaffRequest, audience
from intake.views.desk.form_pages import NUMBER, QUESTIONS_OF, SECTION
from intake.views.review.exports import attached

_WITHDRAWN = (Intake.State.VOID, Intake.State.IN_ERROR, Intake.State.DISCARDED)
"""It may be about somebody else: nobody takes it along."""
_BY_DESK = (AnswerVersion.Cause.SUBMITTED, "")
_BY_CLINICIAN = (AnswerVersion.Cause.COMPLETED, AnswerVersion.Cause.CORRECTED)


@require_safe
@audience(FRONT_DESK)
def answers(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What was submitted last, under a name that says nothing of the person."""
    intake = get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)
    versions = list(intake.versions.select_related("author"))
    submitted = next((version for version in reversed(versions) if version.cause in _BY_DESK), None)
    if submitted is None or intake.state in _WITHDRAWN:
        return redirect("intake", intake.pk)
    note_print(actor=request.user, intake=intake)
    clinic, about = ClinicProfile.load(), intake.patient
    placed = intake.placed_answers(submitted.answers)
    pdf = answers_pdf(
        list(_sections(intake, placed)),
        placed.answers,
        Person(about.family_name, about.given_name, about.date_of_birth, about.record_number),
        clinic.name,
        _submitted(intake, submitted, versions),
        timezone.localtime(),
        paper=clinic.paper,
    )
    return attached(f"intake-answers-{intake.pk.hex[:8]}.pdf", pdf)


def _submitted(intake: Intake, version: AnswerVersion, versions: list[AnswerVersion]) -> Submitted:
    besides = []
    if any(later.cause in _BY_CLINICIAN for later in versions if later.number > version.number):
        besides.append("A clinician has added or corrected answers since; they are not on this sheet.")
    if intake.is_draft:
        besides.append("The intake is open again; what is changed in it now is not on this sheet.")
    by = version.author.get_full_name() or version.author.get_username()
    return Submitted(timezone.localtime(version.made_at), by, version.number, tuple(besides))


def _sections(intake: Intake, placed: PlacedAnswers) -> Iterator[AnsweredSection]:
    case = Case(placed.answers)
    # What cannot be read is that of the draft, once the intake is one again.
    typed = {} if intake.is_draft else intake.malformed
    for section_id, questions in QUESTIONS_OF.items():
        asked = [one for one in questions if not one.private and (case.is_asked(one) or one.id in typed)]
        rows = [_row(case, question, typed_words(typed.get(question.id, {}))) for question in asked]
        rows += [
            Answered(None, f"Asked before: {each.wording}", each.say(at_desk=True))
            for each in placed.unplaced
            if each.section == section_id and each.question and _is_the_desks(each.question)
        ]
        if rows:
            yield AnsweredSection(SECTION[section_id].title, SECTION[section_id].intro, tuple(rows))


def _row(case: Case, question: Question, typed: str) -> Answered:
    answer = case.stored(question)
    words = f"Typed, not understood: “{typed}”" if typed else question.say_at_desk(answer)
    return Answered(NUMBER[question.id], question.wording, words, answer is NotAnswered.BLANK and not typed)


def _is_the_desks(question: Question) -> bool:
    return question.by == ASKED_AT_DESK and not question.private
