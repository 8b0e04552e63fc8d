"""Why a rule holds: its condition part by part, each part with what the answers make of it.

The parts are those of the condition itself, so that nothing is written twice. A "not" is said by the part it stands
before; a shared fact is laid open once in a rule and afterwards only named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.clinical.language.conditions import AllOf, AnyOf, AtLeast, Compare, Condition, Fact, Not, Sure, Truth
from intake.clinical.language.instruments import AllItems, ReachesClinicsLimit, Score
from intake.clinical.language.numbers import span
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.patterns import CATEGORIES, PATTERNS
from intake.clinical.rules.questions import ORDER
from intake.clinical.rules.raised import OnFlags, OnPattern
from intake.clinical.rules.red_flags import RED_FLAGS, TITLES
from intake.clinical.rules.rule_set import STEPS

if TYPE_CHECKING:
    from intake.clinical.working.case import Case, Raised
    from intake.clinical.working.findings import WholeAssessment

NAMED_AT_MOST = 3
"""Flags named where a condition looks at all of a tier."""

_CONDITIONS: dict[str, Condition] = {
    **{flag.id: flag.when for flag in RED_FLAGS},
    **{rule.id: rule.when for rule in COMBINED_RULES},
    **{feature.id: feature.when for pattern in PATTERNS for feature in pattern.features},
    **{step.id: step.when for step in STEPS},
}
"""By rule id, what it asks."""


@dataclass(frozen=True)
class Reason:
    """A part of a condition and what it came to."""

    said: str
    """The part as an English clause; empty where its own parts say it all."""
    truth: Truth
    joined: str = ""
    """How the parts make the whole: all, any, "at least 2 of", "fewer than 2 of", known, not known; empty for a leaf."""
    parts: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()
    """Ids of the questions a leaf looks at, in catalogue order."""
    value: str = ""
    """What it compared, where that is no answer: a score, the state of a flag."""


def reasons(case: Case, assessment: WholeAssessment) -> dict[str, Reason]:
    """By rule id, the reason of every statement the assessment makes.

    Args:
        case: the one that was assessed, so that it knows its flags and patterns.
    """
    return {id_: explain(_CONDITIONS[id_], case) for id_ in _stated(assessment)}


def _stated(assessment: WholeAssessment) -> Iterator[str]:
    for pattern in assessment.patterns or ():
        yield from (feature.id for feature in (*pattern.supports, *pattern.against, *pattern.unknown))
    yield from (flag.id for flag in assessment.flags)
    yield from (rule.id for rule in (*assessment.combined.rules, *assessment.combined.undecided))
    yield from (step.id for step in assessment.steps)


def explain(condition: Condition, case: Case, *, negated: bool = False) -> Reason:
    """The condition, or its opposite, with what each part came to."""
    return _Explaining(case).reason(condition, negated=negated)


class _Explaining:
    """One rule being explained; remembers which facts it has laid open."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.opened: set[tuple[str, bool]] = set()

    def reason(self, condition: Condition, *, negated: bool) -> Reason:
        match condition:
            case Not():
                return self.reason(condition.condition, negated=not negated)
            case AllOf() | AnyOf():
                joined = "any" if isinstance(condition, AnyOf) is not negated else "all"
                return self._node(condition, joined, negated=negated, parts_negated=negated)
            case AtLeast():
                joined = f"{'fewer than' if negated else 'at least'} {condition.number} of"
                return self._node(condition, joined, negated=negated)
            case Sure():
                return self._sure(condition, negated=negated)
            case Fact():
                return self._fact(condition, negated=negated)
            case _:
                return self._leaf(condition, negated=negated)

    def _node(self, condition: Condition, joined: str, *, negated: bool, parts_negated: bool = False) -> Reason:
        parts = tuple(self.reason(part, negated=parts_negated) for part in condition.parts)
        return Reason("", self._truth(condition, negated=negated), joined, parts)

    def _sure(self, sure: Sure, *, negated: bool) -> Reason:
        """Where it is about a single answer, that answer stands in the same line."""
        node = self._node(sure, "not known" if negated else "known", negated=negated)
        (inner,) = node.parts
        if inner.parts:
            return node
        return replace(inner, said=sure.say(negated=negated), truth=node.truth, value="counts only where it is known")

    def _fact(self, fact: Fact, *, negated: bool) -> Reason:
        key = (fact.id, negated)
        if key in self.opened:
            return Reason(fact.say(negated=negated), self._truth(fact, negated=negated), value="as above")
        self.opened.add(key)
        meaning = self.reason(fact.meaning, negated=negated)
        parts = (meaning.joined, meaning.parts) if meaning.parts else ("all", (meaning,))
        return Reason(fact.say(negated=negated), meaning.truth, *parts)

    def _leaf(self, condition: Condition, *, negated: bool) -> Reason:
        looked_at = {question.id for question in condition.questions()}
        looked_at |= {question.id for question in condition.open_questions(self.case)}  # what would close a list
        return Reason(
            condition.say(negated=negated),
            self._truth(condition, negated=negated),
            questions=tuple(sorted(looked_at, key=ORDER.__getitem__)),
            value=_value(condition, self.case),
        )

    def _truth(self, condition: Condition, *, negated: bool) -> Truth:
        truth = condition.truth(self.case)
        return truth if truth is None else truth is not negated


def _value(condition: Condition, case: Case) -> str:
    match condition:
        case Compare(question=Score() as score):
            return _interval(score, case)
        case ReachesClinicsLimit():
            return _interval(condition.score, case)
        case AllItems():
            return f"{sum(1 for _ in condition.score.answered(case))} of {len(condition.score.items)} items answered"
        case OnPattern():
            return CATEGORIES[case.patterns[condition.pattern]]
        case OnFlags():
            return _flags(condition, case)
        case _:
            return ""


def _interval(score: Score, case: Case) -> str:
    """``11 to 20``, where items are missing."""
    interval = case.interval(score)
    total = span(interval.least, interval.greatest, score.decimals)
    return f"{total}, answered by somebody else and not scored" if case.by_proxy else total


def _flags(condition: OnFlags, case: Case) -> str:
    """The flags it names with their states, or those of the tiers it looks at that are in the state asked for."""
    if condition.ids:
        return "; ".join(f"“{TITLES[id_]}” {_state(case.flags.get(id_))}" for id_ in sorted(condition.ids))
    found = [id_ for id_, raised in case.flags.items() if condition.state(raised)]
    named = "; ".join(f"“{TITLES[id_]}”" for id_ in found[:NAMED_AT_MOST])
    more = len(found) - NAMED_AT_MOST
    return f"{named} and {more} more" if more > 0 else named or "none"


def _state(raised: Raised | None) -> str:
    if raised is None:
        return "is absent"
    return "is present" if raised.present else "cannot be excluded"
