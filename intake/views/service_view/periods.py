"""How far back the service view looks: whole weeks, from a Monday on, with the week that is running."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

WEEK = datetime.timedelta(days=7)
PERIODS = {"4": "Last 4 weeks", "12": "Last 12 weeks", "52": "Last year"}
"""By the number of weeks."""
USUAL = "12"


@dataclass(frozen=True)
class Period:
    weeks: int

    @property
    def title(self) -> str:
        return PERIODS[str(self.weeks)]

    @property
    def until(self) -> datetime.date:
        return timezone.localdate()

    @property
    def mondays(self) -> list[datetime.date]:
        """The first day of each week, the latest last."""
        this = self.until - datetime.timedelta(days=self.until.weekday())
        return [this - back * WEEK for back in reversed(range(self.weeks))]

    @property
    def since(self) -> datetime.date:
        return self.mondays[0]

    @property
    def begins(self) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self.since, datetime.time()))


ALL_PERIODS = [Period(weeks) for weeks in sorted(map(int, PERIODS))]


def period_of(asked: str) -> Period:
    """What an address asks for; the usual one where it is no period."""
    return Period(int(asked if asked in PERIODS else USUAL))
