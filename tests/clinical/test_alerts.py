"""Which flags a clinician must acknowledge, what of them is news, and when a missing answer has come."""

from __future__ import annotations

from typing import Any

import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.answers import Answers
from intake.clinical.language.conditions import always
from intake.clinical.rules.alert_kinds import ALERT_KINDS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.red_flag import RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.alerts import alerting, call_for, is_settled, pairs, reasons
from intake.clinical.working.findings import FlagFinding, WholeAssessment

ADULT = {"pt.age_years": 50}


def assessed(answers: dict[str, Any], **known: Any) -> WholeAssessment:
    return assess(Answers.parse(ADULT | known | answers, QUESTIONS)).whole()


def flag(answers: dict[str, Any], id_: str) -> FlagFinding:
    return next(flag for flag in alerting(assessed(answers)) if flag.id == id_)


@pytest.mark.parametrize(
    ("case", "answers", "flags"),
    [
        ("nothing answered", {}, set()),
        ("item 9 not at all", {"phq.q9": 0}, set()),
        ("item 9 reported, nothing else answered", {"phq.q9": 1}, {"RF17a", "RF17c"}),
        ("item 9 declined without low mood", {"phq.q9": "declined"}, set()),
        ("item 9 declined with low mood", {"phq.q1": 2, "phq.q9": "declined"}, {"RF17c"}),
        ("item 9 blank with low mood", {"phq.q1": 2}, {"RF17c"}),
        ("a plan", {"mh.plan": True}, {"RF17b"}),
        ("voices alone: tier 2, and no safety flag", {"mh.psychosis": ["voices"]}, set()),
        ("voices and item 9", {"mh.psychosis": ["voices"], "phq.q9": 1}, {"RF17a", "RF17c", "RF18b"}),
        ("an emergency of the body", {"sx.stroke_signs": True}, {"RF30"}),
        ("perhaps an emergency: not known", {"sx.stroke_signs": "unknown"}, set()),
    ],
)
def test_what_must_be_acknowledged(case: str, answers: dict[str, Any], flags: set[str]) -> None:
    assert {flag.id for flag in alerting(assessed(answers))} == flags


@pytest.mark.parametrize("known", [{"pt.age_years": 15}, {"ctx.respondent": "proxy"}])
def test_it_counts_for_minors_and_by_proxy_too(known: dict[str, Any]) -> None:
    found = alerting(assess(Answers.parse(ADULT | {"phq.q9": 1} | known, QUESTIONS)).whole())
    assert "RF17a" in {flag.id for flag in found}


def test_a_flag_of_tier_1_is_an_emergency_whatever_else_is_said_of_it() -> None:
    """Tier 2 or later alone is for the queue: such a flag alerts where its rule says so, and calls as its kind does."""
    for flag in RED_FLAGS:
        assert flag.alert_kind in {"", *ALERT_KINDS}
        assert flag.call == ("emergency" if flag.tier == 1 else "safety" if flag.alert_kind else "")
        assert bool(flag.alert_kind) >= (flag.tier == 1)
        assert bool(flag.alert_kind) >= flag.asks_for_answer


@pytest.mark.parametrize(
    ("tier", "kind", "call"),
    [
        (1, "", "emergency"),
        (1, "suicide_safety", "emergency"),
        (2, "suicide_safety", "safety"),
        (3, "", ""),
    ],
)
def test_whom_a_flag_calls(tier: int, kind: str, call: str) -> None:
    made = RedFlag("RF99", "A flag", tier, always(), "Do.", ("NG158",), alert_kind=kind)
    assert (made.call, bool(made.alert_kind)) == (call, bool(kind) or tier == 1)


def test_a_kind_of_alert_that_nobody_answers_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="RF99 has no kind of alert 'loud'"):
        RedFlag("RF99", "A flag", 2, always(), "Do.", ("NG158",), alert_kind="loud")


@pytest.mark.parametrize(
    ("answers", "call"),
    [({}, ""), ({"phq.q9": 1}, "safety"), ({"mh.plan": True}, "emergency"), ({"mh.unsafe_at_home": True}, "")],
)
def test_the_more_urgent_call_counts(answers: dict[str, Any], call: str) -> None:
    assert call_for(assessed(answers)) == call


def test_a_reason_holds_its_words_and_no_answer_where_there_is_none() -> None:
    by_question = {line["question"]: line for line in reasons(flag({"phq.q1": 2, "phq.q9": "declined"}, "RF17c"))}
    assert by_question["phq.q9"]["answer"] is None
    assert by_question["phq.q9"]["said"] == "Chose not to answer"
    total = {"question": "score.phq2", "label": "PHQ-2", "said": "2 to 5", "answer": [2, 5]}
    assert by_question["score.phq2"] == total


@pytest.mark.parametrize(
    ("flag_id", "answers", "told"),
    [
        ("RF17a", {"phq.q9": 1}, {("phq.q9", 1)}),
        ("RF17a", {"phq.q9": 3, "asq.q4": True}, {("phq.q9", 3), ("asq.q4", True)}),
        (
            "RF18b",
            {"mh.psychosis": ["voices", "paranoia"], "phq.q9": 1},
            {("mh.psychosis", "voices"), ("mh.psychosis", "paranoia"), ("phq.q9", 1)},
        ),
        ("RF17c", {"phq.q1": 2}, {("phq.q9", None)}),
        ("RF17c", {"phq.q1": 3, "phq.q2": 3, "phq.q3": 3, "phq.q9": "unknown"}, {("phq.q9", None)}),
        ("RF17c", {"phq.q9": 1, "mh.plan": False}, {("asq.q5", None), ("mh.intent", None)}),
    ],
)
def test_what_is_news(flag_id: str, answers: dict[str, Any], told: set[Any]) -> None:
    found = flag(answers, flag_id)
    assert pairs(reasons(found), asks_for_answer=found.asks_for_answer) == told


@pytest.mark.parametrize(
    ("flag_id", "before", "after", "settled"),
    [
        ("RF17c", {"phq.q1": 2}, {"phq.q1": 2, "phq.q9": 0}, True),
        ("RF17c", {"phq.q1": 2}, {"phq.q1": 0, "phq.q9": "declined"}, False),
        ("RF17c", {"phq.q1": 2}, {"phq.q1": 0}, False),
        (
            "RF17c",
            {"phq.q9": 1},
            {"phq.q9": 1, "asq.q5": False, "mh.plan": False, "mh.intent": False},
            True,
        ),
        ("RF17c", {"phq.q9": 1}, {"phq.q9": 0}, False),
        ("RF17a", {"phq.q9": 1}, {"phq.q9": 0}, False),
        ("RF30", {"sx.stroke_signs": True}, {"sx.stroke_signs": False}, False),
    ],
)
def test_only_the_missing_answer_settles(
    flag_id: str, before: dict[str, Any], after: dict[str, Any], settled: bool
) -> None:
    found = flag(before, flag_id)
    assert is_settled(reasons(found), assessed(after), asks_for_answer=found.asks_for_answer) is settled


def test_a_question_that_is_asked_no_more_settles_nothing() -> None:
    """The alert may be older than the rule set."""
    because = [{"question": "old.question", "label": "Old", "said": "Not answered", "answer": None}]
    assert not is_settled(because, assessed({"phq.q9": 0}), asks_for_answer=True)
