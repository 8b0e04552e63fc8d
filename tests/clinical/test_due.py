"""When an accepted step is due: at the time it names, else by its urgency."""

from __future__ import annotations

import re

import pytest

from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import URGENCIES, Due, due_by_urgency, due_of

NAMED = {
    "F01": (14, 28),
    "F02": (14, 28),
    "F03": (7, 14),
    "F04": (42, 42),
    "F06": (91, 91),
    "F07": (0, 0),
    "S04": (6, 8),
    "R05b": (0, 1),
    "R13": (3, 14),
    "R14": (1, 14),
    "I13": (0, 2),
    "L10": (2, 14),
}
NOT_A_DUE_TIME = {
    "B04": "how long since a birth",
    "L08": "a repeat, counted from the end of a flare",
    "L11": "hours of the same day",
    "I01": "hours of the same day",
    "M08": "how long a symptom lasted",
    "H24": "weeks of a pregnancy",
    "L18b": "hours of the same day",
    "R08": "how long since a birth",
    "I17": "two weeks, as its urgency says",
    "R07": "how long since a birth",
    "T24": "hours since a rash began",
}
BY_URGENCY = {"now": (0, 0), "same contact": (0, 0), "same day": (0, 0), "2 weeks": (0, 14), "routine": None}


def test_the_steps_that_name_a_time() -> None:
    assert {step.id: (step.due.earliest, step.due.latest) for step in STEPS if step.due} == NAMED


def test_a_step_whose_text_names_days_weeks_or_months_says_so_as_data() -> None:
    time = r"\b[0-9]+(-[0-9]+)?( working)?[ -](h|hours?|days?|weeks?|months?)\b"
    named = {step.id for step in STEPS if re.search(time, step.text)}
    assert named == (set(NAMED) | set(NOT_A_DUE_TIME)) - {"F07"}  # which says "by when"


@pytest.mark.parametrize("urgency", URGENCIES)
def test_every_other_step_goes_by_its_urgency(urgency: str) -> None:
    expected = BY_URGENCY[urgency]
    assert due_by_urgency(urgency) == (expected and Due(*expected))
    others = [step for step in STEPS if step.urgency == urgency and not step.due]
    assert {due_of(step) for step in others} == {expected and Due(*expected)}


def test_a_named_time_wins() -> None:
    step = next(step for step in STEPS if step.id == "F03")
    assert due_of(step) == Due(7, 14)


@pytest.mark.parametrize("days", [(-1, 3), (3, 2)])
def test_a_time_that_is_none_is_refused(days: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a time to come"):
        Due(*days)
