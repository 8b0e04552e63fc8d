"""The worked examples, and a case for every rule."""

import pytest

from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.data_quality import WARNINGS
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import SCORES
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, Document, contract, fired

# What no worked example fires. Each is the person with nothing positive, changed; then what fires that did not before,
# worked out by hand from the rule book.
FURTHER_CASES: dict[str, tuple[Document, set[str]]] = {
    "night cramps: 1 point beside 2 for a muscle region, two features, so some muscle-type features": (
        {"sx.night_cramps": True},
        {"MUS-9", "H16", "L05", "R10", "T17"},
    ),
    "worse walking, eased by sitting but not by standing still; it does not go on standing still": (
        {
            "pain.aggravating": ["walking"],
            "pain.relieving": ["sitting_down"],
            "pain.walk_relief": "not_relieved",
            "pain.starts_at_rest": False,
        },
        {"NEU-8", "VAS-15", "VAS-16", "T22"},
    ),
    "an itching pain": ({"pain.quality": ["itching"]}, {"NEU-9"}),
    "straight-leg raise, found on examination": ({"ex.slr": "positive_one"}, {"NEU-11", "H03", "S01"}),
    "a joint that locks": ({"sx.joint": ["locking"]}, {"JNT-8"}),
    "known arterial disease: 2 points beside 1 for the region, so some vascular-type features": (
        {"hx.pad": True},
        {"VAS-5", "B01", "E05", "E14", "F06", "H10", "L01", "L05", "L12", "R11", "S05", "T10"},
    ),
    "reduced pulses: the same, by examination, which need not be asked for again": (
        {"ex.pulses": "reduced"},
        {"VAS-13", "B01", "F06", "H10", "L01", "L05", "L12", "R11"},
    ),
    "alcohol not told by somebody on an opioid, in pain for 3 months": (
        {"auditc.q1": "declined", "rx.current": ["opioid"]},
        {"H05", "H04", "T05"},
    ),
    "pregnancy not told at 50: a test before X-ray, and perinatal signs for the clinician to ask": (
        {"pt.pregnancy": "declined"},
        {"B05", "H19", "F07"},
    ),
    "an SSRI with a diuretic: sodium": ({"rx.current": ["ssri", "diuretic"]}, {"L15", "H04"}),
    "children in the person's care, told though nobody had to ask": ({"soc.dependants": ["children"]}, {"M15"}),
    "a gabapentinoid": ({"rx.current": ["gabapentinoid"]}, {"T06", "H04"}),
    "a recent fluoroquinolone, and a new medicine before the mood changed": (
        {"rx.current": ["fluoroquinolone_recent"], "mh.new_med_mood": True},
        {"CB19", "INF-7", "H04"},
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_worked_example(example: Document) -> None:
    assert contract(example["answers"]) == example["expected"]


@pytest.mark.parametrize(("changes", "expected"), FURTHER_CASES.values(), ids=FURTHER_CASES)
def test_further_case(changes: Document, expected: set[str]) -> None:
    assert fired(NOTHING_POSITIVE | changes) - fired(NOTHING_POSITIVE) == expected


def test_every_rule_is_fired_by_some_case() -> None:
    features = [feature for pattern in PATTERNS for feature in pattern.features]
    rules = {rule.id for rule in (*RED_FLAGS, *features, *COMBINED_RULES, *WARNINGS, *STEPS)} | {"W09"}
    cases = [example["answers"] for example in EXAMPLES.values()]
    cases += [NOTHING_POSITIVE | changes for changes, _ in FURTHER_CASES.values()]
    assert rules == set().union(*map(fired, cases))


def test_every_score_is_worked_out_in_some_example() -> None:
    examples = (example["expected"]["scores"] for example in EXAMPLES.values())
    assert {score.id for score in SCORES} | {"news2"} == set().union(*examples)


COUNT_ONLY_WHERE_MEASURED = {"RF28b", "RF28c"}
"""Vital signs that were not taken leave nothing open."""


@pytest.mark.parametrize("flag", [flag.id for flag in RED_FLAGS])
def test_every_flag_is_present_absent_and_not_excluded_in_some_example(flag: str) -> None:
    seen = [{f["id"]: f["status"] for f in example["expected"]["flags"]} for example in EXAMPLES.values()]
    expected = {"present", "absent"} if flag in COUNT_ONLY_WHERE_MEASURED else {"present", "cannot_exclude", "absent"}
    assert {statuses.get(flag, "absent") for statuses in seen} == expected
