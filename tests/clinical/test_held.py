"""Why a rule holds for this person, in words: only what makes it hold. Reports print it beside the finding."""

from collections.abc import Iterator

import pytest

from intake.clinical.assessment import assess_case
from intake.clinical.language.condition import AllOf, AnyOf, Condition, Not
from intake.clinical.language.conditions import always, at_least_of, has, sure, worded, yes
from intake.clinical.language.qualified import Fact
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.facts import chronic
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from tests.clinical.cases import DAILY, EXAMPLES, NOTHING_POSITIVE, Document, assessed, case_of
from tests.lanes import sweep

DARK, GOUT, DIABETES = yes(sx.urine_dark), yes(hx.gout), yes(hx.diabetes)

HELD: list[tuple[str, Condition, Document, str]] = [
    ("one question says itself", GOUT, {"hx.gout": True}, "Gout is reported."),
    (
        "of two that may hold, the one that does",
        GOUT | DARK,
        {"hx.gout": True, "sx.urine_dark": False},
        "Gout is reported.",
    ),
    ("one that is not known is not said", DARK | GOUT, {"hx.gout": True, "sx.urine_dark": None}, "Gout is reported."),
    (
        "both, where both do",
        GOUT | DARK,
        {"hx.gout": True, "sx.urine_dark": True},
        "Gout is reported; the urine is dark brown or cola-coloured.",
    ),
    (
        "two that must hold",
        GOUT & DARK,
        {"hx.gout": True, "sx.urine_dark": True},
        "Gout is reported, and the urine is dark brown or cola-coloured.",
    ),
    (
        "what only had to be absent is left out",
        GOUT & ~DARK,
        {"hx.gout": True, "sx.urine_dark": False},
        "Gout is reported.",
    ),
    (
        "unless there is nothing else",
        ~GOUT & ~DARK,
        {"hx.gout": False, "sx.urine_dark": False},
        "Gout is not reported, and the urine is not dark.",
    ),
    (
        "inside: of each part what holds",
        (GOUT | DARK) & (DIABETES | has(pain.quality, "burning")),
        {"hx.gout": False, "sx.urine_dark": True, "hx.diabetes": False, "pain.quality": ["burning"]},
        "The urine is dark brown or cola-coloured, and the words for the pain include burning.",
    ),
    (
        "what holds together is said without brackets: all of it holds",
        (GOUT | DARK) & DIABETES,
        {"hx.gout": True, "sx.urine_dark": True, "hx.diabetes": True},
        "Gout is reported, and the urine is dark brown or cola-coloured, and diabetes is reported.",
    ),
    ("a named fact by its name", chronic, {"pain.duration_days": 100}, "The pain has lasted 3 months or more."),
    (
        "of a count those that hold",
        at_least_of(1, GOUT, DARK),
        {"hx.gout": True, "sx.urine_dark": False},
        "Gout is reported.",
    ),
    (
        "of the options that the rule names those that were chosen",
        has(rx.current, "ssri", "nsaid", "statin"),
        {"rx.current": ["nsaid", "ssri", "lithium"]},
        "The medicines include an SSRI and an NSAID.",
    ),
    (
        "said twice in the rule, said once",
        GOUT & (DARK | GOUT & DARK),
        {"hx.gout": True, "sx.urine_dark": True},
        "Gout is reported, and the urine is dark brown or cola-coloured.",
    ),
    (
        "words of its own give way to what holds",
        worded(GOUT | DARK, "a joint or the urine is odd") & DIABETES,
        {"hx.gout": True, "sx.urine_dark": False, "hx.diabetes": True},
        "Gout is reported, and diabetes is reported.",
    ),
    ("what is surely so", sure(GOUT), {"hx.gout": True}, "Gout is reported."),
    ("a score", phq9 >= 5, {f"phq.q{item}": 2 for item in range(1, 10)}, "PHQ-9 is 5 or more."),
    ("always", always(), {}, "In every assessment."),
    ("alone, something absent", ~GOUT, {"hx.gout": False}, "Gout is not reported."),
]


@pytest.mark.parametrize(("condition", "answers", "said"), [row[1:] for row in HELD], ids=[row[0] for row in HELD])
def test_held(condition: Condition, answers: Document, said: str) -> None:
    case = case_of(NOTHING_POSITIVE | answers)
    assert condition.truth(case) is True
    assert condition.held_sentence(case) == said


def leaves(condition: Condition) -> Iterator[Condition]:
    """What the condition is made of, down to what is said as a whole."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_nothing_is_said_to_hold_that_does_not(example: Document) -> None:
    case = case_of(example["answers"])
    result = assess_case(case).whole()  # which tells the case its flags
    held = {found.id: found.held for found in (*result.present, *result.combined.rules, *result.steps)}
    for rule in (*RED_FLAGS, *COMBINED_RULES, *STEPS):
        if rule.id in held:
            parts = [(clause.say().lower(), clause.truth(case)) for clause in leaves(rule.when)]
            said = held[rule.id].lower()
            for clause in sorted((clause for clause, truth in parts if truth), key=len, reverse=True):
                said = said.replace(clause, "")
            assert [clause for clause, truth in parts if not truth and clause in said] == []


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_what_holds_says_why_and_nothing_else_does(example: Document) -> None:
    result = assessed(example["answers"])
    for finding in (*result.present, *result.combined.rules, *result.steps):
        assert finding.held.endswith(".")
        assert finding.held[:1] == finding.held[:1].upper()
        assert len(finding.held.split()) <= len(finding.condition.split())
    open_ = (*result.open_to_anyone, *result.open_to_clinician, *result.combined.undecided)
    assert {finding.held for finding in open_} <= {""}


def test_every_kind_of_part_is_met() -> None:
    """The rule set has each kind that ``held`` treats in its own way, so that the examples above try them."""
    kinds = {type(part) for rule in (*RED_FLAGS, *COMBINED_RULES, *STEPS) for part in leaves(rule.when)}
    assert {Not, Fact} <= kinds
