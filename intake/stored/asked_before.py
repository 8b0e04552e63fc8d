"""Answers to what was asked differently before: no question of today has a place for them. They are kept and shown, and
no rule counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.catalogue import Unplaced, id_of
from intake.clinical.language.kinds import FRONT_DESK, Question
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.clinical.working.findings import Line
from intake.models import AnswerVersion, Intake
from intake.models.private_answer import ANSWERED
from intake.stored.assessments import findings
from intake.stored.not_understood import typed_words

_NO_VALUE = (NotAnswered.BLANK.value, NotAnswered.SKIPPED.value)


class AskedBefore(NamedTuple):
    wording: str
    """As it was asked then; the question's id where that is not known any more."""
    answer: str
    section: str
    """The id of the section that it belongs to; empty where that is not known."""


def of_intake(intake: Intake, *, at_desk: bool = False) -> list[AskedBefore]:
    """As the answers stand now.

    Args:
        at_desk: without what was the clinician's to ask, or may have been, and without what was answered in private.
    """
    unplaced = intake.placed_answers().unplaced

    def shown(key: str, answer: str) -> str:
        return ANSWERED if at_desk and intake.in_private.hides_stored(key) else answer

    found = [
        AskedBefore(each.wording, shown(each.key, each.say(at_desk=at_desk)), each.section)
        for each in unplaced
        if not at_desk or _is_the_desks(each.question, intake)
    ]
    for question_id, typed in intake.malformed.items():
        if question_id in QUESTIONS:
            continue
        question = CATALOGUE.asked_then(question_id)
        if not at_desk or _is_the_desks(question, intake):
            wording = question.wording if question else question_id
            answer = shown(question_id, f"“{typed_words(typed)}”, which cannot be read")
            found.append(AskedBefore(wording, answer, CATALOGUE.section_of.get(question_id, "")))
    return found


def _is_the_desks(question: Question | None, intake: Intake) -> bool:
    """Where nothing is known of the question: nobody but the desk can have asked it before the first submission."""
    return question.by == FRONT_DESK if question else intake.submitted_at is None


def of_version(version: AnswerVersion) -> list[AskedBefore]:
    """What its assessment did not count, whatever the questions of today are."""
    return [
        AskedBefore(each.wording, each.say(), each.section)
        for each in not_counted(version.answers, findings(version.assessment).whole().lines)
    ]


def not_counted(answers: Mapping[str, Any], lines: Iterable[Line]) -> list[Unplaced]:
    """The answers of a document, or parts of them, that an assessment of it has no line for."""
    counted = {line.question: line for line in lines}
    left = ((key, _left(stored, counted.get(key))) for key, stored in answers.items())
    return [
        Unplaced(key, stored, CATALOGUE.asked_then(key), CATALOGUE.section_of.get(id_of(key), ""))
        for key, stored in left
        if stored is not None
    ]


def _left(stored: Any, line: Line | None) -> Any:
    if line is None:
        return stored
    if line.state in _NO_VALUE:
        return None if stored == NotAnswered.SKIPPED.value else stored
    if isinstance(line.answer, list) and isinstance(stored, list):
        # "None of these" beside another option is left out of the line on purpose.
        return [option for option in stored if option not in (*line.answer, "none")] or None
    return None
