"""Conditions on what other rules raised: red flags and patterns. Always true or false."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from intake.clinical.language.condition import Condition, InMany, RuleError, Truth, joined

from .patterns import CATEGORIES, PATTERNS, Pattern
from .red_flags import TITLES

if TYPE_CHECKING:
    from intake.clinical.working.case import Case, Raised

NAMED_AT_MOST = 3
"""Flags named where a condition looks at all of a tier."""

_PATTERNS = {pattern.id: pattern for pattern in PATTERNS}


@dataclass(frozen=True, eq=False)
class OnFlags(Condition):
    """Some red flag of those looked at is in a state."""

    on_flags = True

    ids: frozenset[str]
    """The flags looked at; all, where empty."""
    state: Callable[[Raised], bool]
    says: str
    """Of named flags what is said of them, "is present"; else the whole clause."""
    says_not: str
    titles: Mapping[str, str] = field(default_factory=lambda: TITLES)
    """What flags are called here."""

    def titled(self, titles: Mapping[str, str]) -> Condition:
        return replace(self, titles=titles)

    def truth(self, case: Case) -> Truth:
        if not self.ids:
            return any(map(self.state, case.flags.values()))
        raised, state = case.flags, self.state
        for id_ in self.ids:  # noqa: SIM110 - asked two hundred times a case: a generator would cost more than the flags
            if id_ in raised and state(raised[id_]):
                return True
        return False

    def _holds(self, id_: str, case: Case) -> bool:
        return id_ in case.flags and self.state(case.flags[id_])

    def names(self) -> Iterator[str]:
        yield from sorted(self.ids)

    def flags_held(self, case: Case) -> Iterator[str]:
        looked_at = (id_ for id_ in case.flags if not self.ids or id_ in self.ids)
        yield from (id_ for id_ in looked_at if self.state(case.flags[id_]))

    def value(self, case: Case) -> str:
        """The flags it names with their states, or those of the tiers it looks at that are in the state asked for."""
        if self.ids:
            return "; ".join(f"“{TITLES[id_]}” {_state(case.flags.get(id_))}" for id_ in sorted(self.ids))
        found = [f"“{TITLES[id_]}”" for id_, raised in case.flags.items() if self.state(raised)]
        named = "; ".join(found[:NAMED_AT_MOST])
        more = len(found) - NAMED_AT_MOST
        return f"{named} and {more} more" if more > 0 else named or "none"

    def holding(self, case: Case) -> Iterator[str]:
        """Of several flags, those for which it is so."""
        holding = [id_ for id_ in self.ids if self._holds(id_, case)]
        yield f"the flag {self._named(holding)} {self.says}" if holding else self.say()

    def say(self, *, negated: bool = False) -> str:
        said = self.says_not if negated else self.says
        return f"the flag {self._named(self.ids)} {said}" if self.ids else said

    def _named(self, ids: Collection[str]) -> str:
        """By name, without what a title adds in brackets."""
        return joined([f"“{self.titles[id_].partition(' (')[0]}”" for id_ in self.titles if id_ in ids], "or")


@dataclass(frozen=True, eq=False)
class OnPattern(Condition):
    pattern: Pattern
    categories: frozenset[str]

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """Features are no parts: none of them is open for this condition, since a pattern takes what there is."""
        return tuple(feature.when for feature in self.pattern.features)

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        """The cases in which the features come to the same are looked at together."""
        alike: list[tuple[int, tuple[Truth, ...]]] = [(-1, ())]
        for holds, fails in parts:
            sides = ((holds, True), (fails, False), (~(holds | fails), None))
            alike = [
                (cases & side, (*truths, truth)) for cases, truths in alike for side, truth in sides if cases & side
            ]
        chosen = (cases for cases, truths in alike if self.pattern.category(truths) in self.categories)
        holds = reduce(operator.or_, chosen, 0)
        return holds, ~holds

    def names(self) -> Iterator[str]:
        yield self.pattern.id

    def value(self, case: Case) -> str:
        return CATEGORIES[case.category(self.pattern)]

    def truth(self, case: Case) -> Truth:
        return case.category(self.pattern) in self.categories

    def say(self, *, negated: bool = False) -> str:
        some = ("some or several", "neither some nor several")
        amount = some if "some" in self.categories else ("several", "not several")
        return f"there are {amount[negated]} {self.pattern.short_name} features"


def _named(ids: tuple[str, ...], state: Callable[[Raised], bool], says: str, says_not: str) -> Condition:
    if unknown := set(ids) - set(TITLES):
        raise RuleError(f"no such red flag: {', '.join(sorted(unknown))}")
    return OnFlags(frozenset(ids), state, says, says_not)


def _state(raised: Raised | None) -> str:
    if raised is None:
        return "is absent"
    return "is present" if raised.present else "cannot be excluded"


def _tiered(tiers: tuple[int, ...], state: Callable[[Raised], bool], says: str) -> Condition:
    said = says.format(joined([str(tier) for tier in tiers], "or"))
    return OnFlags(frozenset(), lambda raised: raised.tier in tiers and state(raised), f"a {said}", f"no {said}")


def flag(*ids: str) -> Condition:
    """One of these red flags is present."""
    return _named(ids, lambda raised: raised.present, "is present", "is not present")


def flag_possible(*ids: str) -> Condition:
    """One of these red flags is present or cannot be excluded."""
    return _named(ids, lambda raised: True, "is present or cannot be excluded", "is absent")


def flag_pointed_to(*ids: str) -> Condition:
    """One of these red flags is present, or cannot be excluded while something points to it."""
    return _named(
        ids,
        lambda raised: raised.present or raised.pointed_to,
        "is present, or cannot be excluded while an answer points to it",
        "is neither present nor pointed to by an answer",
    )


def any_flag(*tiers: int) -> Condition:
    return _tiered(tiers, lambda raised: raised.present, "red flag of tier {} is present")


def any_physical_flag(*tiers: int) -> Condition:
    return _tiered(tiers, lambda raised: raised.present and raised.physical, "physical red flag of tier {} is present")


def any_possible(*tiers: int) -> Condition:
    """Some red flag of these tiers cannot be excluded and waits for anyone's answer."""
    return _tiered(
        tiers,
        lambda raised: not raised.present and not raised.waits_for_clinician,
        "red flag of tier {} is left open by a question that anyone can ask",
    )


def any_pending(*tiers: int) -> Condition:
    """Some red flag of these tiers cannot be excluded and waits for the clinician alone."""
    return _tiered(
        tiers,
        lambda raised: not raised.present and raised.waits_for_clinician,
        "red flag of tier {} is left open by what only the clinician can ask or examine",
    )


def any_possible_physical(*tiers: int) -> Condition:
    """Some red flag of these tiers about the body cannot be excluded, whoever it waits for."""
    return _tiered(
        tiers,
        lambda raised: not raised.present and raised.physical,
        "physical red flag of tier {} is left open by a missing answer",
    )


def any_hint(*tiers: int) -> Condition:
    """Some red flag of these tiers cannot be excluded, and something points to it."""
    return _tiered(
        tiers,
        lambda raised: raised.pointed_to,
        "red flag of tier {} cannot be excluded while an answer points to it",
    )


def pattern(id_: str) -> Condition:
    """There are some or several features of this pain type."""
    return _on_pattern(id_, "some", "several")


def pattern_strong(id_: str) -> Condition:
    """There are several features of this pain type."""
    return _on_pattern(id_, "several")


def _on_pattern(id_: str, *categories: str) -> Condition:
    if id_ not in _PATTERNS:
        raise RuleError(f"no such pattern: {id_}")
    return OnPattern(_PATTERNS[id_], frozenset(categories))
