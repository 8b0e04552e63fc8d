"""The worked cases of the reviews behind 0.10: loud where something is wrong, quiet where nothing is, in one table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import GENERAL_GROUPS, Step
from intake.clinical.rules.steps.mental_health import MENTAL_HEALTH
from intake.clinical.working.findings import StepGroup, WholeAssessment
from tests.clinical.cases import EXAMPLES, assessed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "worked-cases.md"
CASES = [id_ for id_ in EXAMPLES if id_.startswith(("MISS", "QUIET", "DANGER"))]
QUIET = [id_ for id_ in CASES if id_.startswith("QUIET-")]
DANGER = [id_ for id_ in CASES if id_.startswith("DANGER-")]

TIERS = {
    1: [
        "MISS-01",
        "MISS-02",
        "MISS-03",
        "MISS-05",
        "MISS-10",
        "MISS-D14",
        "MISS-P23",
        "MISS2-COMPARTMENT",
        "MISS2-CREPITUS",
        "MISS2-SICKLE-FEVER",
        "MISS2-RIGID-FEVER",
        "MISS2-OPIOID-RR9",
        "MISS2-D13",
        "MISS2-D14c",
        "MISS2-D15c",
        "MISS2-D18",
        "MISS2-D19",
        "MISS2-D26",
    ],
    2: [
        "MISS-04",
        "MISS-06",
        "MISS-07",
        "MISS-08",
        "MISS-09",
        "MISS-12",
        "MISS-13b",
        "MISS-14",
        "MISS-FA-3-1Y",
        "MISS-FA-8",
        "MISS-FA-5",
        "MISS-FA-7",
        "MISS-D03b",
        "MISS-P6",
        "MISS-P8",
        "MISS-P10",
        "MISS-P14",
        "MISS-P20",
        "MISS2-OUT-OF-PROPORTION",
        "MISS2-BLUE",
        "MISS2-NO-PULSE",
        "MISS2-GAIT",
        "MISS2-SLR-BOTH",
        "MISS2-BONE-TENDER",
        "MISS2-LEAK-NERVE",
        "MISS2-MAOI-TRIPTAN",
        "MISS2-PREGNANT-BLEEDING",
        "MISS2-D1b",
        "MISS2-D3",
        "MISS2-D4b",
        "MISS2-D5",
        "MISS2-D6",
        "MISS2-D7",
        "MISS2-D13c",
        "MISS2-D14",
        "MISS2-D14b",
        "MISS2-D15",
        "MISS2-D21",
        "MISS2-D28b",
        "MISS2-D28c",
        "MISS2-D30",
        "MISS2-D32b",
        "MISS2-D34",
        "MISS2-D37",
        "MISS2-D38",
        "MISS2-D40",
        "QUIET2-N3",
    ],
    3: [
        "MISS-13",
        "MISS-FA-1",
        "MISS-FA-6",
        "MISS-P4",
        "MISS-P17",
        "MISS2-ULCER",
        "MISS2-SCIATICA-CANCER-2Y",
        "QUIET2-N12",
    ],
    0: [
        "MISS-11",
        "MISS-FA-2",
        "MISS-FA-2-OPEN",
        "MISS-FA-3",
        "MISS-FA-4",
        "MISS-FA-9",
        "MISS-FA-10",
        "MISS-P19",
        "MISS-K5",
        "MISS2-D36b",
        "QUIET2-N8",
        "QUIET2-N9",
        "QUIET2-N13",
        "QUIET2-N14",
        "QUIET2-N5",
        "QUIET2-N20",
    ],
}
"""By tier, the cases that the rule book's list of changes names with it."""

OF_THE_PERSON = (*GENERAL_GROUPS, "sleep", "self", "follow")
"""Groups of what is done for the whole person, whatever hurts."""
_OF_THE_LIMB = {pattern.id for pattern in PATTERNS} | {
    flag.id for flag in RED_FLAGS if flag.physical and flag.alert_kind != "medicine_emergency"
}
_ASKED_OF_THE_LIMB = ("pain.", "peg.", "fn.", "sx.", "ex.")
_STEPS = {step.id: step for step in STEPS}


def is_about_the_limb(step: Step) -> bool:
    """It is no part of what is done for the whole person, and it looks at the pain, the body or a physical red flag.

    A referral that looks at how urgent it is, whatever it is, is not.
    """
    if step in MENTAL_HEALTH.steps or step.group in OF_THE_PERSON:
        return False
    asked = any(question.id.startswith(_ASKED_OF_THE_LIMB) for question in step.when.questions())
    return step.group == "always" or asked or not _OF_THE_LIMB.isdisjoint(step.when.names())


def entries_about_the_limb(entries: tuple[StepGroup, ...]) -> list[StepGroup]:
    return [entry for entry in entries if any(is_about_the_limb(_STEPS[id_]) for id_ in entry.steps)]


def tiers() -> dict[str, int]:
    return {case: tier for tier, cases in TIERS.items() for case in cases}


@pytest.mark.parametrize(("case", "tier"), tiers().items(), ids=tiers())
def test_a_case_has_the_tier_it_must_have(case: str, tier: int) -> None:
    assert assessed(EXAMPLES[case]["answers"]).tier == tier


@pytest.mark.parametrize("case", [case for case in QUIET if case.endswith("-DESK")])
def test_no_ordinary_person_leaves_the_desk_with_an_open_emergency(case: str) -> None:
    assert assessed(EXAMPLES[case]["answers"]).tier_open != 1


@pytest.mark.parametrize("case", DANGER)
def test_a_dangerous_story_is_told_within_the_day(case: str) -> None:
    """Present, or open while something points to it."""
    found = assessed(EXAMPLES[case]["answers"])
    assert {found.tier, found.tier_open} & {1, 2}


@pytest.mark.parametrize("case", [*QUIET, *DANGER])
def test_some_key_entry_is_about_the_limb(case: str) -> None:
    assert entries_about_the_limb(assessed(EXAMPLES[case]["answers"]).leading_groups)


# The table, to read


def row(case: str, found: WholeAssessment) -> str:
    key, limb = found.leading_groups, entries_about_the_limb(found.leading_groups)
    marked = [f"**{_named(entry)}**" if entry in limb else _named(entry) for entry in key]
    flags = ", ".join(f"{flag.id} ({flag.tier})" for flag in found.present)
    hinted = ", ".join(f"{flag.id} ({flag.tier})" for flag in found.pointed_to)
    numbers = (found.tier, found.tier_open, found.tier_unasked, len(found.step_groups), f"{len(limb)} of {len(key)}")
    return f"| {' | '.join(map(str, (case, *numbers, flags, hinted, ', '.join(marked))))} |"


def _named(entry: StepGroup) -> str:
    """The group, or the one step."""
    return entry.group or entry.steps[0]


def worked_cases_page() -> str:
    head = ["Case", "Tier", "Open", "Not asked", "Entries", "Limb"]
    head += ["Present (tier)", "Pointed to (tier)", "Key entries"]
    rows = "\n".join(row(case, assessed(EXAMPLES[case]["answers"])) for case in CASES)
    return (
        "# Worked cases of the reviews behind 0.10\n\n"
        "Written by `tests/clinical/test_worked_cases.py` from `tests/clinical/examples.jsonl`.\n"
        "`MISS` are misses and false alarms, `QUIET` ordinary people, `DANGER` dangerous stories;\n"
        "`-DESK` as they leave the front desk, else after the clinician's questions.\n\n"
        "- **Tier**: of the flags that are present.\n"
        "- **Open**: of those that cannot be excluded while something points to them.\n"
        "- **Not asked**: of those to which nothing points.\n"
        "- **Entries**: how many lines of steps are printed.\n"
        "- **Limb**: how many of the key entries are about what hurts, in bold. The others are about\n"
        "  mood, medicines, what is still open, or how soon to refer.\n\n"
        f"| {' | '.join(head)} |\n|{' --- |' * len(head)}\n{rows}\n"
    )


def test_the_page_says_what_the_cases_come_to() -> None:
    """After a change that is meant: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 (and this file)."""
    if os.environ.get("UPDATE_DOCS") == "1":
        PAGE.write_text(worked_cases_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == worked_cases_page()
