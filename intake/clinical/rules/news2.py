"""NEWS2 as a minimum: the points of what was measured. Source: rule book A.15.

National Early Warning Score (NEWS) 2, from 16 years. Whether oxygen is being given (2 points) is not asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import sure, yes
from intake.clinical.language.measured import Total, said_number
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.symptoms import sx

if TYPE_CHECKING:
    from intake.clinical.language.kinds import Question
    from intake.clinical.working.case import Case

ACKNOWLEDGEMENT = "National Early Warning Score (NEWS) 2, © Royal College of Physicians 2017."
OXYGEN_NOT_ASKED = "Oxygen being given (2 points) is not asked."
FROM_AGE = 16

_SCALE_2 = yes(ex.spo2_scale2)


@dataclass(frozen=True)
class Parameter:
    question: Question
    points: tuple[tuple[Condition, int], ...]
    """The first that holds counts."""


PARAMETERS = (
    Parameter(ex.rr, (((ex.rr <= 8) | (ex.rr >= 25), 3), (ex.rr >= 21, 2), (ex.rr <= 11, 1))),
    Parameter(
        ex.spo2,
        (
            (_SCALE_2 & (ex.spo2 <= 83), 3),
            (_SCALE_2 & (ex.spo2 <= 85), 2),
            (_SCALE_2 & (ex.spo2 <= 87), 1),
            (~sure(_SCALE_2) & (ex.spo2 <= 91), 3),
            (~sure(_SCALE_2) & (ex.spo2 <= 93), 2),
            (~sure(_SCALE_2) & (ex.spo2 <= 95), 1),
        ),
    ),
    Parameter(ex.sbp, (((ex.sbp <= 90) | (ex.sbp >= 220), 3), (ex.sbp <= 100, 2), (ex.sbp <= 110, 1))),
    Parameter(ex.hr, (((ex.hr <= 40) | (ex.hr >= 131), 3), (ex.hr >= 111, 2), ((ex.hr <= 50) | (ex.hr >= 91), 1))),
    Parameter(ex.temp_c, ((ex.temp_c <= 35, 3), (ex.temp_c > 39, 2), ((ex.temp_c <= 36) | (ex.temp_c > 38), 1))),
    Parameter(sx.confusion_new, ((yes(sx.confusion_new), 3),)),
)


class News2(Total):
    """At least so many points: what was not measured adds none, and there is no upper limit."""

    id = "news2"
    name = "NEWS2"

    def applies(self, case: Case) -> bool:
        """Not under 16. An age that is not known counts as 16 or over."""
        return (pt.age_years < FROM_AGE).truth(case) is not True

    def least(self, case: Case) -> int:
        return sum(
            next((points for condition, points in parameter.points if condition.truth(case)), 0)
            for parameter in PARAMETERS
            if case.was_opened(parameter.question)
        )

    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        return (self.least(case), math.inf) if self.applies(case) else NotAnswered.SKIPPED

    def value(self, case: Case) -> str:
        return f"at least {self.least(case)}"

    def asked_for(self) -> Iterator[Question]:
        return (parameter.question for parameter in PARAMETERS)

    def as_answer(self, case: Case) -> list[float | None]:
        return [self.least(case), None]

    def unanswered(self, case: Case) -> Iterator[Question]:
        return (question for question in self.asked_for() if case.is_open(question))

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        return f"{self.name} is {said_number(sign, f'{limit:g}', negated=negated)}"


news2 = News2()
