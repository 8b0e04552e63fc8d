"""Results that the release of November 2026 stored are read for ever, with the words that release would have said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from intake.clinical.working.findings import WholeAssessment
from intake.stored.assessments import read_result, result_document
from intake.stored.release_0_9_2 import completed
from tests.clinical.cases import EXAMPLES, assessed

Document = dict[str, Any]

# The keys that the release wrote, by what they were written of.
LINE = ("question", "section", "label", "said", "answer", "by", "state")
WRITTEN: dict[str, tuple[str, ...]] = {
    "": (
        *("rule_set", "scope", "mood_screen", "mood_screen_text", "scores", "algorithm_major", "algorithm_other"),
        *("algorithm_text", "item9", "wells_dvt", "flags", "tier", "tier_open", "patterns", "mixed", "combined"),
        *("warnings", "steps", "key_steps", "lines", "sources"),
    ),
    "scores": (
        *("id", "name", "min", "max", "missing", "greatest", "band", "advice", "estimate", "severity", "items"),
        *("recall", "attribution", "limit", "sources"),
    ),
    "item9": ("said", "meaning", "attention"),
    "wells_dvt": ("valid", "min", "max", "result"),
    "flags": (
        *("id", "title", "tier", "status", "condition", "action", "sources", "physical", "because", "missing"),
        *("waits_for", "held"),
    ),
    "patterns": ("id", "name", "points", "maximum", "category", "supports", "against", "unknown"),
    "combined": ("pain", "mood", "level", "text", "review", "rules", "undecided"),
    "rules": ("id", "title", "condition", "why", "sources", "because", "missing", "held"),
    "warnings": ("id", "question", "text", "lines"),
    "steps": ("id", "category", "urgency", "text", "condition", "why", "sources", "later", "held"),
    "lines": LINE,
    "items": LINE,
    "because": LINE,
    "missing": LINE,
    "supports": ("id", "text", "weight", "condition", "sources"),
}
WRITTEN["against"] = WRITTEN["unknown"] = WRITTEN["supports"]
WRITTEN["undecided"] = WRITTEN["rules"]


def as_written(value: Any, of: str = "") -> Any:
    """A result of today as that release would have written it: without what came later."""
    if isinstance(value, list):
        return [as_written(each, of) for each in value]
    if isinstance(value, dict) and of in WRITTEN:
        return {key: as_written(value[key], key) for key in WRITTEN[of]}
    return value


def document(example: str) -> Document:
    whole: Document = json.loads(json.dumps(result_document(assessed(EXAMPLES[example]["answers"]))))
    return whole


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_completed_to_what_the_same_rules_say_today(example: str) -> None:
    """While the rules are those of that release; once they change, the words stay and this compares fewer."""
    today = document(example)
    found = json.loads(json.dumps(result_document(read_result(as_written(today)))))
    assert found == today


def test_completing_changes_nothing_that_was_written() -> None:
    old = as_written(document("V31"))
    before = json.dumps(old)
    done = completed(old)
    assert json.dumps(old) == before
    for key in ("scores", "flags", "steps", "lines", "sources"):
        for was, is_now in zip(old[key], done[key], strict=True):
            assert {name: is_now[name] for name in was if name not in ("items", "because", "missing")} == {
                name: said for name, said in was.items() if name not in ("items", "because", "missing")
            }


def test_older_results_without_what_came_before_that_release_are_read_too() -> None:
    """They had no ``held`` and no ``reference``."""
    old = as_written(document("V31"))
    for kind in ("flags", "steps"):
        for finding in old[kind]:
            del finding["held"]
    for source in old["sources"]:
        del source["reference"]
    whole = read_result(old)
    assert isinstance(whole, WholeAssessment)
    assert {flag.held for flag in whole.flags} == {""}
    assert "“Feels unsafe at home”" not in "".join(step.condition for step in whole.shared().steps)
