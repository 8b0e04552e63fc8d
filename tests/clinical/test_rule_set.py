"""The catalogue as a whole: its size, its texts, and the slips that it finds in itself when the program starts."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from intake.clinical.language.condition import RuleError
from intake.clinical.language.conditions import always, has, has_number, is_, no, yes
from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, Decimal, Integer, Item, YesNo
from intake.clinical.rules import rule_set
from intake.clinical.rules.combined import COMBINED_RULES, LEVELS, MATRIX, CombinedRule
from intake.clinical.rules.data_quality import WARNINGS
from intake.clinical.rules.facts import FACTS
from intake.clinical.rules.instruments import AUDITC, GAD7, INSTRUMENTS, PEG, PHQ9, PHQ9_DIFFICULTY
from intake.clinical.rules.mood_screen import mood_screen_is
from intake.clinical.rules.patterns import PATTERNS, Feature
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES, SECTIONS
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import gad, mh, phq
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import flag, flag_possible, pattern
from intake.clinical.rules.red_flag import RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import SOURCES, cited
from intake.clinical.rules.steps import Step
from tests.clinical.cases import EXAMPLES

FEATURES = [feature for kind in PATTERNS for feature in kind.features]


def ids(part: Iterable[Any]) -> set[str]:
    return {each if isinstance(each, str) else each["id"] for each in part}


def test_all_that_the_worked_examples_name_is_in_the_catalogue() -> None:
    """So that nothing gets lost: they name nearly everything."""
    catalogue = {
        "questions": set(QUESTIONS),
        "flags": {flag.id for flag in RED_FLAGS},
        "features": {feature.id for feature in FEATURES},
        "combined": {rule.id for rule in COMBINED_RULES},
        "warnings": {"W09", *(warning.id for warning in WARNINGS)},
        "steps": {step.id for step in STEPS},
        "scores": {"news2", *(score.id for score in SCORES)},
        "patterns": {kind.id for kind in PATTERNS},
    }
    named: dict[str, set[str]] = {kind: set() for kind in catalogue}
    for example in EXAMPLES.values():
        said = example["expected"]
        patterns = said["patterns"] or []
        named["questions"] |= set(example["answers"])
        named["combined"] |= {*said["combined"]["rules"], *said["combined"]["undecided"]}
        named["features"] |= {id_ for kind in patterns for part in ("for", "against", "unknown") for id_ in kind[part]}
        named["patterns"] |= ids(patterns)
        named["warnings"] |= {warning.partition(":")[0] for warning in said["warnings"]}
        for kind in ("flags", "steps", "scores"):
            named[kind] |= ids(said[kind])
    assert {kind: names - catalogue[kind] for kind, names in named.items()} == {kind: set() for kind in catalogue}
    for kind, names in named.items():
        assert len(names) > len(catalogue[kind]) / 2, kind


def test_each_pattern_can_reach_what_the_rule_book_says() -> None:
    expected = {"MUS": 16, "NEU": 25, "JNT": 16, "VAS": 23, "BON": 22, "INF": 17}
    assert {kind.id: kind.maximum for kind in PATTERNS} == expected


def test_every_level_of_the_matrix_has_words() -> None:
    assert {level for row in MATRIX for level in row} == set(LEVELS)


def test_the_front_desk_or_the_clinician_asks() -> None:
    assert {question.by for question in QUESTIONS.values()} == {FRONT_DESK, CLINICIAN}


def test_a_source_says_how_far_it_was_checked() -> None:
    assert [source.mark for source in cited("NG158", "K-MSK", "TOOL", "SEED")] == ["V", "K", "D", "D"]
    assert {source.mark for source in SOURCES.values()} == {"V", "K", "D"}


def test_a_flag_a_hint_and_a_fact_never_look_at_flags_or_patterns() -> None:
    """They are worked out before these. Steps may, and what settles them, holds them back or leads them."""
    raised = {*(flag.id for flag in RED_FLAGS), *(kind.id for kind in PATTERNS)}
    early = [(flag.id, condition) for flag in RED_FLAGS for condition in (flag.when, flag.hint) if condition]
    early += [(fact.id, fact.meaning) for fact in FACTS]
    early += [(question.id, question.asked_when()) for question in QUESTIONS.values()]
    looking = {
        id_ for id_, condition in early for leaf in condition.leaves if raised & {*leaf.names()} or leaf.on_flags
    }
    assert looking == set()


def test_every_condition_beside_a_rules_own_is_given() -> None:
    further = list(rule_set.further_conditions())
    assert {id_ for id_, _ in further} <= {id_ for id_, _ in rule_set.conditions()}
    for step in STEPS:
        beside = [condition for id_, condition in further if id_ == step.id]
        assert beside == [c for c in (step.settled_when, step.not_with, step.specific_when) if c]
    steps = {step.id for step in STEPS}
    hints = [(id_, condition) for id_, condition in further if id_ not in steps]
    assert hints == [(flag.id, flag.hint) for flag in RED_FLAGS if flag.hint]


# Slips


def test_the_rule_set_is_sound() -> None:
    rule_set.check()


@pytest.mark.parametrize(
    ("part", "slip", "message"),
    [
        ("RED_FLAGS", (*RED_FLAGS, RED_FLAGS[0]), "used twice: RF01"),
        ("STEPS", (*STEPS, STEPS[-1]), "used twice: F08"),
        ("WARNINGS", (*WARNINGS, WARNINGS[0]), "used twice: W01"),
        ("COMBINED_RULES", (*COMBINED_RULES, dataclasses.replace(COMBINED_RULES[0], id="RF01")), "used twice: RF01"),
        ("SECTIONS", (*SECTIONS, SECTIONS[0]), "used twice: ctx.encounter_date"),
        ("SECTIONS", SECTIONS[:-1], "in no section: ex.abpi_min, ex.alt_dx_as_likely"),
        ("STEPS", [step for step in STEPS if step.id != "R17"], "CB01 highlights steps that do not exist: R17"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_the_rule_set_finds_its_own_slips(monkeypatch: pytest.MonkeyPatch, part: str, slip: Any, message: str) -> None:
    monkeypatch.setattr(rule_set, part, slip)
    with pytest.raises(RuleError, match=message):
        rule_set.check()


def test_the_rule_set_finds_a_question_that_a_later_one_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The skip rule is applied to each question when it is first looked at: two that open each other never end."""
    late = next(
        q
        for q in QUESTIONS.values()
        if not q.always_asked and any(not other.always_asked for other in q.asked_when().looks_at)
    )
    monkeypatch.setattr(rule_set, "ORDER", {**ORDER, late.id: -1})
    with pytest.raises(RuleError, match=f"whether {late.id} is asked depends on .*, which may be skipped after it"):
        rule_set.check()


def test_the_rule_set_finds_an_instrument_without_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_set, "INSTRUMENTS", (*INSTRUMENTS, dataclasses.replace(PEG, sources=("NG0",))))
    with pytest.raises(KeyError, match="NG0"):
        rule_set.check()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: is_(hx.smoking, "curent"), RuleError, "'Smoking' has no option curent"),
        (lambda: is_(hx.smoking), RuleError, "'Smoking' has no option"),
        (lambda: is_(hx.pad, "yes"), RuleError, "only unknown and declined can be named, not yes"),
        (lambda: is_(hx.pad), RuleError, "only unknown and declined can be named"),
        (lambda: has(pain.sites, "calf", "neck_L"), RuleError, "has no option neck_L"),
        (lambda: has(pain.quality, "unknown"), RuleError, "has no option unknown"),
        (lambda: has_number(mh.mania, 2, "high_mood"), RuleError, "has no option high_mood"),
        (lambda: flag("RF01", "RF99"), RuleError, "no such red flag: RF99"),
        (lambda: flag_possible("RF1"), RuleError, "no such red flag: RF1"),
        (lambda: pattern("NRV"), RuleError, "no such pattern: NRV"),
        (lambda: mood_screen_is("finished"), ValueError, "no such state of the mood screen: finished"),
        (lambda: pain.sights, AttributeError, "sights"),
        (lambda: Integer("Falls", minimum=0, maximum=9) >= 2, RuleError, "compares 'Falls', which says no sentence"),
        (lambda: Decimal("Girth", minimum=0, maximum=9, says="big") > 2, RuleError, "compares 'Girth'"),
        (lambda: Item("Tired", minimum=0, maximum=3).equals(0), RuleError, "compares 'Tired'"),
        (lambda: Item("Tired", minimum=0, maximum=1, labels=("a", "b")) <= 1, RuleError, "compares 'Tired'"),
        (lambda: yes(YesNo("Lame?", says="lame")), RuleError, "asks 'Lame\\?', which lacks a sentence"),
        (lambda: no(YesNo("Lame?", says_not="not lame")), RuleError, "asks 'Lame\\?', which lacks a sentence"),
        (lambda: RedFlag("RF99", "A", 1, always(), "B", ("NG0",)), KeyError, "NG0"),
        (lambda: RedFlag("RF99", "A", 5, always(), "B", ("NG158",)), ValueError, "RF99 has no tier 5"),
        (lambda: Feature("MUS-99", 1, "A", always(), ("NG0",)), KeyError, "NG0"),
        (lambda: CombinedRule("CB99", "A", always(), "B", ("NG0",), ()), KeyError, "NG0"),
        (lambda: Step("H99", "soon", "A", always(), "B", ("NG158",)), ValueError, "H99 has no urgency 'soon'"),
        (lambda: Step("H99", "now", "A", always(), "B", ("NG0",)), KeyError, "NG0"),
        (lambda: Step("H99", "now", "A", always(), "B", ("TOOL",), group="all"), ValueError, "in the group 'all'"),
        (lambda: Step("H99", "now", "A", always(), "B", ("TOOL",), group="mood", lead=1), ValueError, "group 'mood'"),
    ],
)
def test_a_misspelt_rule_cannot_be_made(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()


def test_whether_a_question_is_asked_depends_on_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_set, "ORDER", {**rule_set.ORDER, pain.mechanism.id: len(QUESTIONS)})
    with pytest.raises(
        RuleError, match=r"whether pain.injury_days_ago is asked depends on pain.mechanism, which may be"
    ):
        rule_set.check()


def test_a_question_has_its_groups_name() -> None:
    class tea:
        taken = YesNo("Tea?")

    assert tea.taken.id == "tea.taken"
    assert tea.taken.short == "Tea"


# Texts


def test_phq9_is_word_for_word() -> None:
    assert PHQ9.stem == "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    assert [text for text, _ in PHQ9.items] == [
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
        "Trouble falling or staying asleep, or sleeping too much",
        "Feeling tired or having little energy",
        "Poor appetite or overeating",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual",  # noqa: E501 - word for word
        "Thoughts that you would be better off dead or of hurting yourself in some way",
    ]
    answers = ("Not at all", "Several days", "More than half the days", "Nearly every day")
    assert {labels for _, labels in PHQ9.items} == {answers}
    assert [question.wording for question in (phq.q1, phq.q9)] == [PHQ9.items[0][0], PHQ9.items[8][0]]
    assert PHQ9_DIFFICULTY == (
        "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?",  # noqa: E501 - word for word
        ("Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult"),
    )
    assert PHQ9.attribution == (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational "
        "grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
    )


def test_gad7_is_word_for_word() -> None:
    assert GAD7.stem == PHQ9.stem
    assert [text for text, _ in GAD7.items] == [
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
        "Worrying too much about different things",
        "Trouble relaxing",
        "Being so restless that it is hard to sit still",
        "Becoming easily annoyed or irritable",
        "Feeling afraid as if something awful might happen",
    ]
    assert {labels for _, labels in GAD7.items} == {PHQ9.items[0][1]}
    assert [question.wording for question in (gad.q1, gad.q7)] == [GAD7.items[0][0], GAD7.items[6][0]]


def test_auditc_and_peg_are_word_for_word() -> None:
    assert AUDITC.items == (
        (
            "How often did you have a drink containing alcohol in the past year?",
            ("Never", "Monthly or less", "2 to 4 times a month", "2 to 3 times a week", "4 or more times a week"),
        ),
        (
            "How many drinks did you have on a typical day when you were drinking in the past year?",
            ("0, 1 or 2", "3 or 4", "5 or 6", "7, 8, or 9", "10 or more"),
        ),
        (
            "How often did you have 6 or more drinks on one occasion in the past year?",
            ("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily"),
        ),
    )
    interfered = "What number best describes how, during the past week, pain has interfered with your"
    interference = ("Does not interfere", "Completely interferes")
    assert PEG.items == (
        (
            "What number best describes your pain on average in the past week?",
            ("No pain", "Pain as bad as you can imagine"),
        ),
        (f"{interfered} enjoyment of life?", interference),
        (f"{interfered} general activity?", interference),
    )


def texts() -> Iterator[str]:
    """All that a face may print of the rules; sources apart, which quote others."""
    for question in QUESTIONS.values():
        labels = getattr(question, "labels", ())
        yield from (question.wording, question.short, question.help)
        yield from labels.values() if isinstance(labels, dict) else labels
    for _, condition in (*rule_set.conditions(), *rule_set.further_conditions()):
        yield condition.sentence
        yield condition.say(negated=True)
    for flag_ in RED_FLAGS:
        yield from (flag_.title, flag_.action)
    for feature in FEATURES:
        yield feature.text
    for rule in COMBINED_RULES:
        yield from (rule.title, rule.why)
    for step in STEPS:
        yield from (step.text, step.why)
    for warning in WARNINGS:
        yield from (warning.text, warning.at_desk)
    for instrument in INSTRUMENTS:
        yield from (instrument.limit, *(band.advice for band in instrument.bands))


NEVER_PRINTED = (
    r"\b(denie[sd]|refuse[sd]|non-compliant|must|confirms|rules? out|patient has|most likely|(low|medium|high)[ -]risk|"
    r"risk score|not suicidal|suicidal ideation|no red flags)\b"
)


AS_IN_THE_RULE_BOOK = {"Most bladder and sexual changes have a common cause; the exception must not be missed."}
"""Said to the clinician of the work, not of the person."""


def test_no_text_blames_or_promises() -> None:
    assert {text for text in texts() if re.search(NEVER_PRINTED, text, re.IGNORECASE)} == AS_IN_THE_RULE_BOOK


def test_no_pattern_looks_like_a_probability() -> None:
    printed = [kind.name for kind in PATTERNS] + [text for f in FEATURES for text in (f.text, f.when.sentence)]
    assert not [text for text in printed if re.search(r"%|probab|likel", text)]
