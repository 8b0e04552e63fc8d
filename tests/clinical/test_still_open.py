"""What a clinician says a word on before signing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.clinical.assessment import assess
from intake.clinical.telling.still_open import StillOpen, still_open
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES


def left(example: str, decided: set[str] | None = None) -> tuple[StillOpen, ...]:
    return still_open(assess(read_answers(EXAMPLES[example]["answers"])).whole(), decided or set())


def test_each_flag_that_cannot_be_excluded_with_its_open_questions() -> None:
    assessment = assess(read_answers(EXAMPLES["V12"]["answers"])).whole()
    open_flags = [*assessment.open_to_anyone, *assessment.open_to_clinician]
    flags = [item for item in still_open(assessment, set()) if item.kind == "flag"]
    assert {item.id for item in flags} == {flag.id for flag in open_flags}
    for item in flags:
        flag = next(flag for flag in open_flags if flag.id == item.id)
        assert item.key == f"flag:{flag.id}"
        assert item.label.startswith(f"Could not be excluded: {flag.title}; open: {flag.missing[0].label} (")
    tiers = [next(flag.tier for flag in open_flags if flag.id == item.id) for item in flags]
    assert tiers == sorted(tiers)


@pytest.mark.parametrize(
    ("example", "urgencies"),
    [("V01", []), ("V05", ["now"]), ("V07", ["now"] * 2), ("V14", ["same day"] * 3)],
)
def test_steps_for_now_and_the_same_day_that_nobody_decided_on(example: str, urgencies: list[str]) -> None:
    """ "Same contact", two weeks and routine steps may be left open without a word."""
    steps = [item for item in left(example) if item.kind == "step"]
    assert [item.label.partition("(")[2].partition(")")[0] for item in steps] == urgencies
    assert {item.missing for item in steps} <= {""}


def test_a_decided_step_is_not_open() -> None:
    ids = [item.id for item in left("V05") if item.kind == "step"]
    assert [item.id for item in left("V05", {ids[0]}) if item.kind == "step"] == ids[1:]


def test_a_decision_does_not_settle_a_flag() -> None:
    ids = {item.id for item in left("V12")}
    assert {item.id for item in left("V12", ids) if item.kind == "flag"} == {
        item.id for item in left("V12") if item.kind == "flag"
    }


def test_nothing_is_open_where_all_is_answered_and_calm() -> None:
    assessment = assess(read_answers(EXAMPLES["V01"]["answers"])).whole()
    assert still_open(replace(assessment, flags=()), set()) == ()


def test_an_assessment_of_other_rules_comes_first() -> None:
    assessment = assess(read_answers(EXAMPLES["V12"]["answers"]))
    first, *others = still_open(assessment, set(), todays_rules=False)
    assert (first.key, first.label) == ("rules:rules", "Not assessed with the rules in use at the signature")
    assert tuple(others) == still_open(assessment, set())
