"""Questions with their answers in words, each made once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from intake.clinical.language.answers import Answer, Days, NotAnswered, as_json
from intake.clinical.language.condition import Condition
from intake.clinical.language.kinds import FRONT_DESK, Control, Question
from intake.clinical.language.measured import Total
from intake.clinical.rules import confidential
from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.news2 import news2
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES, SECTIONS, in_order

from .case import Case
from .findings import Line

_SECTION_OF = {question: section.title for section in SECTIONS for question in section.questions}
TOTALS: dict[str, Total] = {total.id: total for total in (*SCORES, news2, bmi)}
"""Where several stand at one place, in this order."""
_PLACE = {id_: place for place, id_ in enumerate(TOTALS)}
_POINTER = (confidential.LABEL, confidential.ELSEWHERE)


class Lines:
    """Every question of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.all = _BLANK.copy()
        for id_ in case.answers.given:
            question = QUESTIONS[id_]
            self.all[id_] = _LINE_OF[id_](question, case.stored(question))
        for id_, question in _MAY_BE_SKIPPED:
            if not case.is_asked(question):
                self.all[id_] = _SKIPPED[id_]

    def of(self, questions: Iterable[Question]) -> tuple[Line, ...]:
        """Each question once, in catalogue order."""
        return tuple([self.all[question.id] for question in in_order(questions)])

    def because(self, condition: Condition) -> tuple[Line, ...]:
        """The answers that make it so, in catalogue order: a score is one line, just before its first item."""
        found = {}
        for told in condition.evidence(self.case):
            place = min(ORDER[question.id] for question in told.asked_for())
            if told.id in TOTALS:
                found[place, _PLACE[told.id]] = self._total(TOTALS[told.id])
            elif self.case.is_asked(QUESTIONS[told.id]):
                found[place, len(TOTALS)] = self.all[told.id]
        return tuple(found[place] for place in sorted(found))

    def _total(self, score: Total) -> Line:
        return Line(
            question=f"score.{score.id}",
            section="",
            label=score.name,
            said=score.value(self.case),
            answer=score.as_answer(self.case),
            by=FRONT_DESK,
        )

    def missing(self, condition: Condition) -> tuple[Line, ...]:
        """The questions that keep it open."""
        return self.of(condition.open_questions(self.case))


def line(question: Question, answer: Answer) -> Line:
    return Line(
        question=question.id,
        section=_SECTION_OF[question],
        label=question.short,
        said=question.say_answer(answer),
        answer=answer if isinstance(answer, Days) else as_json(answer),
        by=question.by,
        state=answer.value if isinstance(answer, NotAnswered) else "answered",
        own_words=question.verbatim,
        pointer=_POINTER if question in confidential.KEPT else None,
    )


_cached = lru_cache(maxsize=4096, typed=True)(line)
# A text is a person's own words: it is not kept in a cache. Two durations may be one number, and said otherwise.
_NOT_CACHED = frozenset(q for q in QUESTIONS.values() if q.own_words or q.control is Control.DURATION)
_LINE_OF = {id_: line if q in _NOT_CACHED else _cached for id_, q in QUESTIONS.items()}
_MAY_BE_SKIPPED = tuple((id_, question) for id_, question in QUESTIONS.items() if not question.always_asked)
_BLANK, _SKIPPED = (
    {id_: line(question, state) for id_, question in QUESTIONS.items()}
    for state in (NotAnswered.BLANK, NotAnswered.SKIPPED)
)
"""What is said of each that nobody answered."""
