"""Whether the date of an assessment can be right, as far as answers alone tell."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from intake.clinical.language.answers import AnswerError
from intake.clinical.language.kinds import Control
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.working.dates import check_dates, years_between
from intake.exchange.contract import read_answers

LATEST = datetime.date(2026, 11, 30)
FIRST = ctx.encounter_date.earliest.isoformat()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ctx.encounter_date": "unknown"},
        {"ctx.encounter_date": "2026-11-30"},
        {"ctx.encounter_date": FIRST},
        {"ctx.encounter_date": FIRST, "pt.age_years": "declined"},
        {"ctx.encounter_date": "2026-11-30", "pt.age_years": 120},
        {"ctx.encounter_date": "2006-11-30", "pt.age_years": 100},
        {"pt.age_years": 120},
    ],
)
def test_possible(given: dict[str, Any]) -> None:
    check_dates(read_answers(given), LATEST)


@pytest.mark.parametrize(
    ("given", "question", "allowed"),
    [
        ({"ctx.encounter_date": "2026-12-01"}, "ctx.encounter_date", "a date from 1900-01-01 to 2026-11-30 is allowed"),
        ({"ctx.encounter_date": "1899-12-31"}, "ctx.encounter_date", "a date from 1900-01-01 to 2026-11-30 is allowed"),
        ({"ctx.encounter_date": "0202-03-04"}, "ctx.encounter_date", "a date from 1900-01-01 to 2026-11-30 is allowed"),
        (
            {"ctx.encounter_date": "2006-11-30", "pt.age_years": 101},
            "pt.age_years",
            "a whole number from 0 to 100 (years) is allowed for an assessment on 2006-11-30",
        ),
        (
            {"ctx.encounter_date": FIRST, "pt.age_years": 1},
            "pt.age_years",
            f"a whole number from 0 to 0 (years) is allowed for an assessment on {FIRST}",
        ),
    ],
)
def test_impossible(given: dict[str, Any], question: str, allowed: str) -> None:
    with pytest.raises(AnswerError) as refused:
        check_dates(read_answers(given), LATEST)
    assert (refused.value.question, refused.value.value) == (question, given[question])
    assert refused.value.reason == allowed


@pytest.mark.parametrize(
    ("answer", "asked"),
    [("2025-11-30", False), ("2025-11-29", True), ("2026-11-30", False), ("1900-01-01", True), ("2024-02-29", True)],
)
def test_over_a_year_ago_is_asked_back(answer: str, asked: bool) -> None:
    assert bool(ctx.encounter_date.asked_back(answer, LATEST)) is asked


def test_what_is_asked_back_says_how_long_ago_is_too_long() -> None:
    other = type(ctx.encounter_date)("When was that?", years_to_ask_back=2)
    assert other.asked_back("2020-01-01", LATEST) == "that is over 2 years ago. Is it right?"


def test_nothing_but_a_date_looks_at_the_clock() -> None:
    others = [question for question in QUESTIONS.values() if question.control is not Control.DATE]
    assert others
    for question in others:
        question.check_range("1526-01-01", LATEST)
        assert not question.asked_back(40, LATEST)


def test_a_date_without_a_usual_time_is_never_asked_back() -> None:
    other = type(ctx.encounter_date)("When was that?")
    assert other.asked_back("1900-01-01", LATEST) == ""


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [("2000-02-29", "2018-02-28", 17), ("2000-02-29", "2018-03-01", 18), ("2000-05-05", "2000-05-05", 0)],
)
def test_completed_years(earlier: str, later: str, years: int) -> None:
    assert years_between(*map(datetime.date.fromisoformat, (earlier, later))) == years


def test_no_question_but_the_assessments_date_needs_a_birth_date() -> None:
    """A second date would need a thought: may it lie before the birth, and is it asked back?"""
    assert [question.id for question in QUESTIONS.values() if question.kind == "date"] == [ctx.encounter_date.id]
