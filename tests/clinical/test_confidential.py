"""No face gets at what is confidential by forgetting something. Source: rule book I.7, H11."""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
from collections.abc import Iterator
from typing import Any

import cattrs
import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.condition import Condition, RuleError
from intake.clinical.language.conditions import always, answered_any, at_least_of, refused, sure, yes
from intake.clinical.language.kinds import YesNo
from intake.clinical.language.qualified import Fact
from intake.clinical.rules import confidential
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.mood import mh, phq9, soc
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import flag, flag_possible
from intake.clinical.rules.red_flag import RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.steps import CATEGORIES
from intake.clinical.working.findings import (
    Assessment,
    CombinedFinding,
    CombinedRuleFinding,
    ConfidentialError,
    FeatureFinding,
    Line,
    WarningFinding,
    WholeAssessment,
)
from intake.exchange.contract import as_contract, read_answers
from tests.clinical.cases import A_FEW, EXAMPLES, Document, assessed
from tests.lanes import sweep

TELLING = re.compile(r"(?:feels?|felt) unsafe|unsafe.at.home|RF21|\bpartner\b|domestic|violence|abuse", re.IGNORECASE)
ANSWERS: dict[str, Any] = {"present": True, "absent": False, "declined": "declined", "unknown": "unknown", "open": None}


def shown_by(value: Any) -> Iterator[str]:
    """What a face prints that goes through everything it was handed, without asking for more."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from shown_by(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from shown_by(each)
    elif isinstance(value, dict):
        yield from shown_by(list(value.items()))
    else:
        yield str(value)


def plain_text(assessment: Assessment) -> str:
    return "\n".join(shown_by(assessment))


@pytest.mark.parametrize("unsafe", ANSWERS)
@pytest.mark.parametrize("example", sweep(EXAMPLES, few=A_FEW))
def test_a_face_that_prints_all_it_is_given_tells_nothing(example: str, unsafe: str) -> None:
    assessment = assess(read_answers(EXAMPLES[example]["answers"] | {"mh.unsafe_at_home": ANSWERS[unsafe]}))
    text = plain_text(assessment)
    assert TELLING.findall(text) == []
    assert ("Safeguarding: see the clinician-only page" in text) == (unsafe == "present")
    not_asked = assessment.whole().line("mh.unsafe_at_home").state == "na"
    assert not_asked <= (unsafe == "open")
    is_open = unsafe in ("declined", "unknown", "open") and not not_asked
    assert ("Safeguarding, to be asked only in private" in text) == is_open
    sections = {line.section for line in assessment.whole().lines if line.pointer}
    assert text.count("asked in private, and kept off the pages that are shared") == len(sections)
    assert TELLING.findall(json.dumps(cattrs.unstructure(assessment), ensure_ascii=False)) == []
    assert TELLING.findall(repr(assessment)) == []


@pytest.mark.parametrize("example", sweep(EXAMPLES, few=A_FEW))
def test_what_is_shared_says_the_same_of_everything_else(example: str) -> None:
    assessment = assess(read_answers(EXAMPLES[example]["answers"]))
    whole = assessment.whole()
    for name in ("tier", "tier_open", "headline", "counted", "scores", "ratings", "item9", "notices", "places"):
        assert getattr(assessment, name) == getattr(whole, name)
    assert [flag.status for flag in assessment.flags] == [flag.status for flag in whole.flags]
    assert [flag.tier_text for flag in assessment.flags] == [flag.tier_text for flag in whole.flags]
    assert {flag.id for flag in whole.flags} - {flag.id for flag in assessment.flags} <= confidential.FLAGS
    assert {step.id for step in whole.steps} - {step.id for step in assessment.steps} == {
        step.id for step in whole.steps if step.confidential
    }
    shared = {step.id for step in assessment.steps}
    entries = [[id_ for id_ in entry.steps if id_ in shared] for entry in whole.leading_groups]
    assert [entry[0] for entry in entries if entry] == [*assessment.key_steps]


def test_the_whole_is_asked_for_by_name_and_a_shared_copy_has_none() -> None:
    assessment = assess(read_answers({"pt.age_years": 50, "mh.unsafe_at_home": True}))
    assert isinstance(assessment, Assessment)
    assert isinstance(assessment.whole(), WholeAssessment)
    assert assessment.whole().whole() is assessment.whole()
    assert any(flag.id == "RF21" for flag in assessment.whole().present)
    for shared in (assessment.shared(), assessment.whole().shared(), dataclasses.replace(assessment)):
        assert shared == assessment
        with pytest.raises(ConfidentialError):
            shared.whole()
        assert TELLING.findall(repr(pickle.loads(pickle.dumps(shared)))) == []  # noqa: S301 (our own)
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        pickle.dumps(assessment)


def test_a_confidential_flag_raises_its_tier_and_stands_in_the_contract() -> None:
    found = assess(read_answers({"pt.age_years": 50, "mh.unsafe_at_home": True}))
    assert (found.tier, found.tier_text) == (2, "same day")
    assert {flag["id"] for flag in as_contract(found)["flags"] if flag["status"] == "present"} == {"RF21"}


# What follows from the rules


def test_everything_follows_from_the_flags() -> None:
    assert {flag.id for flag in RED_FLAGS if flag.confidential} <= confidential.FLAGS
    for flag_ in RED_FLAGS:
        assert (flag_.id in confidential.FLAGS) == (flag_.confidential or confidential.looks_at_kept(flag_.when))
        if flag_.confidential:
            assert confidential.KEPT.issuperset(flag_.when.questions())
    steps = [step for category in CATEGORIES for step in category.steps]
    assert {step.id for step in steps if any(map(confidential.tells, step.conditions))} == {"H17", "M14", "M15"}


def test_a_question_that_only_a_confidential_answer_opens_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class room:
        alone = YesNo("Alone now?", asked_when=lambda: yes(mh.unsafe_at_home), says="alone", says_not="not alone")
        near = YesNo("Near?", asked_when=lambda: yes(room.alone), says="near", says_not="far")
        dry = YesNo("Dry?", says="dry", says_not="wet")

    for name in ("alone", "near", "dry"):
        room.__dict__[name].__set_name__(room, name)
    more = {question.id: question for question in (room.alone, room.near, room.dry)}
    monkeypatch.setattr(confidential, "QUESTIONS", confidential.QUESTIONS | more)
    assert confidential._kept(RED_FLAGS) == {mh.unsafe_at_home, soc.dependants, room.alone, room.near}


def test_a_question_that_other_answers_open_too_is_kept_all_the_same() -> None:
    """Whether it is asked can depend on the confidential answer alone."""
    assert {mh.unsafe_at_home, soc.dependants} == confidential.KEPT
    assert mh.unsafe_at_home in soc.dependants.asked_when().questions()


def test_what_looks_only_at_whether_it_was_answered_tells_nothing() -> None:
    asked, answered = refused(mh.unsafe_at_home), yes(mh.unsafe_at_home)
    assert not confidential.looks_at_kept_answer(~asked)
    assert not confidential.looks_at_kept_answer(answered_any(mh.unsafe_at_home))
    assert confidential.looks_at_kept_answer(~asked & answered)
    assert confidential.looks_at_kept(asked)


@pytest.mark.parametrize("looks_at", [phq9 >= 10, pt.age_years >= 18, pain.nrs_avg >= 7])
def test_a_flag_that_would_hide_what_every_page_shows_cannot_be_confidential(
    looks_at: Condition, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = RedFlag("RF99", "A", 2, looks_at, "B", ("NG158",), confidential=True)
    monkeypatch.setattr(confidential, "KEPT", confidential._kept((*RED_FLAGS, new)))
    with pytest.raises(RuleError, match="a confidential flag looks at what every page shows: "):
        confidential.check()


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (flag("RF21"), "The flag “Safeguarding” is present."),
        (~flag("RF21"), "The flag “Safeguarding” is not present."),
        (flag("RF19", "RF21") | always(), "The flag “Not eating, drinking or caring for self” or “Safeguarding” is"),
        ((phq9 >= 10) & flag_possible("RF21"), "PHQ-9 is 10 or more, and the flag “Safeguarding” is present or cannot"),
        (at_least_of(1, flag("RF21")), "At least 1 of these hold: the flag “Safeguarding” is present."),
        (sure(flag("RF21")), "The flag “Safeguarding” is present."),
        (Fact("d.x", "it is so", "it is not so", flag("RF21")), "It is so."),
    ],
)
def test_a_rule_that_may_be_shared_does_not_name_it(condition: Condition, words: str) -> None:
    assert confidential.masked(condition).sentence.startswith(words)
    assert confidential.tells(condition)


def test_a_rule_that_names_nothing_confidential_is_left_alone() -> None:
    condition = (phq9 >= 10) & flag("RF19")
    assert confidential.masked(condition) is condition
    assert not confidential.tells(condition)
    assert confidential.tells(yes(mh.unsafe_at_home))


def test_rules_that_look_at_it_are_left_out_of_what_is_shared() -> None:
    """No rule of today does: the findings say for themselves what they are."""
    whole = assessed(EXAMPLES["V31"]["answers"])
    patterns = whole.patterns
    assert patterns
    feature = FeatureFinding("NEU-99", "feels unsafe at home", 1, "", (), confidential=True)
    rule = CombinedRuleFinding("CB99", "feels unsafe at home", "", "", (), (), (), confidential=True)
    line = next(line for line in whole.lines if line.pointer)
    changed = dataclasses.replace(
        whole,
        patterns=(dataclasses.replace(patterns[0], against=(*patterns[0].against, feature)), *patterns[1:]),
        combined=dataclasses.replace(whole.combined, rules=(*whole.combined.rules, rule), undecided=(rule,)),
        warnings=(*whole.warnings, WarningFinding("W99", None, "feels unsafe at home", (line,))),
    )
    shared = changed.shared()
    assert TELLING.findall(plain_text(shared)) == []
    assert shared.combined == dataclasses.replace(whole.combined, undecided=())
    assert (shared.patterns, shared.warnings) == (patterns, whole.warnings)


def test_one_pointer_a_section_stands_in_the_place_of_several_answers() -> None:
    whole = assessed({"pt.age_years": 50})
    kept = next(line for line in whole.lines if line.pointer)
    elsewhere = dataclasses.replace(kept, section="Elsewhere")
    shared = dataclasses.replace(whole, lines=(kept, kept, elsewhere)).shared()
    pointer = Line(
        "", kept.section, "Safeguarding at home", f"{confidential.ELSEWHERE}", None, "clinician", "kept_apart"
    )
    assert shared.lines == (pointer, dataclasses.replace(pointer, section="Elsewhere"))


def answers(document: Document) -> Document:
    return {"pt.age_years": 50} | document


@pytest.mark.parametrize(
    ("given", "shared"),
    [
        ({"mh.unsafe_at_home": True}, set()),
        ({"mh.unsafe_at_home": True, "mh.self_neglect": True}, set()),
        ({"mh.unsafe_at_home": False, "mh.self_neglect": True}, {"H17", "M14"}),
        ({"mh.self_neglect": True}, {"H17", "M14"}),
    ],
)
def test_a_step_that_tells_of_it_is_shared_only_where_the_flag_is_not_present(
    given: Document, shared: set[str]
) -> None:
    found = assess(read_answers(answers(given)))
    assert {step.id for step in found.steps} & {"H17", "M14"} == shared
    assert {step.id for step in found.whole().steps} >= {"H17", "M14"}
    assert isinstance(found.combined, CombinedFinding)
