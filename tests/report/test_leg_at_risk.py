"""Where moving or loading the leg may do harm, nothing that is printed asks for it. Source: rule book G, "not with"."""

from __future__ import annotations

import re
from functools import cache

import pytest

from intake.clinical.assessment import assess_case
from intake.clinical.rules.steps.unsafe import LEG_AT_RISK
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES
from tests.report.printed import example

MOVES = re.compile(
    r"\b(gait|mov(e|ing|ement)|walk\w*|stand\w*|hop|load\w*|exercis\w*|raise|rise|rotation|flexion|range|activity|"
    r"stretch\w*|strengthen\w*|physio\w*)\b",
    re.IGNORECASE,
)
HARMLESS = {
    "E01b": "says not to move or load it",
    "H09": "agrees on goals",
    "H20": "asks about exercise",
}
AS_WRITTEN = {
    "T23": "early movement of a sprain, where a hip fracture is pointed to and not excluded",
    "E23": "veins looked at while standing",
}
"""The rule book raises these beside a leg at risk: for the clinical lead to decide."""


@cache
def at_risk() -> tuple[str, ...]:
    def is_at_risk(example_id: str) -> bool:
        case = Case(read_answers(EXAMPLES[example_id]["answers"]))
        assess_case(case)  # the case then knows its flags
        return LEG_AT_RISK.truth(case) is True

    return tuple(filter(is_at_risk, EXAMPLES))


def test_no_step_moves_or_loads_a_leg_at_risk() -> None:
    assert len(at_risk()) > 50
    raised = {
        (example_id, step.id)
        for example_id in at_risk()
        for step in assess_case(Case(read_answers(EXAMPLES[example_id]["answers"]))).whole().steps
        if MOVES.search(step.text) and step.id not in HARMLESS
    }
    assert {step for _, step in raised} <= AS_WRITTEN.keys()


@pytest.mark.parametrize("example_id", ["V05", "RF09a-fires", "RF09c-fires", "RF01-fires"])
def test_the_summary_of_a_suspected_fracture_asks_for_no_movement(example_id: str) -> None:
    shown = example(example_id)
    assert example_id in at_risk()
    assert "Look, and do not move or load the leg" in shown.pages[0]
    asked = [step.text for step in shown.whole.steps if step.id not in HARMLESS]
    assert [text for text in asked if MOVES.search(text)] == []
    for words in ("watch gait", "move the back, hips", "Straight-leg raise", "internal rotation", "rise from chair"):
        assert words not in shown.text
