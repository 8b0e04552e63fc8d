"""What the tests of the clinical core share: the worked examples, and a person with nothing positive."""

import json
from pathlib import Path
from typing import Any

from intake.clinical.assessment import assess
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.exchange.contract import as_contract, read_answers

Document = dict[str, Any]

EXAMPLES_FILE = Path(__file__).parent / "examples.jsonl"
EXAMPLES: dict[str, Document] = {
    example["id"]: example for example in map(json.loads, EXAMPLES_FILE.read_text(encoding="utf-8").splitlines())
}

NOTHING_POSITIVE: Document = EXAMPLES["RF04-near-miss"]["answers"]
"""Every question answered, nothing positive: a woman of 50, mild pain at the back of the right thigh for 120 days."""


def case_of(answers: Document) -> Case:
    return Case(read_answers(answers))


def assessed(answers: Document) -> WholeAssessment:
    """Everything that the rules say, the confidential included."""
    return assess(read_answers(answers)).whole()


def contract(answers: Document) -> Document:
    """The assessment as it is printed, without the version of the rule set."""
    printed = as_contract(assessed(answers))
    del printed["rule_set"]
    return printed


def fired(answers: Document) -> set[str]:
    """The ids of all that fires: flags present, features, combined rules, warnings and steps."""
    result = assessed(answers)
    features = (f for pattern in result.patterns or () for f in (*pattern.supports, *pattern.against))
    return {found.id for found in (*result.present, *features, *result.combined.rules, *result.warnings, *result.steps)}
