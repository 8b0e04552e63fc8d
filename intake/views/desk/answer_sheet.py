"""The answers as the front desk submitted them last, on paper: no score, no flag, and nothing private."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.exports import note_print
from intake.clinical.language.answers import Answers, NotAnswered
from intake.clinical.language.catalogue import PlacedAnswers
from intake.clinical.language.kinds import FRONT_DESK as ASKED_AT_DESK
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.working.case import Case
from intake.models import AnswerVersion, ClinicProfile, Intake
from intake.report.paper.answers import Answered, AnsweredSection, Submitted, answers_pdf
from intake.roles import FRONT_DESK
from intake.stored.not_understood import typed_text
from intake.stored.printing import person_of
from intake.views.access import StaffRequest, audience
from intake.views.desk.form_pages import NUMBER, QUESTIONS_OF, SECTION
from intake.views.review.exports import attached
from intake.views.throttled import throttled

_WITHDRAWN = (Intake.State.VOID, Intake.State.IN_ERROR, Intake.State.DISCARDED)
"""It may be about somebody else: nobody takes it along."""
_BY_DESK = (AnswerVersion.Cause.SUBMITTED, "")
_BY_CLINICIAN = (AnswerVersion.Cause.COMPLETED, AnswerVersion.Cause.CORRECTED)


@require_safe
@audience(FRONT_DESK, reads="intake")
@throttled("pdf")
def answers(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What was submitted last, under a name that says nothing of the person."""
    intake = get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)
    versions = list(intake.versions.select_related("author"))
    submitted = next((version for version in reversed(versions) if version.cause in _BY_DESK), None)
    if submitted is None or intake.state in _WITHDRAWN:
        return redirect("intake", intake.pk)
    note_print(actor=request.user, intake=intake)
    clinic = ClinicProfile.load()
    placed = intake.placed_answers(submitted.answers)
    pdf = answers_pdf(
        list(_sections(intake, placed, _typed(intake, submitted))),
        placed.answers,
        person_of(intake.patient),
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


def _typed(intake: Intake, version: AnswerVersion) -> Mapping[str, Any]:
    """What cannot be read, as it was submitted: of an old version, as the intake has it until it is a draft again."""
    return version.malformed or ({} if intake.is_draft else intake.malformed)


def _sections(intake: Intake, placed: PlacedAnswers, typed: Mapping[str, Any]) -> Iterator[AnsweredSection]:
    private = intake.in_private
    told = {id_: answer for id_, answer in placed.answers.given.items() if _may_be_told(intake, QUESTIONS[id_])}
    case = Case(Answers(told))  # that a question was asked would tell the private answer that it hangs on
    for section_id, questions in QUESTIONS_OF.items():
        asked = [one for one in questions if _may_be_told(intake, one) and (case.is_asked(one) or one.id in typed)]
        rows = [_row(case, question, typed.get(question.id)) for question in asked]
        rows += [
            Answered(None, f"Asked before: {each.wording}", each.say(at_desk=True))
            for each in placed.unplaced
            if each.section == section_id
            and each.question
            and _is_the_desks(each.question)
            and not private.hides_stored(each.key)
        ]
        if rows:
            yield AnsweredSection(SECTION[section_id].title, SECTION[section_id].intro, tuple(rows))


def _may_be_told(intake: Intake, question: Question) -> bool:
    """It is not private, and nobody answered it alone."""
    return not question.private and question.id not in intake.in_private.marks


def _row(case: Case, question: Question, typed: Any) -> Answered:
    answer = case.stored(question)
    words = typed_text(typed) if typed else question.say_at_desk(answer)
    return Answered(NUMBER[question.id], question.wording, words, answer is NotAnswered.BLANK and not typed)


def _is_the_desks(question: Question) -> bool:
    return question.by == ASKED_AT_DESK and not question.private
