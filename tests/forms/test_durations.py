"""Durations as people say them: each is read as ``durations.csv`` says, or asked back; others of the kind likewise."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import strategies as st

from intake.forms.durations import NOT_KNOWN, NotUnderstoodError, Reading, understood
from intake.forms.durations.choices import prompt
from tests.lanes import invented

TODAY = datetime.date(2026, 11, 29)
"""A Sunday: the day of reference of the file."""
COUNTRIES = {"us": "US", "au": "AU", "eu": "EU"}
with (Path(__file__).parent / "durations.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def country_of(note: str) -> str:
    """A reading at a clinic in the United Kingdom, unless the note says where."""
    return next((COUNTRIES[part] for part in note.split("; ") if part in COUNTRIES), "GB")


def read(phrase: str, country: str = "GB", **how: object) -> Reading:
    return understood(phrase, TODAY, country=country, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", ROWS, ids=[row["phrase"] for row in ROWS])
def test_every_row_of_the_file_is_read_as_it_says(row: dict[str, str]) -> None:
    country = country_of(row["note"])
    reading = read(row["phrase"], country)
    days = ["" if end is None else str(end) for end in (reading.low, reading.high)]
    assert (reading.said, *days, " | ".join(reading.choices)) == (
        row["reads_as"],
        row["low_days"],
        row["high_days"],
        row["asks_back"],
    )
    if reading.choices:
        assert reading.days is None
    else:
        assert reading.low is not None
        assert reading.high is not None
        assert reading.days is not None
        assert reading.low <= reading.days <= reading.high
    for choice in reading.choices:
        # Each button is an answer, or says what to type.
        assert prompt(choice) if choice.endswith("?") else choice == NOT_KNOWN or read(choice, country).days is not None


def test_the_whole_file_is_read() -> None:
    assert len(ROWS) == 232


USED = {
    "2-3 weeks": 14,
    "over 6 months": 181,
    "about 6 months": 180,
    "nearly 3 months": 89,
    "summer 2024": 820,
    "since 2019": 2525,
    "2 and a half weeks": 17,
    "less than 6 weeks": 0,
}


@pytest.mark.parametrize(("phrase", "days"), USED.items())
def test_rules_use_the_amount_as_said_of_a_range_the_shorter_end_of_a_span_the_latest_day(
    phrase: str, days: int
) -> None:
    assert read(phrase).days == days


OF_THE_KIND = {
    "three weeks ago": ("3 weeks", 21),
    "for the last month": ("1 month", 30),
    "since about 3 weeks": ("about 3 weeks", 21),
    "6ish weeks": ("about 6 weeks", 42),
    "10 or so days": ("about 10 days", 10),
    "1,500 days": ("1,500 days", 1500),
    "quarter of a year": ("3 months", 91),
    "6 weeks to 2 months": ("6 weeks to 2 months", 42),
    "9/52": ("9 weeks", 63),
    "~2/7": ("about 2 days", 2),
    "2 wks on and off": ("2 weeks, comes and goes", 14),
    "the 31st": ("since 31 October 2026", 29),
    "sat 14 nov": ("since 14 November 2026", 15),
    "12.1.26": ("since 12 January 2026", 321),
    "3/98": ("since March 1998", 10470),
    "Monday last week": ("since Monday 16 November 2026", 13),
    "beginning of October": ("since the start of October 2026", 53),
    "June last year": ("since June 2025", 517),
    "late last year": ("since late 2025", 333),
    "the 90s": ("since the 1990s", 9830),
    "last Easter": ("since Easter, 5 April 2026", 238),
    "Good Friday": ("since 3 April 2026", 240),
    "Christmas 2024": ("since Christmas, 25 December 2024", 704),
    "Father's Day": ("since 21 June 2026", 161),
}


@pytest.mark.parametrize(("phrase", "said", "days"), [(phrase, *told) for phrase, told in OF_THE_KIND.items()])
def test_others_of_the_kind_are_read_likewise(phrase: str, said: str, days: int) -> None:
    reading = read(phrase)
    assert (reading.said, reading.days) == (said, days)


ASKED = {
    "2.5": "2 and a half weeks or months?",
    "21/7": "21 days or 21 July 2026?",
    "since Sunday": "today or last Sunday?",
    "last spring": "spring 2026 or spring 2025?",
    "winter 2024": "winter 2023 to 2024 or winter 2024 to 2025?",
    "October 15": "October 2015 or 15 October 2026?",
    "12/1/26": "12 January 2026 or 1 December 2025?",
    "1900": "in 1900, or 1,900 days?",
    "2100": "a year to come, or 2,100 days?",
    "since I started running": "since I started running",
    "weeks and weeks": "weeks, number not said",
}


@pytest.mark.parametrize(("phrase", "said"), ASKED.items())
def test_what_may_be_several_things_is_asked_back(phrase: str, said: str) -> None:
    reading = read(phrase)
    assert reading.said == said
    assert len(reading.choices) >= 1
    assert reading.days is None


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        " ",
        "x",
        "-3 weeks",
        "mayo",
        "3 lots",
        "in 2 weeks",
        "99999 years",
        "32/01/2026",
        "00/00/0000",
        "March 2027",
        "since 2027",
        "3 weeks " * 20,
        "\N{ARABIC-INDIC DIGIT THREE} weeks",
    ],
)
def test_what_says_no_duration_is_not_understood(phrase: str) -> None:
    with pytest.raises(NotUnderstoodError, match="please say it as"):
        read(phrase)


def test_where_a_question_asks_for_days_a_bare_number_is_days_but_never_a_year() -> None:
    assert read("5", bare_days=True).days == 5
    assert read("6-8", bare_days=True).said == "6 to 8 days"
    assert read("2026", bare_days=True).choices == ("some time in 2026", "2,026 days")


def test_by_country() -> None:
    # By phrase and country, how it is read: see the notes of the file.
    assert read("last week", "US").said == "last week, 22 to 28 November 2026"
    assert read("the week before last", "US").said == "15 to 21 November 2026"
    assert read("3/12", "US").choices == ("3 months (shorthand)", "since 12 March 2026")
    assert read("24/12", "US").said == "24 months"
    assert read("6/52", "US").said == "6 weeks"
    assert read("03/04/2025", "US").choices == ("4 March 2025", "3 April 2025")
    assert read("summer 2024", "AU").choices == ("December 2023 to February 2024", "December 2024 to February 2025")
    assert len(read("this summer", "AU").choices) == 2
    assert read("since the spring", "AU").days == 0
    assert (read("last winter", "AU").low, read("last winter", "AU").high) == (90, 181)
    assert read("Mother's Day", "US").said == "since 10 May 2026"
    assert read("since the fall").choices == ("which day?", "which month?")


def test_by_birth_date() -> None:
    born = datetime.date(1970, 3, 1)
    age = (TODAY - born).days
    assert read("all my life", born=born).days == age
    childhood = read("since I was a child", born=born)
    assert (childhood.low, childhood.high) == (age - 12 * 365, age)
    twenties = read("since my twenties", born=born)
    assert (twenties.low, twenties.high) == (
        (TODAY - datetime.date(1999, 3, 1)).days,
        (TODAY - datetime.date(1990, 3, 1)).days,
    )
    assert read("since my last birthday", born=born).days == (TODAY - datetime.date(2026, 3, 1)).days


_MORE = ["0", "00", "31", "99", "1899", "/", "-", ".", ",", "½", ">", "<", "+", "'"]
_PIECES = sorted({piece for row in ROWS for piece in row["phrase"].split()} | {*_MORE})
_PHRASES = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5).map(" ".join) | st.text(max_size=30)
_DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 12, 31))


@invented(_PHRASES, _DAYS, st.sampled_from(["GB", "US", "AU", "EU", "CA"]), st.none() | _DAYS, few=150, many=20_000)
def test_no_text_ends_in_an_error_and_what_is_used_lies_within_what_is_meant(
    phrase: str, today: datetime.date, country: str, born: datetime.date | None
) -> None:
    try:
        reading = understood(phrase, today, country=country, born=born)
    except NotUnderstoodError:
        return
    if reading.choices:
        assert reading.days is None
    else:
        assert reading.low is not None
        assert reading.high is not None
        assert reading.days is not None
        assert 0 <= reading.low <= reading.days <= reading.high
