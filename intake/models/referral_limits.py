"""Until when each stage of a referral is to be done: the site's limits, a service's own, and when the clinic works."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models

from intake.clinical.telling import letter


class Urgency(models.TextChoices):
    """As letters have it, and in their words."""

    NOW = letter.NOW, letter.URGENCIES[letter.NOW]
    SAME_DAY = letter.SAME_DAY, letter.URGENCIES[letter.SAME_DAY]
    TWO_WEEKS = letter.TWO_WEEKS, letter.URGENCIES[letter.TWO_WEEKS]
    ROUTINE = letter.ROUTINE, letter.URGENCIES[letter.ROUTINE]


class Stage(StrEnum):
    SENT = "sent"
    """From the letter's beginning until it is sent."""
    TAKEN = "taken"
    """From sending until it is received or accepted."""
    SEEN = "seen"
    """From sending until the person is seen, or the date is known."""
    REPORT = "report"
    """From being seen until the report is back."""


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"


@dataclass(frozen=True)
class Limit:
    """``0 days`` is the end of the same day."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit.removesuffix('s')}"


Limits = Mapping[tuple[str, Stage], Limit]
"""By urgency and stage."""

DEFAULTS = """\
now: sent 1 hour
now: taken 1 hour
now: seen 0 days
now: report 1 working day
same_day: sent 4 hours
same_day: taken 0 days
same_day: seen 1 day
same_day: report 2 working days
two_weeks: sent 1 working day
two_weeks: taken 2 working days
two_weeks: seen 14 days
two_weeks: report 7 days
routine: sent 2 working days
routine: taken 7 days
routine: seen 28 days
routine: report 14 days"""
MOST = 999

_LINE = re.compile(r"(\w+)\s*:\s*(\w+)\s+(\d{1,4})\s*(hours?|days?|working days?)", re.IGNORECASE)


class LimitError(ValueError):
    """A line that cannot be read. The message quotes it and says what is allowed."""


def read_limits(text: str) -> dict[tuple[str, Stage], Limit]:
    """One limit a line, as ``routine: seen 42 days``. A later line about the same stage counts.

    Raises:
        LimitError: a line cannot be read.
    """
    return dict(_read(line.strip()) for line in text.splitlines() if line.strip())


def _read(line: str) -> tuple[tuple[str, Stage], Limit]:
    found = _LINE.fullmatch(line)
    urgency, stage = (found[1].lower(), found[2].lower()) if found else ("", "")
    if not found or urgency not in Urgency.values or stage not in set(Stage) or int(found[3]) > MOST:
        raise LimitError(
            f"“{line}” cannot be read. Write it as “routine: seen 42 days”: {', '.join(Urgency.values)}; "
            f"{', '.join(Stage)}; a number up to {MOST}; hours, days or working days."
        )
    unit = found[4].lower().removesuffix("s") + "s"
    return (urgency, Stage(stage)), Limit(int(found[3]), Unit(unit))


def check_limits(text: str) -> None:
    try:
        read_limits(text)
    except LimitError as error:
        raise ValidationError(str(error)) from error


@dataclass(frozen=True)
class WorkingDays:
    """When the clinic works."""

    weekdays: frozenset[int] = frozenset(range(5))
    """0 is Monday."""
    closed: frozenset[datetime.date] = frozenset()

    def works_on(self, day: datetime.date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed

    def after(self, day: datetime.date, working_days: int) -> datetime.date:
        """So many working days later; a year of closing days is passed over and no more."""
        for _ in range(366 + 7 * working_days):
            if working_days <= 0:
                break
            day += datetime.timedelta(days=1)
            working_days -= self.works_on(day)
        return day


def due(begun: datetime.datetime, limit: Limit, working: WorkingDays) -> datetime.datetime:
    """When the time is over: hours to the minute, days and working days to the end of the day.

    Args:
        begun: in the clinic's time zone, whose days are counted.
    """
    if limit.unit == Unit.HOURS:  # an hour is an hour in the night when clocks change, too
        return (begun.astimezone(datetime.UTC) + datetime.timedelta(hours=limit.amount)).astimezone(begun.tzinfo)
    if limit.unit == Unit.DAYS:
        day = begun.date() + datetime.timedelta(days=limit.amount)
    else:
        day = working.after(begun.date(), limit.amount)
    return datetime.datetime.combine(day, datetime.time(23, 59), begun.tzinfo)
