"""The hazard log as the tests read it, and whether the tests that it names were run and passed."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / "docs" / "hazard-log.toml"

passed: set[str] = set()
"""The tests that passed in this run, as file::function; gathered where all workers report."""


def hazards() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(LOG.read_text(encoding="utf-8"))["hazard"]
    return found


@cache
def tests_of(file: str) -> frozenset[str]:
    """The tests that stand in one file, as file::function."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    named = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"]
    return frozenset(f"{file}::{name}" for name in named)


def standing(test: str) -> frozenset[str]:
    """The tests that a line of the log names: one, or with a star all of a file. Empty where it names none."""
    file, name = test.split("::")
    return tests_of(file) if name == "*" else tests_of(file) & {test}


def note(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        passed.add(report.nodeid.partition("[")[0])


def complaints() -> list[str]:
    """A line for each hazard with a test that did not pass in this run; of a whole file, one that passed is enough,
    because a failure of another fails the run anyway."""
    missing = {hazard["id"]: [test for test in hazard["tests"] if not standing(test) & passed] for hazard in hazards()}
    return [f"{id_}: no passing run of {', '.join(tests)}" for id_, tests in missing.items() if tests]
