"""Numbers that rules compare with a limit: each may be known only within an interval, as a score with open items is."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .answers import NotAnswered
from .condition import Condition, Truth, once
from .of_answers import skipped_is_false

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .question import Question


class Measured(ABC):
    """Something with a number: a numeric question, or a score."""

    id: str

    def value(self, case: Case) -> str:
        """The number in words, where it is no answer."""
        return ""

    @abstractmethod
    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        """Least and greatest value the answers allow, or why there is none."""

    @abstractmethod
    def asked_for(self) -> Iterator[Question]: ...

    @abstractmethod
    def evidence(self) -> Question | Total:
        """What tells the number: the question, or the score as one."""

    @abstractmethod
    def is_known(self, case: Case) -> bool:
        """Anything of it is answered."""

    @abstractmethod
    def unanswered(self, case: Case) -> Iterator[Question]: ...

    @abstractmethod
    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str: ...

    def __ge__(self, limit: float) -> Condition:
        return once(Compare, self, ">=", limit)

    def __gt__(self, limit: float) -> Condition:
        return once(Compare, self, ">", limit)

    def __le__(self, limit: float) -> Condition:
        return once(Compare, self, "<=", limit)

    def __lt__(self, limit: float) -> Condition:
        return once(Compare, self, "<", limit)

    def equals(self, limit: float) -> Condition:
        return once(Compare, self, "==", limit)


class Total(Measured):
    """A number that is worked out from several answers, and told as one."""

    name: str

    def evidence(self) -> Total:
        return self

    def is_known(self, case: Case) -> bool:
        return any(not case.is_open(question) for question in self.asked_for())

    @abstractmethod
    def as_answer(self, case: Case) -> list[float | None]:
        """Least and greatest, as the contract writes them."""


_COMPARE: dict[str, tuple[Callable[[Any, Any], bool], str, str]] = {
    ">=": (operator.ge, "{} or more", "less than {}"),
    ">": (operator.gt, "more than {}", "{} or less"),
    "<=": (operator.le, "{} or less", "more than {}"),
    "<": (operator.lt, "less than {}", "{} or more"),
    "==": (operator.eq, "{}", "other than {}"),
}


@dataclass(frozen=True, eq=False)
class Compare(Condition):
    """A number against a limit."""

    measured: Measured
    sign: str
    limit: float
    compare: Callable[[Any, Any], bool] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compare", _COMPARE[self.sign][0])
        self.say()  # a number without its sentence fails here, when the rule is made

    @property
    def about(self) -> Question | None:
        return next((asked for asked in self.questions() if asked.id == self.measured.id), None)

    def limits(self) -> Iterator[tuple[Measured, float]]:
        yield self.measured, self.limit

    def value(self, case: Case) -> str:
        return self.measured.value(case)

    def names(self) -> Iterator[str]:
        yield self.measured.id

    def questions(self) -> Iterator[Question]:
        return self.measured.asked_for()

    def truth(self, case: Case) -> Truth:
        span = self.measured.span(case)
        if not isinstance(span, tuple):
            return skipped_is_false(span)
        least, greatest = span
        if self.sign == "==" and least < self.limit < greatest:
            return None  # the other signs are monotonic, so that the ends of the interval decide
        truth = self.compare(least, self.limit)
        return truth if least is greatest or truth is self.compare(greatest, self.limit) else None

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield self.measured.evidence()

    def known(self, case: Case) -> Iterator[Question | Total]:
        if self.measured.is_known(case):
            yield self.measured.evidence()

    def open_questions(self, case: Case) -> Iterator[Question]:
        return self.measured.unanswered(case)

    def say(self, *, negated: bool = False) -> str:
        return self.measured.say_compared(self.sign, self.limit, negated=negated)


def said_number(sign: str, limit: str, *, negated: bool = False) -> str:
    """``10 or more``: a comparison in words."""
    _, holds, fails = _COMPARE[sign]
    return (fails if negated else holds).format(limit)
