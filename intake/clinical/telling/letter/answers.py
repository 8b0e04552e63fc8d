"""An answer as a line of a letter, and whether it says that there is something."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.language.kinds import CALM, Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import soc
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.working.findings import Assessment, Line

from .shape import LetterLine
from .told_in_private import is_private

_NOTHING = (False, None, *CALM, [CALM[0]], "not_applicable", 0)
"""Answers that say that there is nothing, by which a letter is not made longer."""
_AS_USUAL: dict[str, tuple[object, ...]] = {
    sx.weight_bearing.id: ("full",),
    hx.smoking.id: ("never",),
    soc.support.id: ("yes",),
}
"""The same, of questions whose answers are not of that kind."""


def lines_of(assessment: Assessment, *questions: Question) -> Iterator[Line]:
    """In this order; an assessment of an earlier release may lack some."""
    by_id = {line.question: line for line in assessment.lines}
    yield from (by_id[question.id] for question in questions if question.id in by_id)


def answer_line(part: str, line: Line) -> LetterLine:
    private = is_private(line)
    return LetterLine(f"{part}.{line.question}", answer_text(line), sent=not private, private=private)


def answer_text(line: Line) -> str:
    return f"{line.brief}: {line.said}".rstrip(".")


def is_settled(line: Line) -> bool:
    """Answered, and not with "not examined" and the like."""
    question = QUESTIONS.get(line.question)
    return line.state == "answered" and not (question and line.answer in [*question.open_options])


def is_telling(line: Line) -> bool:
    """There is something."""
    return line.state == "answered" and line.answer not in _AS_USUAL.get(line.question, _NOTHING)
