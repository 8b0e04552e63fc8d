"""Body-mass index: for steps on food and weight alone. It is no finding and never shown. Source: rule book A.16."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.measured import Total
from intake.clinical.rules.questions.context import pt

if TYPE_CHECKING:
    from intake.clinical.language.kinds import Question
    from intake.clinical.working.case import Case

ADULT = 18


class BodyMassIndex(Total):
    """Weight in kg / (height in m) squared, unrounded. Not known while one of them or the age is open; not under 18."""

    id = "bmi"
    name = "Height and weight"

    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        height, weight = (case.answer(question) for question in (pt.height_cm, pt.weight_kg))
        is_minor = (pt.age_years < ADULT).truth(case)
        if is_minor:
            return NotAnswered.SKIPPED
        if is_minor is None or isinstance(height, NotAnswered) or isinstance(weight, NotAnswered):
            return NotAnswered.BLANK
        # Exact: on a limit, binary fractions would fall to one side or the other.
        index = float(Fraction(str(weight)) * 10_000 / Fraction(str(height)) ** 2)
        return index, index

    def asked_for(self) -> Iterator[Question]:
        yield from (pt.age_years, pt.height_cm, pt.weight_kg)

    def as_answer(self, case: Case) -> list[float | None]:
        """Never told."""
        return [None, None]

    def unanswered(self, case: Case) -> Iterator[Question]:
        is_adult = (pt.age_years >= ADULT).truth(case)  # about how old they are can be enough
        return (q for q in self.asked_for() if case.is_open(q) and not (is_adult and q is pt.age_years))

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        """By what it rests on, without the number: it is never printed as a judgement."""
        return f"height and weight {'do not show' if negated else 'show'} that food and weight may be worth a talk"


bmi = BodyMassIndex()
