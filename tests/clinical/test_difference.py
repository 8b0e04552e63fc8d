"""What another set of answers changed, in a few words."""

from __future__ import annotations

import pytest

from intake.clinical.telling.difference import said_changes
from tests.clinical.cases import EXAMPLES, Document, assessed

V12 = EXAMPLES["V12"]["answers"]
SAFE = {"asq.q5": False, "mh.plan": False, "mh.intent": False, "mh.attempt_3mo": False}
CALM_BELOW = {"sx.sensory": ["none"], "sx.bladder_bowel": ["none"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        (SAFE, "1 flag excluded"),
        ({"mh.harm_others": True}, "1 flag now present"),
        (CALM_BELOW | SAFE, "5 flags excluded"),
        (CALM_BELOW | {"mh.harm_others": True}, "4 flags excluded, 1 now present"),
        ({"mh.plan": True}, "1 flag now present, 1 now open"),
        ({"peg.g": 3}, "1 combined rule decided"),
    ],
)
def test_changes_are_counted(given: Document, said: str) -> None:
    assert said_changes(assessed(V12), assessed(V12 | given)) == said


def test_a_flag_may_go_and_another_open() -> None:
    planned = V12 | {"mh.plan": True}
    assert said_changes(assessed(planned), assessed(V12 | SAFE)) == "1 flag excluded, 1 no longer present"
    assert said_changes(assessed(V12 | SAFE), assessed(V12)) == "1 flag now open"
