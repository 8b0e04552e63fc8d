"""The rule book to read holds everything that the rules hold, in their own words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import always
from intake.clinical.language.qualified import Fact
from intake.clinical.rules import rule_set, why_together
from intake.clinical.rules.combined import COMBINED_RULES, LEVELS, MATRIX
from intake.clinical.rules.data_quality import WARNINGS
from intake.clinical.rules.facts import FACTS, hot_joint, widespread_pain
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.rules.instruments import INSTRUMENTS
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import QUESTIONS, SCORES
from intake.clinical.rules.questions.mood import phq, phq9
from intake.clinical.rules.raised import any_flag, flag, pattern
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import SOURCES
from intake.clinical.rules.synonyms import SYNONYMS
from intake.clinical.telling.rule_book import Entry, chapters, found
from tests.lanes import each

BOOK = {entry.id: entry for chapter in chapters() for entry in chapter.entries}


def part(entry: Entry, label: str) -> str:
    return next(part.text for part in entry.parts if part.label == label)


def facts_in(condition: Condition) -> set[Condition]:
    return {part for part in condition.walk() if isinstance(part, Fact)}


def test_everything_stands_in_it_once() -> None:
    features = [feature.id for pattern in PATTERNS for feature in pattern.features]
    expected = {
        "why-together": [passage.id for passage in why_together.PASSAGES],
        "red-flags": [flag.id for flag in RED_FLAGS],
        "combined": [*(rule.id for rule in COMBINED_RULES), *LEVELS],
        "patterns": [*(pattern.id for pattern in PATTERNS), *features],
        "steps": [step.id for step in STEPS],
        "handouts": list(HANDOUTS),
        "facts": [fact.id for fact in FACTS],
        "questions": list(QUESTIONS),
        "instruments": [
            *(f"instrument-{one.name}" for one in INSTRUMENTS),
            *(score.id for score in SCORES),
            "news2",
            "bmi",
            "wells",
        ],
        "warnings": [*(warning.id for warning in WARNINGS), "W09"],
        "sources": [f"source-{id_}" for id_ in SOURCES],
    }
    assert {chapter.id: Counter(entry.id for entry in chapter.entries) for chapter in chapters()} == {
        chapter: Counter(ids) for chapter, ids in expected.items()
    }
    assert len(BOOK) == sum(map(len, expected.values()))


def test_every_fact_that_a_rule_names_is_listed() -> None:
    conditions = [condition for _, condition in rule_set.conditions()]
    conditions += [fact.meaning for fact in FACTS]
    assert set().union(*map(facts_in, conditions)) <= set(FACTS)


@each({id_: (id_, condition) for id_, condition in rule_set.conditions()})
def test_a_condition_is_said_in_the_rules_own_sentence(rule: tuple[str, Condition]) -> None:
    id_, condition = rule
    assert part(BOOK[id_], "Asked when" if id_ in QUESTIONS else "Condition") == condition.sentence


def test_titles_reasons_and_sources_are_the_rules_own() -> None:
    for flag_ in RED_FLAGS:
        assert (BOOK[flag_.id].title, part(BOOK[flag_.id], "Consider")) == (flag_.title, flag_.action)
    for rule in (*COMBINED_RULES, *STEPS):
        assert part(BOOK[rule.id], "Why") == rule.why
    for step in STEPS:
        assert BOOK[step.id].title == step.text
        if step.letter_question:
            assert part(BOOK[step.id], "In a letter, asked") == step.letter_question
        if step.letter_reason:
            assert part(BOOK[step.id], "In a letter, why") == step.letter_reason
    for question in QUESTIONS.values():
        assert BOOK[question.id].title == question.wording
    for fact in FACTS:
        assert BOOK[fact.id].title.casefold() == fact.says.casefold()
        assert part(BOOK[fact.id], "Holds when") == fact.meaning.sentence
    features = [feature for pattern in PATTERNS for feature in pattern.features]
    for cites in (*RED_FLAGS, *COMBINED_RULES, *STEPS, *features):
        assert tuple(source.id for source in BOOK[cites.id].sources) == cites.sources


def test_instruments_stand_word_for_word() -> None:
    asked = {question.wording for question in QUESTIONS.values()}
    for instrument in INSTRUMENTS:
        entry = BOOK[f"instrument-{instrument.name}"]
        said = [part.text for part in entry.parts]
        assert instrument.attribution in said
        assert instrument.limit in said
        for number, (text, answers) in enumerate(instrument.items, start=1):
            item = part(entry, f"Item {number}")
            assert item.startswith(text)
            assert [answer for answer in answers if answer not in item] == []
            assert text in asked
    assert part(BOOK["phq.q9"], "Part of") == part(BOOK["phq.difficulty"], "Part of") == "PHQ-9"
    assert part(BOOK["asq.q1"], "Part of") == "ASQ"
    assert [one.label for one in BOOK["sx.lump"].parts if one.label == "Part of"] == []


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("phq.q1", "One of: Not at all (0); Several days (1); More than half the days (2); Nearly every day (3)."),
        ("pt.sex", "One of: Female; Male; Intersex."),
        ("pt.age_years", "A number from 0 to 120 years."),
        ("peg.p", "A number from 0 to 10."),
        ("pain.present", "Yes or no."),
        ("ctx.encounter_date", "A date."),
        ("ctx.language", "Words, which no rule reads."),
    ],
)
def test_what_an_answer_may_be(id_: str, said: str) -> None:
    assert part(BOOK[id_], "Answer") == said


def test_every_option_of_every_question_is_said() -> None:
    for question in QUESTIONS.values():
        labels = getattr(question, "labels", ())
        for label in labels.values() if isinstance(labels, dict) else labels:
            assert label in part(BOOK[question.id], "Answer")


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (hot_joint, ["d.hot_joint"]),
        (~(phq9 >= 10), ["phq9"]),
        (phq.q9 >= 1, ["phq.q9"]),
        (flag("RF03", "RF01"), ["RF01", "RF03"]),
        (any_flag(1), []),
        (pattern("VAS"), ["VAS"]),
        (widespread_pain.meaning, ["d.chronic", "pain.sites", "pain.other_regions"]),
        (always(), []),
    ],
    ids=lambda value: "" if isinstance(value, list) else value.say()[:30],
)
def test_a_condition_names_facts_and_scores_and_not_what_they_rest_on(condition: Condition, ids: list[str]) -> None:
    assert list(condition.names()) == ids


def test_what_uses_an_entry_is_named() -> None:
    assert "d.hot_joint" in BOOK["sx.skin"].used_by
    assert "W07" in BOOK["asq.q1"].used_by
    assert {"phq9", "phq2", "phq.difficulty"} & set(BOOK["phq.q1"].used_by) == {"phq9", "phq2"}
    assert "CB01" in BOOK["phq9"].used_by
    assert "wells" in BOOK["ex.calf_diff_cm"].used_by
    assert "R20" in BOOK["RF03"].used_by
    assert "R11" in BOOK["VAS"].used_by
    assert "CB01" in BOOK["M06"].used_by
    assert "M06" in BOOK["CB01"].highlights
    for entry in BOOK.values():
        assert {*entry.used_by, *entry.highlights} <= set(BOOK)


def test_every_question_a_condition_looks_at_is_reached_by_following_what_uses_it() -> None:
    """Through facts and scores, so that nothing is lost between the two."""
    for id_, condition in rule_set.conditions():
        for question in condition.questions():
            seen, todo = set(), [question.id]
            while todo:
                for user in BOOK[todo.pop()].used_by:
                    if user not in seen:
                        seen.add(user)
                        todo.append(user)
            assert id_ in seen, f"{id_} uses {question.id}"


def test_the_matrix_and_its_limits_are_those_that_count() -> None:
    table = next(group.table for chapter in chapters() for group in chapter.groups if group.table)
    assert table.head[1:] == ("M0: 0 to below 5", "M1: 5 to below 10", "M2: 10 to below 16", "M3: 16 or more")
    assert [row[0] for row in table.rows] == ["P0: 0", "P1: above 0 to below 4", "P2: 4 to below 7", "P3: 7 or more"]
    assert tuple(row[1:] for row in table.rows) == MATRIX


def test_patterns_say_that_they_are_points_and_no_probability() -> None:
    intro = " ".join(next(chapter.intro for chapter in chapters() if chapter.id == "patterns"))
    assert "not a probability, not validated and not a diagnosis" in intro
    assert "“several features” from 6 points and 3 features" in intro
    assert part(BOOK["MUS-10"], "Weight") == "−2 points."
    assert part(BOOK["NEU-11"], "Weight") == "+2 points. Found on examination: counts only where it was entered."


@pytest.mark.parametrize(
    ("typed", "some", "none"),
    [
        ("clot leg", "RF03", "RF01"),
        ("  LEG   Clot ", "RF03", "RF01"),
        ("rf17a", "RF17a", "RF01"),
        ("d.hot_joint", "sx.skin", "phq.q1"),
        ("FINAN2013", "CB06", "CB01"),
        ("serotonin noradrenaline", "why-neurotransmitters", "why-load"),
    ],
)
def test_a_search_finds_what_holds_every_word(typed: str, some: str, none: str) -> None:
    ids = {entry.id for chapter in found(typed) for entry in chapter.entries}
    assert some in ids
    assert none not in ids
    assert all(chapter.groups for chapter in found(typed))


@pytest.mark.parametrize(
    ("typed", "some", "none"),
    [
        ("DVT", "RF03", "RF02a"),
        ("ces", "RF02a", "RF03"),
        ("possible dvt", "RF03", "RF02a"),
        ("PAD", "hx.pad", "hx.gout"),
        ("mscc", "RF13a", "RF01"),
        ("doac", "RF26", "RF01"),
        ("NEWS", "news2", "RF01"),
        ("AF", "hx.af", "hx.gout"),
        ("serotonin syndrome", "RF37", "RF01"),
        ("sciatica", "d.back_radic", "RF03"),
        ("OA", "hx.osteoarthritis", "hx.gout"),
        ("suicide", "RF17b", "RF01"),
    ],
)
def test_a_search_knows_other_names(typed: str, some: str, none: str) -> None:
    ids = {entry.id for chapter in found(typed) for entry in chapter.entries}
    assert some in ids
    assert none not in ids


def test_every_line_of_other_names_finds_something_and_no_name_stands_twice_in_a_line() -> None:
    texts = " ".join(entry.text for entry in BOOK.values())
    for names in SYNONYMS:
        assert len(set(names)) == len(names) > 1
        assert all(name == name.casefold() for name in names)
        assert any(re.search(rf"\b{re.escape(name)}\b", texts) for name in names[1:]), names


def test_what_points_to_a_flag_and_what_settles_a_step_stand_in_it() -> None:
    for flag_ in RED_FLAGS:
        said = [part.text for part in BOOK[flag_.id].parts if part.label.startswith("While it is open")]
        assert said == ([flag_.hint.sentence] if flag_.hint else [])
    for step in STEPS:
        said = [part.text for part in BOOK[step.id].parts if part.label in ("Settled where", "Not beside")]
        assert said == [condition.sentence for condition in (step.settled_when, step.not_with) if condition]


def test_a_search_can_find_nothing() -> None:
    assert found("clot unicorn") == ()


# Why pain and mood are looked at together ------------------------------------------------------------------------

CAUSAL = r"\b(causes?d?|because of (your|their)|due to|leads? to|results? in|explains?)\b"


def test_each_mechanism_rests_on_general_knowledge_and_says_so() -> None:
    for id_ in ("why-inflammation", "why-neurotransmitters", "why-load", "why-sensitisation"):
        entry = BOOK[id_]
        assert entry.title.startswith("Proposed mechanism: ")
        assert {source.mark for source in entry.parts[0].sources} == {"K"}
    assert "general knowledge [K]" in " ".join(chapters()[0].intro)


def test_every_claim_is_cited_and_none_speaks_of_cause_in_a_person() -> None:
    claims = [claim for passage in why_together.PASSAGES for claim in passage.claims]
    assert all(claim.sources for claim in claims)
    told = [claim.text for claim in claims if re.search(CAUSAL, claim.text)]
    assert [text for text in told if "Neither is said to cause" not in text and "not settled" not in text] == []
    used = {source for claim in claims for source in claim.sources}
    assert {"BAIR2003", "BAIR2008", "SCAMP", "KWON2023", "FINAN2013"} <= used


def test_a_claim_with_a_source_that_is_not_listed_fails() -> None:
    with pytest.raises(KeyError):
        why_together.Claim("Something.", ("NOBODY1999",))
