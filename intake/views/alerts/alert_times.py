"""How long alerts waited to be acknowledged, over the last weeks: worked out from one query."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from django.utils import timezone

from intake.models import Alert

DAYS = (30, 90)


class Waited(NamedTuple):
    label: str
    raised: int
    acknowledged: int
    settled: int
    """Closed by themselves: the answer they asked for came."""
    still_open: int
    in_time: int
    """Acknowledged within the clinic's limit."""
    median: datetime.timedelta | None
    most: datetime.timedelta | None
    """Nine of ten were acknowledged within this."""
    longest: datetime.timedelta | None


class Period(NamedTuple):
    days: int
    total: Waited
    by_flag: list[Waited]


def periods(minutes: int) -> list[Period]:
    now = timezone.now()
    since = now - datetime.timedelta(days=max(DAYS))
    fields = ("flag", "title", "raised_at", "acknowledged_at", "settled_at")
    alerts = list(Alert.objects.filter(raised_at__gte=since).only(*fields))
    return [_period(days, alerts, now, datetime.timedelta(minutes=minutes)) for days in DAYS]


def _period(days: int, alerts: list[Alert], now: datetime.datetime, limit: datetime.timedelta) -> Period:
    recent = [alert for alert in alerts if alert.raised_at >= now - datetime.timedelta(days=days)]
    # Its newest title, should the rules have renamed it.
    titles = {alert.flag: alert.title for alert in recent}
    by_flag = [
        _waited(title, (alert for alert in recent if alert.flag == flag), limit)
        for flag, title in sorted(titles.items())
    ]
    return Period(days, _waited("All alerts", recent, limit), by_flag)


def _waited(label: str, alerts: Iterable[Alert], limit: datetime.timedelta) -> Waited:
    chosen = list(alerts)
    waits = sorted(alert.acknowledged_at - alert.raised_at for alert in chosen if alert.acknowledged_at)
    return Waited(
        label=label,
        raised=len(chosen),
        acknowledged=len(waits),
        settled=sum(alert.settled_at is not None for alert in chosen),
        still_open=sum(alert.is_open for alert in chosen),
        in_time=sum(wait <= limit for wait in waits),
        median=datetime.timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None,
        most=waits[math.ceil(0.9 * len(waits)) - 1] if waits else None,
        longest=waits[-1] if waits else None,
    )
