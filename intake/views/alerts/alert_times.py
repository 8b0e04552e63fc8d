"""How long alerts waited to be acknowledged, over the last weeks: counted and put in order by the database."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from intake.models import Alert

DAYS = (30, 90)
_ALL = ""
"""In the place of a flag."""


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
    return [_period(days, minutes) for days in DAYS]


def _period(days: int, minutes: int) -> Period:
    raised = Alert.objects.filter(raised_at__gte=timezone.now() - datetime.timedelta(days=days)).order_by()
    waits = _waits(raised)
    counted = list(_counted(raised, minutes))
    titles = {flag: title for flag, title, _, _ in sorted(counted, key=lambda row: row[2])}
    by_flag: dict[str, Counter[str]] = defaultdict(Counter)
    for flag, _, _, numbers in counted:
        by_flag[flag].update(numbers)
    total: Counter[str] = sum(by_flag.values(), Counter())
    rows = [_waited(titles[flag], by_flag[flag], waits[flag]) for flag in sorted(by_flag)]
    return Period(days, _waited("All alerts", total, waits[_ALL]), rows)


def _counted(raised: QuerySet[Alert], minutes: int) -> Iterator[tuple[str, str, tuple[Any, int], dict[str, int]]]:
    """By flag and title: what was raised last, and how many there are of each kind. One query.

    Where the rules have renamed a flag, its newest title is shown.
    """
    limit = F("raised_at") + datetime.timedelta(minutes=minutes)
    rows = raised.values("flag", "title").annotate(
        newest=Max("raised_at"),
        newest_pk=Max("pk"),
        raised=Count("pk"),
        acknowledged=Count("acknowledged_at"),
        settled=Count("settled_at"),
        still_open=Count("pk", filter=Alert.OPEN),
        in_time=Count("pk", filter=Q(acknowledged_at__lte=limit)),
    )
    for row in rows:
        flag, title = row.pop("flag"), row.pop("title")
        yield flag, title, (row.pop("newest"), row.pop("newest_pk")), row


def _waits(raised: QuerySet[Alert]) -> dict[str, dict[int, datetime.timedelta]]:
    """By flag, and of all: by place from 1 on, the waits that are reported. One query.

    The database numbers the waits in their order; those in the middle, at nine of ten and the last are taken.
    """
    acknowledged = raised.filter(acknowledged_at__isnull=False)
    wait = ExpressionWrapper(F("acknowledged_at") - F("raised_at"), output_field=DurationField())
    rows = (
        acknowledged.annotate(wait=wait)
        .annotate(
            place=Window(RowNumber(), partition_by=F("flag"), order_by=["wait", "pk"]),
            of=Window(Count("pk"), partition_by=F("flag")),
            place_of_all=Window(RowNumber(), order_by=["wait", "pk"]),
            of_all=Window(Count("pk")),
        )
        .filter(_reported("place", "of") | _reported("place_of_all", "of_all"))
        .values_list("flag", "wait", "place", "place_of_all")
    )
    found: dict[str, dict[int, datetime.timedelta]] = defaultdict(dict)
    for flag, took, place, place_of_all in rows:
        found[flag][place] = found[_ALL][place_of_all] = took
    return found


def _reported(place: str, of: str) -> Q:
    number = F(of)
    places: list[Any] = [(number + 1) / 2, number / 2 + 1, (number * 9 + 9) / 10, number]
    # One by one: Django 5.2 loses all but the last of several window expressions in one list.
    return reduce(or_, (Q(**{place: each}) for each in places))


def _waited(label: str, numbers: Mapping[str, int], waits: Mapping[int, datetime.timedelta]) -> Waited:
    of = numbers["acknowledged"]
    return Waited(
        label=label,
        raised=numbers["raised"],
        acknowledged=of,
        settled=numbers["settled"],
        still_open=numbers["still_open"],
        in_time=numbers["in_time"],
        median=(waits[(of + 1) // 2] + waits[of // 2 + 1]) / 2 if of else None,
        most=waits[(9 * of + 9) // 10] if of else None,
        longest=waits[of] if of else None,
    )
