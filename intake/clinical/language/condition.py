"""Small three-valued condition values (Kleene logic).

A condition is written once, with the catalogue's own names, and from that one value come its result, the answers that
made it so, the questions that keep it open, and its English sentence. A new kind of condition is one class: what others
need to know of it (how its parts are joined, what it names, the number it compares with) it says itself, and nobody asks
for its class.

Truth is ``True``, ``False`` or ``None``; ``None`` is "not known". A question that was rightly skipped is ``False``.
Source: rule book section 0.1.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .measured import Measured, Total
    from .question import Question

Truth = bool | None

InMany = tuple[int, int]
"""A condition in many cases at once, a bit a case: those in which it holds, and those in which it does not."""
BITS: dict[Condition, int] = {}
"""Of the rule book's conditions on a single answer, each by its bit in ``Case.single``."""
IN_ALL: dict[Truth, InMany] = {True: (-1, 0), False: (0, -1), None: (0, 0)}
"""What it comes to where it is the same in every case."""


class RuleError(Exception):
    """A rule names something the catalogue does not have. Raised when the rule is made, so at import."""


def joined(parts: list[str], word: str) -> str:
    """``a, b or c``: a list as it is said."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


class Condition(ABC):
    """What a rule asks of the answers."""

    negates: ClassVar[bool] = False
    """It holds where its only part does not."""
    negated_by_parts: ClassVar[bool] = False
    """Its opposite is said by the opposites of its parts."""
    on_flags: ClassVar[bool] = False
    """It looks at red flags."""
    minds_skips: ClassVar[bool] = True
    """Whether a question is skipped can change its truth."""
    minds_answer: ClassVar[bool] = True
    """Which answer was given can change its truth, not only whether there is one."""
    remark: ClassVar[str] = ""
    """What is told beside its only part, where that is about a single answer."""

    @abstractmethod
    def truth(self, case: Case) -> Truth:
        """Whether this holds for the case; ``None`` where the answers do not say."""

    @abstractmethod
    def say(self, *, negated: bool = False) -> str:
        """This condition, or its opposite, as an English clause without capital or full stop."""

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        """The same as a part of a longer sentence: kept apart by brackets, and inside brackets by words.

        Args:
            depth: how many "and" and "or" it stands inside; at 1 brackets are free, deeper they are not.
        """
        return self.say(negated=negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        """What is said one after another in a list with this "and" or "or", each with whether it is its opposite."""
        yield self, negated

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions this one is made of; none for one that looks at answers itself."""
        return ()

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        """The same of other parts; unchanged where its words are not those of its parts."""
        return self

    def titled(self, titles: Mapping[str, str]) -> Condition:
        """The same, with other titles for the flags it names."""
        return self.made_of(tuple(part.titled(titles) for part in self.parts))

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """The conditions it is worked out from: its parts, unless there are more than are told."""
        return self.parts

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        """What it comes to in many cases at once, from what those come to that it rests on."""
        return parts[0]

    def joined(self, *, negated: bool = False) -> str:
        """How the parts make the whole, or its opposite: all, any, "at least 2 of"; empty where there are no parts."""
        return ""

    @property
    def name(self) -> str:
        """The id by which it is known, so that it is told in full only once; empty for most."""
        return ""

    @property
    def about(self) -> Question | None:
        """The one question that it is about."""
        return None

    def value(self, case: Case) -> str:
        """What it compared, where that is no answer: a score, the state of a flag."""
        return ""

    def held(self, case: Case) -> str:
        """Why this condition, which is true, is so: a clause with only what makes it hold."""
        return ", and ".join(dict.fromkeys(self.holding(case)))

    def holding(self, case: Case) -> Iterator[str]:
        """What makes it hold, clause by clause: each is true of the case."""
        yield self.say()

    def names(self) -> Iterator[str]:
        """The ids that it names itself: not those that a fact or a score rests on in turn."""
        if not self.parts:
            yield from (question.id for question in self.questions())
        for part in self.parts:
            yield from part.names()

    def limits(self) -> Iterator[tuple[Measured, float]]:
        """What it compares, each with the limit."""
        for part in self.parts:
            yield from part.limits()

    def questions(self) -> Iterator[Question]:
        """Every question this condition can look at."""
        for part in self.parts:
            yield from part.questions()

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        """The questions and scores that give this condition the wanted truth."""
        for part in self.parts:
            if part.truth(case) is wanted:
                yield from part.evidence(case, wanted=wanted)

    def known(self, case: Case) -> Iterator[Question | Total]:
        """What it looks at and is answered: the grounds of what is not known to be so."""
        for part in self.parts:
            yield from part.known(case)

    def flags_held(self, case: Case) -> Iterator[str]:
        """The ids of the red flags that make this condition, which is true, so."""
        for part in self.parts:
            if part.truth(case):
                yield from part.flags_held(case)

    def open_questions(self, case: Case) -> Iterator[Question]:
        """The open questions of those parts that are not known: what would have to be asked to settle it."""
        for part in self.parts:
            if part.truth(case) is None:
                yield from part.open_questions(case)

    def walk(self, into: Callable[[Condition], bool | None] | None = None) -> Iterator[Condition]:
        """This condition and all that it is made of, each before its own parts.

        Args:
            into: which parts to go into; every part where it is not given.
        """
        yield self
        for part in self.parts:
            if into is None or into(part):
                yield from part.walk(into)

    @cached_property
    def leaves(self) -> tuple[Condition, ...]:
        """The conditions in it that look at answers, flags or patterns themselves."""
        return tuple(part for part in self.walk() if not part.parts)

    @property
    def closing(self) -> tuple[Question, ...]:
        """The questions that say whether a list it looks at is complete."""
        return tuple(asked.closing_question for asked in self.questions() if asked.closing_question)

    @cached_property
    def looks_at(self) -> frozenset[Question]:
        """Every question whose answer can change its truth: also those that say whether a list is complete."""
        if self.rests_on:
            return frozenset().union(*(part.looks_at for part in self.rests_on))
        return frozenset((*self.questions(), *self.closing))

    @cached_property
    def sentence(self) -> str:
        return _sentence(self.say())

    def held_sentence(self, case: Case) -> str:
        return _sentence(self.held(case))

    def __and__(self, other: Condition) -> Condition:
        return AllOf((*_flat(self, AllOf), *_flat(other, AllOf)))

    def __or__(self, other: Condition) -> Condition:
        return AnyOf((*_flat(self, AnyOf), *_flat(other, AnyOf)))

    def __invert__(self) -> Condition:
        return Not(self)


def _sentence(clause: str) -> str:
    if clause[0].isalpha():
        return f"{clause[0].upper()}{clause[1:]}."
    first = next(place for place, character in enumerate(clause) if character.isalpha())
    return f"{clause[: first + 1].upper()}{clause[first + 1 :]}."


def _flat(condition: Condition, kind: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    return condition.parts if type(condition) is kind else (condition,)


def apart(clause: str, depth: int) -> str:
    """In brackets, where there are none around it yet."""
    return f"({clause})" if depth == 1 else clause


@dataclass(frozen=True, eq=False)
class OfMany(Condition):
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        return replace(self, conditions=parts)


@dataclass(frozen=True, eq=False)
class OfOne(Condition):
    condition: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        return replace(self, condition=parts[0])


class _AndOr(OfMany):
    negated_by_parts = True
    decided_by: ClassVar[bool]
    """The truth that a single part gives to the whole."""

    @cached_property
    def _single_and_others(self) -> tuple[int, tuple[Condition, ...]]:
        """The bits of the parts that have one, and the parts that have none."""
        single = sum({BITS[part] for part in self.conditions if part in BITS})
        return single, tuple(part for part in self.conditions if part not in BITS)

    def joined(self, *, negated: bool = False) -> str:
        return "all" if self.decided_by is negated else "any"

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        word = "and" if self.decided_by is negated else "or"
        clauses = [part.say_inside(depth + 1, negated=turned) for part, turned in self.spoken(word, negated=negated)]
        if depth:  # a list ends what it stands in
            clauses.sort(key=lambda clause: ": " in clause)
        if depth < 2:
            return apart(f", {word} ".join(clauses), depth)
        if word == "or":
            return f"either {' or '.join(clauses)}"
        clauses.sort(key=lambda clause: clause.startswith("either "))
        both = len(clauses) == 2 and (depth > 2 or clauses[0].startswith("either "))
        return f"{'both ' * both}{' and '.join(clauses)}"

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        if word == ("and" if self.decided_by is negated else "or"):
            for part in self.conditions:
                yield from part.spoken(word, negated=negated)
        else:
            yield self, negated


class AllOf(_AndOr):
    decided_by = False

    def truth(self, case: Case) -> Truth:
        result: Truth = True
        parts = self.conditions
        if case.single:
            holds, fails = case.single
            single, parts = self._single_and_others
            if fails & single:
                return False
            if holds & single != single:
                result = None
        for part in parts:
            if not (truth := part.truth(case)):
                if truth is False:
                    return False
                result = None
        return result

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.and_, holding), reduce(operator.or_, failing)

    def holding(self, case: Case) -> Iterator[str]:
        """What speaks for it; what only had to be absent is left out, unless there is nothing else."""
        for part in [part for part in self.conditions if not part.negates] or self.conditions:
            yield from part.holding(case)


class AnyOf(_AndOr):
    decided_by = True

    def truth(self, case: Case) -> Truth:
        result: Truth = False
        parts = self.conditions
        if case.single:
            holds, fails = case.single
            single, parts = self._single_and_others
            if holds & single:
                return True
            if fails & single != single:
                result = None
        for part in parts:
            if truth := part.truth(case):
                return True
            if truth is None:
                result = None
        return result

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.or_, holding), reduce(operator.and_, failing)

    def held(self, case: Case) -> str:
        return "; ".join(dict.fromkeys(part.held(case) for part in self.conditions if part.truth(case)))

    def holding(self, case: Case) -> Iterator[str]:
        for part in self.conditions:
            if part.truth(case):
                yield from part.holding(case)


class Not(OfOne):
    negates = True

    def truth(self, case: Case) -> Truth:
        truth = self.condition.truth(case)
        return None if truth is None else not truth

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, fails),) = parts
        return fails, holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        return self.condition.evidence(case, wanted=not wanted)

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=not negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        return self.condition.say_inside(depth, negated=not negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return self.condition.spoken(word, negated=not negated)


@cache
def once(kind: Callable[..., Condition], *values: Hashable) -> Condition:
    """A condition that is written twice is one value: what it comes to is worked out once."""
    return kind(*values)
