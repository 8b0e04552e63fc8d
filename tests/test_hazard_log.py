"""Each hazard has its cause, effect, control and risk, and names tests that are there; the page says what it says."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests import hazard_log
from tests.hazard_log import ROOT, hazards

PAGE = ROOT / "docs" / "clinical-safety.md"
TABLES = "## The log\n"
OF_THE_RULE_BOOK = {f"H{number}" for number in range(1, 16)}
FIELDS = {"id", "found", "hazard", "cause", "effect", "control", "tests", "initial", "residual"}


def product(risk: list[int]) -> int:
    severity, likelihood = risk
    return severity * likelihood


def words(risk: list[int]) -> str:
    of = product(risk)
    level = next(
        (level for least, level in ((15, "unacceptable"), (10, "high"), (5, "moderate")) if of >= least), "low"
    )
    return f"{risk[0]} × {risk[1]}: {level}"


def section(hazard: dict[str, Any]) -> str:
    tests = ", ".join(f"`{test.removeprefix('tests/')}`" for test in hazard["tests"])
    return (
        f"### {hazard['id']}. {hazard['hazard']}\n\n"
        f"- Found: {hazard['found']}\n- Cause: {hazard['cause']}\n- Effect: {hazard['effect']}\n"
        f"- Control: {hazard['control']}\n- Tests: {tests}\n"
        f"- Risk: initial {words(hazard['initial'])}; residual {words(hazard['residual'])}\n"
    )


def tables() -> str:
    said = "Written by `tests/test_hazard_log.py` from `hazard-log.toml`. Paths of tests begin in `tests/`.\n"
    return "\n".join([TABLES, said, *map(section, hazards())])


def test_the_hazards_of_the_rule_book_are_there_each_once() -> None:
    ids = [hazard["id"] for hazard in hazards()]
    assert len(set(ids)) == len(ids)
    assert set(ids) >= OF_THE_RULE_BOOK


@pytest.mark.parametrize("hazard", hazards(), ids=lambda hazard: hazard["id"])
def test_a_hazard_says_all_of_itself_and_its_control_lowers_the_risk(hazard: dict[str, Any]) -> None:
    assert set(hazard) == FIELDS
    assert all(hazard.values())
    assert all(1 <= figure <= 5 for figure in (*hazard["initial"], *hazard["residual"]))
    assert product(hazard["residual"]) < product(hazard["initial"])
    assert product(hazard["residual"]) < 15


@pytest.mark.parametrize("hazard", hazards(), ids=lambda hazard: hazard["id"])
def test_the_tests_it_names_are_there(hazard: dict[str, Any]) -> None:
    assert [test for test in hazard["tests"] if not hazard_log.standing(test)] == []


def test_a_test_that_did_not_pass_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = hazards()
    every = {test for hazard in hazards() for named in hazard["tests"] for test in hazard_log.standing(named)}
    monkeypatch.setattr(hazard_log, "passed", every)
    assert hazard_log.complaints() == []
    monkeypatch.setattr(hazard_log, "passed", every - hazard_log.standing(first["tests"][0]))
    assert hazard_log.complaints() == [f"{first['id']}: no passing run of {first['tests'][0]}"]


def test_the_page_says_what_the_log_says() -> None:
    """After a change that is meant: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 tests/test_hazard_log.py"""
    if os.environ.get("UPDATE_DOCS") == "1":
        own = PAGE.read_text(encoding="utf-8").partition(TABLES)[0]
        PAGE.write_text(own + tables(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8").endswith(tables())
