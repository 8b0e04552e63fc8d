"""What the tests of the clinical core share: the worked examples, and a person with nothing positive."""

import json
import re
from pathlib import Path
from typing import Any

from intake.clinical.assessment import assess
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.exchange.contract import as_contract, read_answers
from tests.lanes import handful

Document = dict[str, Any]

EXAMPLES_FILE = Path(__file__).parent / "examples.jsonl"
EXAMPLES: dict[str, Document] = {
    example["id"]: example for example in map(json.loads, EXAMPLES_FILE.read_text(encoding="utf-8").splitlines())
}

VIGNETTES = tuple(id_ for id_ in EXAMPLES if re.fullmatch(r"V\d\d", id_))
"""The worked vignettes of the rule book: people as they come."""


def kinds(example_id: str) -> set[tuple[str, Any]]:
    """What makes a worked example unlike others: whom it is about, how urgent, what is open, what is left out."""
    said = EXAMPLES[example_id]["expected"]
    whole = {key: said[key] for key in ("scope", "mood_screen", "tier", "tier_open", "mixed")}
    any_ = {key: bool(said[key]) for key in ("patterns", "wells_dvt", "warnings", "key_steps")}
    flags = {(flag["status"], flag["waits_for"]) for flag in said["flags"]}
    return {*whole.items(), *any_.items(), *flags, ("level", said["combined"]["level"])}


A_FEW = handful(VIGNETTES, kinds)
"""Vignettes that between them are of every kind."""

DAILY_IDS = [id_ for id_ in EXAMPLES if id_ in {*VIGNETTES, *handful(EXAMPLES, kinds)}]
DAILY = [EXAMPLES[id_] for id_ in DAILY_IDS]
"""Every vignette, and worked examples that between them are of every kind: what is long to look at, every day."""

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
