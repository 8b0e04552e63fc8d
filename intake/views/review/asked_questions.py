"""Which questions the clinician's form asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict

from intake.clinical.language.kinds import CLINICIAN, Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.clinical.working.findings import Line, WholeAssessment
from intake.forms.layout import ASKED
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.stored.assessments import findings

_ASKED = {question_id: question for question_id, question in QUESTIONS.items() if question_id not in FROM_PATIENT}


def questions(intake: Intake) -> list[Question]:
    """What keeps flags open, and everything that is kept for the clinician; in catalogue order."""
    wanted = keeping_flags_open(findings_of(intake))
    return [question for question in _ASKED.values() if question.by == CLINICIAN or question.id in wanted]


def posted_questions(posted: QueryDict) -> list[Question]:
    """The questions that the posted page showed, as they were then: what it did not show is not cleared."""
    asked = set(" ".join(posted.getlist(ASKED)).split())
    of_then = filter(None, (CATALOGUE.asked_then(id_) for id_ in sorted(asked - QUESTIONS.keys())))
    return [
        *(question for question in _ASKED.values() if question.id in asked),
        *(question for question in of_then if CATALOGUE.today(question.id) not in FROM_PATIENT),
    ]


def asked_for(posted: QueryDict) -> list[Question]:
    """Just the questions that somebody wants to answer, as they are asked today; none where all of them are retired."""
    wanted = set(posted.getlist("ask"))
    if not wanted or not wanted <= {*_ASKED, *CATALOGUE.renamed, *CATALOGUE.retired}:
        raise BadRequest("no such questions")
    today = set(map(CATALOGUE.today, wanted))
    return [question for question in _ASKED.values() if question.id in today]


def of_section(intake: Intake, section: Section) -> list[Question]:
    """All of the section that is asked now, or answered, or typed and not taken as an answer."""
    return [
        question
        for question in section.questions
        if question.id in _ASKED and (intake.case.is_asked(question) or question.id in intake.malformed)
    ]


def of_person(section: Section) -> list[str]:
    """What of the section follows from who the patient is, and is not asked."""
    return [question.short for question in section.questions if question.id in FROM_PATIENT]


def findings_of(intake: Intake) -> WholeAssessment:
    if intake.current is None:
        raise Http404
    return findings(intake.current).whole()


def keeping_flags_open(assessment: WholeAssessment) -> set[str]:
    """Open questions by their ids of today, with the list that an open question would close.

    Not what only the person can answer anew.
    """
    still_open = todays_ids(line for flag in assessment.flags for line in flag.missing) - answered_by_proxy(assessment)
    closing = ((question.id, question.closing_question) for question in _ASKED.values())
    return still_open | {list_id for list_id, closed_by in closing if closed_by and closed_by.id in still_open}


def answered_by_proxy(assessment: WholeAssessment) -> set[str]:
    if not assessment.by_proxy:
        return set()
    return todays_ids(line for score in assessment.scores for line in score.items if line.state == "answered")


def todays_ids(lines: Iterable[Line]) -> set[str]:
    """An assessment may be older than the questions."""
    return {CATALOGUE.today(line.question) for line in lines}
