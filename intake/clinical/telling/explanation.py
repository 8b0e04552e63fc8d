"""Why a rule holds: its condition part by part, each part with what the answers make of it.

The parts are those of the condition itself, so that nothing is written twice. A "not" is said by the part it stands
before; a shared fact is laid open once in a rule and afterwards only named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from intake.clinical.language.condition import Condition, Truth
from intake.clinical.rules.questions import in_order
from intake.clinical.rules.rule_set import conditions

from .alike import KEPT, Alike, Who, tried

if TYPE_CHECKING:
    from intake.clinical.rules.site_settings import SiteSettings
    from intake.clinical.working.case import Case
    from intake.clinical.working.findings import WholeAssessment

_CONDITIONS = dict(conditions())
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
    stated = [
        *(feature.id for pattern in assessment.patterns or () for feature in pattern.features),
        *(flag.id for flag in assessment.flags),
        *(rule.id for rule in (*assessment.combined.rules, *assessment.combined.undecided)),
        *(step.id for step in assessment.steps),
    ]
    alike = Alike(case)
    return {id_: _reason(_CONDITIONS[id_], case, alike) for id_ in stated}


def _reason(when: Condition, case: Case, alike: Alike) -> Reason:
    who = None if _looks_at_flags(when) else alike.who(when)
    return explain(when, case) if who is None else _of_everybody_like_them(when, who, case.settings)


@cache
def _looks_at_flags(when: Condition) -> bool:
    """Which of them stand depends on everything that was answered."""
    return any(leaf.on_flags for leaf in when.leaves)


@lru_cache(maxsize=KEPT)
def _of_everybody_like_them(when: Condition, who: Who, settings: SiteSettings) -> Reason:
    return explain(when, tried(who, settings).case)


def explain(condition: Condition, case: Case, *, negated: bool = False) -> Reason:
    """The condition, or its opposite, with what each part came to."""
    return _Explaining(case).reason(condition, negated=negated)


class _Explaining:
    """One rule being explained; remembers what it has told in full."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.told: set[tuple[str, bool]] = set()

    def reason(self, condition: Condition, *, negated: bool) -> Reason:
        if condition.negates:
            return self.reason(*condition.parts, negated=not negated)
        if condition.name:
            return self._named(condition, negated=negated)
        if not condition.parts:
            return self._leaf(condition, negated=negated)
        if not condition.joined():  # words in place of its part's, which is told here
            return self.reason(*condition.parts, negated=negated)
        parts = tuple(self.reason(part, negated=negated and condition.negated_by_parts) for part in condition.parts)
        truth = self._truth(condition, negated=negated)
        if condition.remark and not parts[0].parts:  # about a single answer, which stands in the same line
            return replace(parts[0], said=condition.say(negated=negated), truth=truth, value=condition.remark)
        return Reason("", truth, condition.joined(negated=negated), parts)

    def _named(self, fact: Condition, *, negated: bool) -> Reason:
        text = fact.say(negated=negated)
        if (fact.name, negated) in self.told:
            return Reason(text, self._truth(fact, negated=negated), value="as above")
        self.told.add((fact.name, negated))
        meaning = self.reason(*fact.parts, negated=negated)
        parts = (meaning.joined, meaning.parts) if meaning.parts else (fact.joined(negated=negated), (meaning,))
        return Reason(text, meaning.truth, *parts)

    def _leaf(self, condition: Condition, *, negated: bool) -> Reason:
        looked_at = (*condition.questions(), *condition.open_questions(self.case))  # the latter may close a list
        return Reason(
            condition.say(negated=negated),
            self._truth(condition, negated=negated),
            questions=tuple(question.id for question in in_order(looked_at)),
            value=condition.value(self.case),
        )

    def _truth(self, condition: Condition, *, negated: bool) -> Truth:
        truth = condition.truth(self.case)
        return truth if truth is None else truth is not negated
