"""Conditions on other conditions: how many of them hold, whether one is known, what it is called."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

from .condition import Condition, InMany, OfMany, OfOne, Truth, apart

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .measured import Total
    from .question import Question


@dataclass(frozen=True, eq=False)
class AtLeast(OfMany):
    """True where that many parts are true; false where too few can still become true."""

    number: int

    def truth(self, case: Case) -> Truth:
        truths = [part.truth(case) for part in self.conditions]
        return at_least(self.number, truths.count(True), truths.count(None))

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        """Some of that many all hold; or so many fail that too few are left."""
        holding, failing = zip(*parts, strict=True)
        return _some_of(self.number, holding), _some_of(len(parts) - self.number + 1, failing)

    def joined(self, *, negated: bool = False) -> str:
        return f"{'fewer than' if negated else 'at least'} {self.number} of"

    def holding(self, case: Case) -> Iterator[str]:
        for part in self.conditions:
            if part.truth(case):
                yield from part.holding(case)

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        listed = "; ".join(part.say_inside(max(depth, 1) + 1) for part in self.conditions)
        return apart(f"{self.joined(negated=negated)} these hold: {listed}", depth)


def at_least(number: int, true: int, unknown: int) -> Truth:
    if true >= number:
        return True
    return None if true + unknown >= number else False


def _some_of(number: int, cases: tuple[int, ...]) -> int:
    """The cases that so many of these sets have in common."""
    return reduce(operator.or_, (reduce(operator.and_, some, -1) for some in combinations(cases, number)), 0)


class Sure(OfOne):
    """True only where the condition is known to hold, so that an examination not done leaves nothing undecided."""

    remark = "counts only where it is known"

    def holding(self, case: Case) -> Iterator[str]:
        return self.condition.holding(case)

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case) is True

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, _),) = parts
        return holds, ~holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        if wanted:
            yield from self.condition.evidence(case)
        else:
            whole = self.condition
            for part in (whole,) if whole.name else whole.parts or (whole,):
                if (truth := part.truth(case)) is not True:
                    yield from part.known(case) if truth is None else part.evidence(case, wanted=False)

    def joined(self, *, negated: bool = False) -> str:
        return "not known" if negated else "known"

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        if negated:
            clause = f"it is not known that {self.condition.say_inside(max(depth, 1) + 1)}"
            return apart(clause, depth) if self.condition.negated_by_parts else clause
        return self.condition.say_inside(depth)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return iter([(self, True)]) if negated else self.condition.spoken(word)


class AsGiven(OfOne):
    """The same of the answers as given, before the skip rule: a gate may so look at questions that come after it.

    Source: rule book 0.1, where the skip rule goes through the questions in the order of the catalogue.
    """

    minds_skips = False

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """Not on its part, which is looked at without the skip rule here."""
        return ()

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case.as_given)

    def joined(self, *, negated: bool = False) -> str:
        return "all"

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        return self.condition.say_inside(depth, negated=negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return self.condition.spoken(word, negated=negated)


@dataclass(frozen=True, eq=False)
class Worded(OfOne):
    """A part of a rule with words of its own, where those of its parts would be hard to follow. It changes nothing else."""

    says: str
    says_not: str

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case)

    def holding(self, case: Case) -> Iterator[str]:
        return self.condition.holding(case)

    def say(self, *, negated: bool = False) -> str:
        return self.says_not if negated else self.says


@dataclass(frozen=True, eq=False)
class Always(Condition):
    def truth(self, case: Case) -> Truth:
        return True

    def say(self, *, negated: bool = False) -> str:
        return "never" if negated else "in every assessment"


@dataclass(frozen=True, eq=False)
class Fact(Condition):
    """A named condition that several rules share, said by its name and worked out once a case."""

    id: str
    says: str
    says_not: str
    meaning: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.meaning,)

    @property
    def name(self) -> str:
        return self.id

    def names(self) -> Iterator[str]:
        yield self.id

    def truth(self, case: Case) -> Truth:
        truths = case.truths
        if self not in truths:
            truths[self] = self.meaning.truth(case)
        return truths[self]

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        """What is not so is no reason."""
        if wanted:
            yield from self.meaning.evidence(case)

    def known(self, case: Case) -> Iterator[Question | Total]:
        """As above."""
        return iter(())

    def joined(self, *, negated: bool = False) -> str:
        return "all"

    def say(self, *, negated: bool = False) -> str:
        return self.says_not if negated else self.says
