"""When somebody was born, where the day is not known: a month, a year, or about how old."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.db import models

OLDEST = 120
"""Years: an earlier birth date is a slip of the key."""
GIVE_OR_TAKE = 5
"""Years by which "about" may be wrong: an age that is guessed is told in fives and tens."""


class Precision(models.TextChoices):
    MONTH = "month", "Month known"
    YEAR = "year", "Year known"
    ABOUT = "about", "About"


@dataclass(frozen=True)
class Estimate:
    first: datetime.date
    """The earliest day on which they may have been born."""
    last: datetime.date
    precision: str

    @property
    def text(self) -> str:
        """``Apr 1956``, ``1956``, ``about 1956``: never a day."""
        if self.precision == Precision.MONTH:
            return f"{calendar.month_abbr[self.first.month]} {self.first.year}"
        middle = self.first + (self.last - self.first) / 2
        return f"about {middle.year}" if self.precision == Precision.ABOUT else f"{self.first.year}"

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)


def in_month(year: int, month: int) -> Estimate:
    """Raises ValueError where there is no such month."""
    last = calendar.monthrange(year, month)[1]
    return Estimate(datetime.date(year, month, 1), datetime.date(year, month, last), Precision.MONTH)


def in_year(year: int) -> Estimate:
    return Estimate(datetime.date(year, 1, 1), datetime.date(year, 12, 31), Precision.YEAR)


def about_year(year: int) -> Estimate:
    first, last = datetime.date(year - GIVE_OR_TAKE, 1, 1), datetime.date(year + GIVE_OR_TAKE, 12, 31)
    return Estimate(first, last, Precision.ABOUT)


def about_age(age: int, today: datetime.date) -> Estimate:
    """``about_age(70, today)``: 65 to 75 years old today."""
    youngest, oldest = max(0, age - GIVE_OR_TAKE), min(OLDEST, age + GIVE_OR_TAKE)
    first = _years_before(today, oldest + 1) + datetime.timedelta(days=1)
    return Estimate(first, _years_before(today, youngest), Precision.ABOUT)


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)
