"""Durations as people say them: each is one number of days, or is asked again."""

from __future__ import annotations

import datetime

import pytest

from intake.forms.durations import NotUnderstoodError, understood

TODAY = datetime.date(2026, 11, 22)
"""A Sunday."""

CLEAR = {
    "10": 10,
    "0": 0,
    "3 weeks": 21,
    "3weeks": 21,
    "3 wks": 21,
    "three weeks ago": 21,
    "for 6 weeks": 42,
    "about 2 years": 730,
    "8 mo": 240,
    "8m": 240,
    "a month": 30,
    "a fortnight": 14,
    "a couple of weeks": 14,
    "half a year": 182,
    "half year": 182,
    "½ a year": 182,
    "1½ years": 547,
    "1.5 years": 547,
    "1,5 years": 547,
    "2 1/2 years": 912,
    "a year and a half": 547,
    "two and a half weeks": 17,
    "1 year 2 months": 425,
    "1 year and 2 months": 425,
    "10 years, 3 months": 3740,
    "over 3 months": 90,
    "since about 3 weeks": 21,
    "the last 3 months": 90,
    "36 hours": 1,
    "3 hours": 0,
    "63 days": 63,
    "1 day": 1,
    "today": 0,
    "this morning": 0,
    "yesterday": 1,
    "since yesterday": 1,
    "the day before yesterday": 2,
    "since Monday": 6,
    "since March": 266,
    "March": 266,
    "in December": 356,
    "20 Sep 2026": 63,
    "20 September": 63,
    "Sep 20, 2026": 63,
    "since the 20th of September": 63,
    "20 Dec": 337,
    "2026-09-20": 63,
    "20/9/2026": 63,
    "20.09.2026": 63,
    "June 2025": 539,
    "since 2019": 2882,
    "  3   WEEKS. ": 21,
}

NOT_CLEAR = {
    "2-3 weeks": "two numbers are not clear",
    "2 to 3 weeks": "two numbers are not clear",
    "2 or 3 weeks": "two numbers are not clear",
    "two or three weeks": "two numbers are not clear",
    "2019": "may be a year",
    "since 2025": "the year is not enough",
    "since Sunday": "a day of the week is not clear",
    "last Monday": "a day of the week is not clear",
    "3/4/2026": "may be two dates",
    "30 Feb": "no such date",
    "March 2027": "after the date of this assessment",
    "23 Nov 2026": "after the date of this assessment",
    **dict.fromkeys(
        [
            "",
            "x",
            "weeks",
            "a few days",
            "a long time",
            "less than 6 weeks",
            "last week",
            "since last year",
            "3/12",
            "1,500 days",
            "-3 weeks",
            "mayo",
            "99999 years",
            "9999999 years",
            "unknown",
            "3 weeks" * 20,
            "\N{ARABIC-INDIC DIGIT THREE} weeks",
        ],
        "please say it as",
    ),
}


@pytest.mark.parametrize(("text", "days"), CLEAR.items())
def test_what_is_clear_is_so_many_days(text: str, days: int) -> None:
    assert understood(text, TODAY).days == days


@pytest.mark.parametrize(("text", "reason"), NOT_CLEAR.items())
def test_what_is_not_clear_is_asked_again(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstoodError, match=reason):
        understood(text, TODAY)


def test_it_is_shown_back_as_days_and_a_date() -> None:
    assert understood("9 weeks", TODAY).text == "63 days, since 20 Sep 2026"
    assert understood("yesterday", TODAY).text == "1 day, since 21 Nov 2026"


def test_what_is_shown_back_is_understood_the_same_again() -> None:
    for days in (0, 1, 63, 2019, 36500):
        said = understood(f"{days} days", TODAY).text
        assert understood(said.partition(",")[0], TODAY).days == days
