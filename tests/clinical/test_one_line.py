"""The case in one line: as a clinician would hand it over, short, and with nothing in it that may not be shared."""

from __future__ import annotations

import random
import re

import pytest

from intake.clinical.language.condition import RuleError
from intake.clinical.language.conditions import yes
from intake.clinical.rules.confidential import KEPT, LABEL
from intake.clinical.rules.one_line import CLAUSES, MOST_WORDS
from intake.clinical.rules.one_line.clause import ROOM, Run, where
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.mood import mh
from tests.clinical.cases import DAILY, EXAMPLES, Document, assessed
from tests.lanes import sweep

CLAUDICATION = EXAMPLES["V04"]["answers"] | {"pain.walk_distance_m": 200}

LINES: list[tuple[str, Document, str]] = [
    (
        "the example of the issue",
        CLAUDICATION,
        (
            "68 M. Right calf cramp on walking for 8 months, gone within 10 minutes of standing; average 5/10; "
            "walks 200 m. Smokes; heart disease or stroke; takes a statin, an antiplatelet. Item 9: not at all. "
            "PHQ-9 11 (moderate band)."
        ),
    ),
    (
        "item 9 contradicted",
        EXAMPLES["V13"]["answers"],
        (
            "63 M. Left calf cramp on walking for about 7 months, gone within 10 minutes of standing, starts at rest "
            "too; average 7/10. Item 9: not at all. But: thoughts of killing yourself in the past week: yes. "
            "PHQ-9 15 (moderately severe band)."
        ),
    ),
    (
        "plans",
        EXAMPLES["V10"]["answers"],
        (
            "45 M. Low back ache for about 2 years, from back to thigh; average 8/10. "
            "Takes an opioid, a benzodiazepine or Z-drug. Item 9: more than half the days. "
            "Also: thoughts of killing yourself right now: yes; and 6 more. PHQ-9 22 (severe band)."
        ),
    ),
    (
        "by proxy: no band, no total",
        EXAMPLES["PROXY"]["answers"],
        (
            "45 M, by proxy. Low back ache for about 2 years; average 8/10. Takes an opioid, a benzodiazepine or "
            "Z-drug. Item 9: more than half the days. Also: thoughts of killing yourself right now: yes; and 6 more. "
            "PHQ-9 by proxy, not scored."
        ),
    ),
    (
        "under 18: no band",
        EXAMPLES["V14"]["answers"],
        (
            "13 M. Left anterior knee ache on weight-bearing for 3 weeks, also left anterior thigh; average 5/10; "
            "walks with pain. Item 9: not at all. PHQ-9 6 (no band under 18)."
        ),
    ),
    (
        "under 12: not asked about mood",
        EXAMPLES["DANGER-D16b"]["answers"],
        (
            "6 F, by proxy. Right groin pain for 1 day; average 7/10; cannot stand on the leg. Fever. "
            "Mood not asked at this age."
        ),
    ),
    ("nothing answered", {}, "Age missing, sex not stated. Mood not asked."),
    (
        "age missing",
        EXAMPLES["AGE-MISSING"]["answers"],
        (
            "Age missing, F. Right posterior thigh pain for 4 months; average 3/10. Item 9: not at all. "
            "PHQ-9 10 (no band: age missing)."
        ),
    ),
    (
        "some of the questionnaire open",
        EXAMPLES["V12"]["answers"],
        (
            "49 F. Shooting right calf pain for 20 days, from back to below knee, also low back; average 6/10. "
            "Item 9: not answered. PHQ-9 11 to 20 (band not decided)."
        ),
    ),
    (
        "mood declined",
        EXAMPLES["V15"]["answers"],
        (
            "56 F. Left anterior knee ache on stairs and moving the joint for about 2 years; average 8/10; "
            "sleep broken 4 nights a week. Item 9: chose not to answer. PHQ-9 not answered."
        ),
    ),
    (
        "no pain; a foot at danger",
        EXAMPLES["MISS-08"]["answers"],
        (
            "60 M. No back, hip or leg pain in the last 7 days. One-sided ankle/foot swelling, both feet numb. "
            "Diabetes. Mood not asked."
        ),
    ),
    (
        "medicines that do harm together",
        EXAMPLES["DANGER-D13"]["answers"],
        (
            "68 F. Bilateral anterior knee ache on stairs for about 17 months; average 5/10. Newly unsteady, shaking, "
            "unsteady or slurred, diarrhoea, vomiting. Bipolar disorder; kidney disease; and more; takes lithium, "
            "an NSAID, a diuretic. Item 9: not at all. PHQ-9 9 (mild band)."
        ),
    ),
    (
        "a fall",
        EXAMPLES["V05"]["answers"],
        (
            "79 F. Sharp left groin pain on weight-bearing and moving the joint for 1 day, sudden onset, after a fall; "
            "average 9/10; cannot stand on the leg. Osteoporosis. Item 9: not at all. PHQ-9 5 (mild band)."
        ),
    ),
    (
        "what was measured, where it is out of range",
        EXAMPLES["MISS-03"]["answers"],
        "70 M. Examined: heart rate 125, breathing 23, systolic 98, SpO2 93%. Mood not asked.",
    ),
    (
        "vital signs of somebody whose age is missing: as of an adult",
        {"ex.hr": 125, "ex.spo2": 82},
        "Age missing, sex not stated. Examined: heart rate 125, SpO2 82%. Mood not asked.",
    ),
    (
        "normal vital signs beside a child's fast heart",
        {"pt.age_years": 4, "ex.hr": 150, "ex.rr": 39, "ex.temp_c": 37, "ex.sbp": 100, "ex.spo2": 99},
        "4, sex not stated. Examined: heart rate 150, breathing 39. Mood not asked at this age.",
    ),
    (
        "pregnant",
        EXAMPLES["MISS2-D26"]["answers"],
        (
            "31 F, pregnant. Bilateral calf pain for 1 week; average 3/10. Bilateral calf and ankle/foot swelling; "
            "examined: systolic 168. Item 9: not at all. PHQ-9 5 (mild band)."
        ),
    ),
]


@pytest.mark.parametrize(("answers", "line"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_line_in_full(answers: Document, line: str) -> None:
    assert assessed(answers).one_line == line


BANNED = re.compile(
    r"den(y|ies|ied)|no red flags|(high|medium|low)(er)? suicid|most likely|diagnos|"
    r"safeguard|unsafe at home|dependant|\bNone\b|  | [,;.]|;\.|,\.|\.\.",
    re.IGNORECASE,
)


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_every_worked_case_is_told_shortly_and_in_its_words(example: Document) -> None:
    result = assessed(example["answers"])
    line = result.one_line
    assert len(line.split()) <= MOST_WORDS
    assert not BANNED.search(line)
    assert "%" not in re.sub(r"SpO2 [0-9]+%", "", line)
    assert not re.search(r"[a-z]_[a-z]|\{|\}", line)
    assert line.endswith(".")
    if "PHQ-9" in line:
        assert line.index("tem 9:") < line.index("PHQ-9")
    assert ("Item 9: " in line) is not ("Mood not asked" in line)
    assert (result.item9.conflict != "") is ("But: " in line)
    if result.scope != "adult" or result.by_proxy:
        assert not re.search(r"(minimal|mild|moderate|severe) band", line)
    assert LABEL not in line
    assert result.shared().one_line == line


CHOICES = {
    question: [offered.answer for offered in question.choices_offered] or [question.minimum, question.maximum]  # type: ignore[attr-defined]
    for question in QUESTIONS.values()
    if question.choices_offered or question.is_number
}


def anybody(seed: int) -> Document:
    """Somebody with many answers at random, as many of them positive as chance gives."""
    chance = random.Random(seed)  # noqa: S311 (the same people every time)
    answers: Document = {}
    for question, choices in CHOICES.items():
        if chance.random() < 0.8:
            some = chance.sample(choices, chance.randint(1, len(choices)))
            answers[question.id] = some if question.several else some[0]
    return answers


@pytest.mark.parametrize("seed", range(80))
def test_no_answers_make_it_too_long_or_leave_out_what_must_be_said(seed: int) -> None:
    """However much is wrong with somebody: who it is, item 9 and what contradicts it stand in the line."""
    answers = anybody(seed)
    result = assessed(answers)
    line = result.one_line
    assert len(line.split()) <= MOST_WORDS
    assert line.startswith(
        str(answers["pt.age_years"]) if answers.get("pt.age_years") else ("Age missing", "Under 1 year")
    )
    assert "Item 9: " in line or "Mood not asked" in line
    assert ("But: " in line) is (result.item9.conflict != "")


def test_everything_wrong_at_once_still_fits() -> None:
    answers: Document = {
        question.id: [offered.answer for offered in question.choices_offered if offered.answer != "none"]
        if question.several
        else question.choices_offered[0].answer
        for question in QUESTIONS.values()
        if question.choices_offered
    }
    line = assessed(answers | {"phq.q9": 0, "pt.age_years": 34, "ctx.respondent": "proxy"}).one_line
    assert len(line.split()) <= MOST_WORDS
    assert line.startswith("34 F, by proxy, pregnant." if answers["pt.pregnancy"] == "pregnant" else "34 F, by proxy.")
    assert "Item 9: not at all. But: thoughts of killing yourself right now: yes; and 8 more." in line


def test_no_clause_may_look_at_what_is_kept_apart() -> None:
    assert KEPT
    for clause in CLAUSES:
        assert clause.opened_by.isdisjoint(question.id for question in KEPT)
    with pytest.raises(RuleError, match=r"may not look at mh\.unsafe_at_home"):
        where(Run("mind"), ROOM, yes(mh.unsafe_at_home), "unsafe at home")


def test_a_confidential_answer_changes_nothing() -> None:
    answers = EXAMPLES["V31"]["answers"]
    assert assessed(answers)
    without = {id_: answer for id_, answer in answers.items() if id_ not in {question.id for question in KEPT}}
    assert assessed(answers).one_line == assessed(without).one_line
