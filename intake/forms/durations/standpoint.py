"""From where somebody looks back, and what a phrase comes to from there."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace
from typing import NoReturn

Date = datetime.date
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 36500
"""In days: more than anybody lives."""


class NotUnderstoodError(ValueError):
    """It can be read in no way."""


def refuse(why: str = "please say it as “3 weeks”, “2 to 3 months”, “since March” or “20 Sep 2026”") -> NoReturn:
    raise NotUnderstoodError(why)


@dataclass(frozen=True)
class Reading:
    """How a phrase is read. While ``choices`` are asked back, nothing of it counts."""

    said: str
    """As it is shown back: "2 to 3 weeks", "since summer 2024"."""
    low: int | None = None
    """In days, the least that it can mean; none where nothing is known until it is asked back."""
    high: int | None = None
    choices: tuple[str, ...] = ()
    """Each can be read itself, but for one that ends in a question mark: that asks for a number or a date."""
    as_said: int | None = None
    """In days, what was said, where that is not the least: of "about 6 months" 180."""

    @property
    def days(self) -> int | None:
        """What the rules use: the amount as said; of a range the shorter end; of a span its latest day."""
        if self.choices or self.low is None or self.high is None:
            return None
        return self.low if self.as_said is None else min(max(self.as_said, self.low), self.high)

    def also(self, more: str) -> Reading:
        """The same with a remark that no rule looks at."""
        choices = tuple(choice if choice.endswith("?") else f"{choice}{more}" for choice in self.choices)
        said = self.said if choices else f"{self.said.removesuffix(', number not said')}{more}"
        return replace(self, said=said, choices=choices)


@dataclass(frozen=True)
class Standpoint:
    today: Date
    """The day of the assessment."""
    country: str = "GB"
    """Of the clinic, as ISO has it, or EU: which way round a date is, when summer is, which holidays there are."""
    born: Date | None = None
    bare_days: bool = False
    """The question asks for a number of days: a number without a unit is one."""

    @property
    def is_us(self) -> bool:
        return self.country in ("US", "CA")

    @property
    def is_southern(self) -> bool:
        return self.country in ("AU", "NZ")

    def ago(self, day: Date) -> int:
        return max(0, (self.today - day).days)

    def span(self, said: str, first: Date, last: Date) -> Reading:
        """Some time from the first day to the last, which may not have come yet."""
        return Reading(said, self.ago(last), self.ago(first))

    def since(self, day: Date, said: str = "") -> Reading:
        return self.span(said or f"since {date_text(day)}", day, day)

    def asked(self, said: str, *readings: tuple[str, Reading]) -> Reading:
        """What can be read in several ways: each by its words. The whole span stays open until it is answered."""
        lows = [reading.low for _, reading in readings if reading.low is not None]
        highs = [reading.high for _, reading in readings if reading.high is not None]
        choices = tuple(words for words, _ in readings)
        return Reading(said, min(lows, default=None), max(highs, default=None), choices)


def date_text(day: Date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_text(day: Date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {date_text(day)}"


def days_text(first: Date, last: Date) -> str:
    """``16 to 22 November 2026``, with what differs on either side."""
    start = [str(first.day), MONTHS[first.month - 1], str(first.year)]
    if first.year == last.year:
        start.pop()
        if first.month == last.month:
            start.pop()
    return f"{' '.join(start)} to {date_text(last)}"


def months_text(first: Date, last: Date) -> str:
    """``December 2025 to January 2026``."""
    year = f" {first.year}" if first.year != last.year else ""
    return f"{MONTHS[first.month - 1]}{year} to {MONTHS[last.month - 1]} {last.year}"


def real_date(year: int, month: int, day: int) -> Date | None:
    """None where there is no such day."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def end_of_month(year: int, month: int) -> Date:
    return Date(year, month, calendar.monthrange(year, month)[1])


def years_later(day: Date, years: int) -> Date:
    """The same day so many years later, or earlier; of 29 February the 28th, where there is none."""
    return real_date(day.year + years, day.month, day.day) or Date(day.year + years, 2, 28)


def whole_year(text: str, today: Date) -> int | None:
    """A year of four figures, or of two: "98" is 1998. None where it lies in the future."""
    year = int(text)
    if len(text) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    return year if 1900 <= year <= today.year else None
