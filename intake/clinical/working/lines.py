"""Questions with their answers in words, each made once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from intake.clinical.language.answers import Answer, NotAnswered, as_json
from intake.clinical.language.conditions import Condition
from intake.clinical.language.kinds import Question
from intake.clinical.rules import confidential
from intake.clinical.rules.questions import QUESTIONS, SECTIONS, in_order

from .case import Case
from .findings import Line

_SECTION_OF = {question: section.title for section in SECTIONS for question in section.questions}
_POINTER = (confidential.LABEL, confidential.ELSEWHERE)


class Lines:
    """Every question of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.all = {id_: line_of(question, case.stored(question)) for id_, question, line_of in _ASKED}

    def of(self, questions: Iterable[Question]) -> tuple[Line, ...]:
        """Each question once, in catalogue order."""
        return tuple(self.all[question.id] for question in in_order(questions))

    def because(self, condition: Condition) -> tuple[Line, ...]:
        """The answers that make it so."""
        return self.of(question for question in condition.evidence(self.case) if self.case.is_asked(question))

    def missing(self, condition: Condition) -> tuple[Line, ...]:
        """The questions that keep it open."""
        return self.of(condition.open_questions(self.case))


def line(question: Question, answer: Answer) -> Line:
    return Line(
        question=question.id,
        section=_SECTION_OF[question],
        label=question.short,
        said=question.say_answer(answer),
        answer=as_json(answer),
        by=question.by,
        state=answer.value if isinstance(answer, NotAnswered) else "answered",
        own_words=question.verbatim,
        pointer=_POINTER if question in confidential.KEPT else None,
    )


_cached = lru_cache(maxsize=4096, typed=True)(line)
# A text is a person's own words: it is not kept in a cache.
_ASKED = tuple((id_, q, line if q.own_words else _cached) for id_, q in QUESTIONS.items())
