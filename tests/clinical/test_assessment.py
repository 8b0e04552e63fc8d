"""What an assessment says beyond the contract: in words, ready to print."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from intake.clinical.language.conditions import at_least_of, sure, yes
from intake.clinical.language.kinds import Question
from intake.clinical.rules.facts import adult
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.working.alerts import EMERGENCY, SAFETY, call_for
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, Document, assessed, case_of

PROXY = {"ctx.respondent": "proxy"}
ALL_ITEMS = [f"phq.q{number}" for number in range(1, 10)]


def items(*answers: Any) -> Document:
    """Somebody of 30 who answers the first items of the PHQ-9."""
    return {"pt.age_years": 30, **dict(zip(ALL_ITEMS, answers, strict=False))}


def test_an_assessment_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        assessed({}).tier = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    ("answers", "said", "meaning", "attention"),
    [
        (
            {"phq.q9": 0},
            "Not at all",
            "Not reported in the last 2 weeks. This does not exclude suicidal thoughts.",
            False,
        ),
        ({"phq.q9": 1}, "Several days", "Reported on several days.", True),
        ({"phq.q9": 2}, "More than half the days", "Reported on more than half the days.", True),
        ({"phq.q9": 3}, "Nearly every day", "Reported nearly every day.", True),
        ({"phq.q9": 1} | PROXY, "Several days", "Reported on several days (answered by somebody else).", True),
        ({}, "Not answered", "Not answered. A missing answer is not a “no”.", True),
        ({"phq.q9": "declined"}, "Chose not to answer", "Not answered. A missing answer is not a “no”.", True),
        ({"pt.age_years": 8}, "Not applicable", "Not asked at this age.", False),
    ],
)
def test_item_9_in_words(answers: Document, said: str, meaning: str, attention: bool) -> None:
    item = assessed(answers).item9
    assert (item.said, item.meaning, item.attention) == (said, meaning, attention)


@pytest.mark.parametrize(
    ("answers", "major", "other", "text"),
    [
        (
            (2, 2, 2, 2, 2, 0, 0, 0, 0),
            True,
            False,
            "The answers match the PHQ-9 pattern for major depressive syndrome.",
        ),
        (
            (2, 2, 0, 0, 0, 0, 0, 0, 0),
            False,
            True,
            "The answers match the PHQ-9 pattern for other depressive syndrome.",
        ),
        ((2, 0, 0, 0, 0, 0, 0, 0, 0), False, False, "The answers do not match the PHQ-9 pattern"),
        ((0, 0, 2, 2, 0, 0, 0, 0, 0), False, False, "The answers do not match the PHQ-9 pattern"),
        ((2, 2, 2, 2, 2), True, None, "The answers match the PHQ-9 pattern for major depressive syndrome."),
        ((2, 2, 2, 2), None, None, "Whether the answers match a PHQ-9 pattern cannot be decided."),
    ],
)
def test_the_phq9_pattern_in_words(answers: tuple[int, ...], major: bool, other: bool, text: str) -> None:
    result = assessed(items(*answers))
    assert (result.algorithm_major, result.algorithm_other) == (major, other)
    assert result.algorithm_text.startswith(text)


@pytest.mark.parametrize(
    ("answers", "band", "nice_list", "estimate"),
    [
        ((0,) * 9, "minimal", "below 16", None),
        ((3, 3, 3, 3, 3, 0, 0, 0, 0), "moderately severe", "below 16", None),
        ((3, 3, 3, 3, 3, 1, 0, 0, 0), "moderately severe", "of 16 and over", None),
        ((3, 3, 3, 3, 3, 3, 2, 0, 0), "severe", "of 16 and over", None),
        ((1, 1, 1, 1, 1, 1, 1, "declined", 1), None, "below 16", 9),
        ((1, 0, 1, 0, 1, 1, "unknown", None, 1), None, "below 16", 6),
        ((1, 1, 1, 1, 1, None, None, None, 1), None, "below 16", None),
        ((1, None, 1, 1, 1, 1, 1, 1, 1), None, "below 16", None),
        ((1, 1, 1, 1, 1, 1, 1, 1, None), None, "below 16", None),
        ((2, 2, 2, 2, 2, 2, 2, None, 1), "moderately severe", None, 17),
    ],
)
def test_band_and_estimate(
    answers: tuple[Any, ...], band: str | None, nice_list: str | None, estimate: int | None
) -> None:
    score = assessed(items(*answers)).score("phq9")
    assert (score.band, score.estimate) == (band, estimate)
    named = [said for said in score.statements if "NICE" in said]
    assert named == ([f"NICE list of options for a PHQ-9 {nice_list}."] if nice_list else [])


def test_a_band_carries_its_advice_and_other_scores_their_bands() -> None:
    result = assessed(NOTHING_POSITIVE | {"peg.p": 4, "peg.e": 4, "peg.g": 4})
    assert result.score("phq9").advice == "No depression-specific action suggested by the score alone."
    bands = {score.id: score.band for score in result.scores}
    assert bands == dict.fromkeys(bands) | {"phq9": "minimal", "gad7": "minimal", "peg": "moderate"}


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("hx.diabetes", True, "Yes"),
        ("hx.diabetes", False, "No"),
        ("hx.diabetes", "unknown", "Does not know"),
        ("hx.diabetes", "declined", "Chose not to answer"),
        ("hx.diabetes", None, "Not answered"),
        ("pain.duration_days", 120, "4 months"),
        ("pain.duration_days", 59, "59 days"),
        ("pain.duration_days", 401, "about 13 months (401 days)"),
        ("pain.duration_days", 1, "1 day"),
        ("pt.age_years", 0, "0 years"),
        ("ex.temp_c", 38.0, "38 °C"),
        ("ex.rr", 25, "25/min"),
        ("ex.spo2", 91, "91%"),
        ("pain.nrs_now", 3, "3"),
        ("phq.q1", 2, "More than half the days (2)"),
        ("peg.p", 7, "7 of 10"),
        ("pain.night", "positional", "Hurts in some positions, or when moving"),
        ("pain.sites", ["low_back", "calf_L"], "Low back, Calf, left"),
        ("pain.quality", ["none", "burning"], "Burning"),
        ("ctx.encounter_date", "2024-02-09", "9 Feb 2024"),
        ("ctx.language", "unknown", "unknown"),
        ("ctx.language", "<b>Polski</b>", "<b>Polski</b>"),
    ],
)
def test_an_answer_in_words(question: str, answer: Any, said: str) -> None:
    assert assessed({question: answer}).line(question).said == said


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("phq.q1", 2, "More than half the days"),
        ("peg.p", 7, "7 of 10"),
        ("phq.q9", "declined", "Chose not to answer"),
        ("hx.diabetes", True, "Yes"),
    ],
)
def test_the_front_desk_reads_the_same_words_without_a_number_that_counts(
    question: str, answer: Any, said: str
) -> None:
    asked = QUESTIONS[question]
    assert asked.say_at_desk(asked.parse(answer)) == said


def test_a_line_names_its_question_section_and_who_asks() -> None:
    line = assessed({}).line("ex.temp_c")
    assert (line.label, line.section, line.by, line.state) == ("Temperature", "Examination", "clinician", "blank")
    skipped = assessed({"pain.present": False}).line("pain.sites")
    assert (skipped.said, skipped.state, skipped.answer) == ("Not applicable", "na", "na")


@pytest.mark.parametrize(
    ("answers", "pain"),
    [
        ({"peg.p": 0, "peg.e": 0, "peg.g": 0}, 0),
        ({"peg.p": 1, "peg.e": 0, "peg.g": 0}, 1),
        ({"peg.p": 4, "peg.e": 4, "peg.g": 4}, 2),
        ({"peg.p": 7, "peg.e": 7, "peg.g": 6}, 2),
        ({"peg.p": 7, "peg.e": 7, "peg.g": 7}, 3),
        ({"peg.p": 5, "pain.nrs_avg": 5}, None),
        ({"pain.nrs_avg": 7}, 3),
        ({"pain.nrs_avg": 3, "peg.p": 9, "peg.e": 9, "peg.g": 9} | PROXY, 1),
        ({"pain.nrs_avg": "unknown"}, None),
        ({}, None),
        ({"pain.present": False}, 0),
        ({"pain.present": False} | PROXY, 0),
    ],
)
def test_pain_burden(answers: Document, pain: int | None) -> None:
    assert assessed(answers).combined.pain == pain


def test_the_combined_level_has_words_and_a_review() -> None:
    decided = assessed(NOTHING_POSITIVE).combined
    assert (decided.level, decided.text) == ("C0", "Neither pain score nor mood score is high")
    assert decided.review == "As usual."
    open_ = assessed({"pt.age_years": 30}).combined
    assert (open_.level, open_.text, open_.review) == (None, "Cannot be decided from the answers given", "")
    assert assessed({}).combined.text == "Not worked out while the age is missing"
    assert assessed({"pt.age_years": 17}).combined.text == "Not worked out under 18"


def test_a_combined_rule_says_why_or_what_is_missing() -> None:
    chronic_low_mood = NOTHING_POSITIVE | {"phq.q1": 3, "phq.q2": 3, "phq.q3": 3, "phq.q4": 3}
    found = next(rule for rule in assessed(chronic_low_mood).combined.rules if rule.id == "CB01")
    assert [line.question for line in found.because] == ["pain.duration_days", "score.phq9"]
    assert (found.because[1].said, found.because[1].answer) == ("12", [12, 12])
    assert found.missing == ()
    without_two = {key: value for key, value in chronic_low_mood.items() if key not in ("phq.q2", "phq.q4")}
    open_ = next(rule for rule in assessed(without_two).combined.undecided if rule.id == "CB01")
    assert [line.question for line in open_.missing] == ["phq.q2", "phq.q4"]
    assert open_.because == ()


def test_flags_are_sorted_by_urgency_and_by_who_can_settle_them() -> None:
    result = assessed(EXAMPLES["EMPTY"]["answers"] | {"sx.cold_leg": "one_leg_new", "sx.stroke_signs": True})
    assert [flag.id for flag in result.present] == ["RF30", "RF01b"]
    for flags in (result.open_to_anyone, result.open_to_clinician):
        assert flags
        assert [flag.tier for flag in flags] == sorted(flag.tier for flag in flags)
    assert {flag.waits_for for flag in result.open_to_clinician} == {"clinician"}


def test_a_step_waits_where_an_emergency_comes_first() -> None:
    calm = {step.id: step.later for step in assessed(NOTHING_POSITIVE).steps}
    emergency = {step.id: step.later for step in assessed(NOTHING_POSITIVE | {"sx.stroke_signs": True}).steps}
    assert not any(calm.values())
    assert (emergency["H09"], emergency["E01"]) == (True, False)


def test_a_source_carries_its_mark() -> None:
    assert assessed(NOTHING_POSITIVE).source("K-MSK").mark == "K"


@pytest.mark.parametrize(
    ("changes", "call"),
    [
        ({}, ""),
        ({"sx.cold_leg": "one_leg_new"}, ""),
        ({"phq.q9": 1}, SAFETY),
        ({"phq.q9": None, "phq.q1": 3}, SAFETY),
        ({"sx.stroke_signs": True, "phq.q9": 1}, EMERGENCY),
    ],
)
def test_whom_the_front_desk_calls(changes: Document, call: str) -> None:
    assert call_for(assessed(NOTHING_POSITIVE | changes)) == call


# Small print of the core


def test_an_answered_question_has_nothing_open() -> None:
    assert list(case_of({"sx.urine_dark": False}).open_parts(sx.urine_dark)) == []


def test_an_answer_behind_a_closed_gate_is_kept_and_named() -> None:
    case = case_of({"pain.present": False, "pain.night": "declined", "pain.sites": ["calf_L"], "hx.pad": True})
    assert [question.id for question in case.closed_answers()] == ["pain.sites", "pain.night"]
    assert case.stored(QUESTIONS["pain.sites"]) == ("calf_L",)


def test_a_fact_is_worked_out_once_a_case() -> None:
    case = case_of({"pt.age_years": 30})
    assert adult.truth(case) is True
    assert case.truths[adult] is True
    case.truths[adult] = None
    assert adult.truth(case) is None


def test_a_kind_of_question_has_to_say_what_it_allows() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Question("What?")  # type: ignore[abstract]


def test_conditions_name_all_questions_they_are_made_of() -> None:
    condition = at_least_of(1, sure(yes(sx.urine_dark)), ~adult)
    assert {question.id for question in condition.questions()} == {"sx.urine_dark", "pt.age_years"}
    assert set(QUESTIONS) >= {"sx.urine_dark", "pt.age_years"}
