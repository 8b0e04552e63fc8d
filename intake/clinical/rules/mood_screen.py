"""How complete the mood screen is, and the PHQ-9 diagnostic algorithm. Source: rule book sections A.1 and B.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.condition import Condition, Truth
from intake.clinical.language.instruments import AllItems
from intake.clinical.rules.questions.mood import phq, phq9

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

MOOD_SCREEN = {
    "complete": "all nine PHQ-9 items were answered",
    "partial": "some PHQ-9 items were not answered",
    "declined": "the person chose not to answer the PHQ-9",
    "not_done": "the PHQ-9 was not answered",
    "not_applicable": "the PHQ-9 is not asked at this age",
    "proxy": "somebody else answered, so that the PHQ-9 is not scored",
}
"""Each state in words."""

_NOT_SO = {"complete": "not all nine PHQ-9 items were answered", "not_applicable": "the PHQ-9 is asked at this age"}


def mood_screen(case: Case) -> str:
    """One of the keys of ``MOOD_SCREEN``."""
    answers = [case.answer(item) for item in phq9.items]
    if answers.count(NotAnswered.SKIPPED) == len(answers):
        return "not_applicable"
    if case.by_proxy:
        return "proxy"
    answered = len([answer for answer in answers if not isinstance(answer, NotAnswered)])
    if answered:
        return "complete" if answered == len(answers) else "partial"
    return "declined" if NotAnswered.DECLINED in answers else "not_done"


def algorithm(case: Case) -> tuple[Truth, Truth]:
    """Major and other depressive syndrome pattern. A symptom counts from 2 up, item 9 from 1 up.

    With items missing: major is true where it is met already, else not known; other is not known.
    """
    if case.by_proxy:
        return None, None
    counted = {
        item
        for item in phq9.items
        if isinstance(answer := case.answer(item), int) and answer >= (1 if item is phq.q9 else 2)
    }
    core = bool(counted & {phq.q1, phq.q2})
    major = core and len(counted) >= 5
    if case.interval(phq9).missing:
        return (True if major else None), None
    return major, core and 2 <= len(counted) <= 4


@dataclass(frozen=True, eq=False)
class MoodScreenIs(AllItems):
    state: str

    def truth(self, case: Case) -> Truth:
        return mood_screen(case) == self.state

    def say(self, *, negated: bool = False) -> str:
        said = MOOD_SCREEN[self.state]
        return _NOT_SO.get(self.state, f"it is not so that {said}") if negated else said


@dataclass(frozen=True, eq=False)
class MajorDepressivePattern(AllItems):
    def truth(self, case: Case) -> Truth:
        return algorithm(case)[0]

    def say(self, *, negated: bool = False) -> str:
        return f"the answers {'do not match' if negated else 'match'} the PHQ-9 pattern for major depressive syndrome"


def mood_screen_is(state: str) -> Condition:
    """The mood screen is in this state."""
    if state not in MOOD_SCREEN:
        raise ValueError(f"no such state of the mood screen: {state}")
    return MoodScreenIs(phq9, state)


major_depressive_pattern = MajorDepressivePattern(phq9)
