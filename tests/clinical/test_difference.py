"""What another set of answers changed, in a few words."""

from __future__ import annotations

import pytest

from intake.clinical.telling.difference import said_changes
from tests.clinical.cases import EXAMPLES, Document, assessed

V12 = EXAMPLES["V12"]["answers"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"mh.harm_others": False}, "1 flag excluded"),
        ({"mh.harm_others": True}, "1 flag now present"),
        ({"sx.sensory": ["none"], "sx.bladder_bowel": ["none"], "mh.harm_others": False}, "2 flags excluded"),
        (
            {"mh.harm_others": True, "sx.sensory": ["none"], "sx.bladder_bowel": ["none"]},
            "1 flag excluded, 1 now present",
        ),
        ({"peg.g": 3}, "1 combined rule decided"),
    ],
)
def test_changes_are_counted(given: Document, said: str) -> None:
    assert said_changes(assessed(V12), assessed(V12 | given)) == said


def test_a_flag_may_go_and_another_open() -> None:
    before = V12 | {"mh.harm_others": True}
    assert said_changes(assessed(before), assessed(V12 | {"mh.harm_others": False})) == "1 flag no longer present"
    assert said_changes(assessed(V12 | {"mh.harm_others": False}), assessed(V12)) == "1 flag now open"
