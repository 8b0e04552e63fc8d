"""How long safety alerts waited until a clinician acknowledged them: as many queries, whatever there is."""

from __future__ import annotations

import datetime
from itertools import pairwise

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q

from intake.models import Alert, ClinicProfile
from intake.templatetags.alerts import lasted
from intake.views.service_view.figure import BarChart, Figure, bar
from intake.views.service_view.periods import ALL_PERIODS, Period
from intake.views.service_view.small_numbers import LEAST, alone, is_small, parts_of

_LONGER = (30, 60, 240)
"""Minutes, beside the clinic's own limit."""
_WAIT = ExpressionWrapper(F("acknowledged_at") - F("raised_at"), output_field=DurationField())


def alert_waits(period: Period) -> Figure:
    minutes = ClinicProfile.load().alert_minutes
    limits = sorted({minutes, *_LONGER})
    numbers = _numbers(period, limits)
    shorter = [_numbers(each, limits) for each in ALL_PERIODS if each.weeks < period.weeks]
    few_more = {
        place for place, number in enumerate(numbers) for each in shorter if is_small(number - each[place])
    }  # known by the difference to a shorter period, whose numbers are told, too
    names = (
        *_spans(limits),
        f"Later than {_said(limits[-1])}",
        "Closed by itself: the answer came",
        "Still open",
    )
    shown = parts_of(numbers, few_more)
    total, acknowledged = sum(numbers), sum(numbers[:-2])
    is_told = not any(is_small(total - sum(each)) for each in shorter)
    notes = [f"{alone(total).text} alerts."] if is_told else []
    if acknowledged >= LEAST:
        median = lasted(_median(period, acknowledged))
        notes.append(f"Half of those acknowledged were acknowledged within {median}.")
    return Figure(
        "alerts",
        "From alert to acknowledgement",
        f"Safety alerts raised in the period, each in one group. The clinic's limit is {minutes} min.",
        ("Acknowledged", "Alerts"),
        [(name, told.text) for name, told in zip(names, shown, strict=True)],
        BarChart([bar(name, told) for name, told in zip(names, shown, strict=True)]),
        (" ".join(notes),) if notes else (),
    )


def _numbers(period: Period, limits: list[int]) -> list[int]:
    """How many came in each span, later, by themselves and not yet: one query."""
    number = Alert.objects.filter(raised_at__gte=period.begins).aggregate(
        all=Count("pk"),
        acknowledged=Count("acknowledged_at"),
        settled=Count("pk", filter=Q(acknowledged_at=None) & ~Q(settled_at=None)),
        **{
            f"within_{limit}": Count("pk", filter=Q(acknowledged_at__lte=F("raised_at") + _minutes(limit)))
            for limit in limits
        },
    )
    within = [number[f"within_{limit}"] for limit in limits]
    return [
        *_apart(within),
        number["acknowledged"] - within[-1],
        number["settled"],
        number["all"] - number["acknowledged"] - number["settled"],
    ]


def _spans(limits: list[int]) -> list[str]:
    later = [f"{_said(begins)} to {_said(ends)}" for begins, ends in pairwise(limits)]
    return [f"Within {_said(limits[0])}", *later]


def _said(minutes: int) -> str:
    return f"{minutes} min" if minutes % 60 else f"{minutes // 60} h"


def _minutes(limit: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=limit)


def _apart(within: list[int]) -> list[int]:
    """How many came in each span, from how many came by its end."""
    return [count - before for before, count in zip([0, *within], within, strict=False)]


def _median(period: Period, acknowledged: int) -> datetime.timedelta:
    alerts = Alert.objects.filter(raised_at__gte=period.begins, acknowledged_at__isnull=False)
    waits = alerts.annotate(wait=_WAIT).order_by("wait").values_list("wait", flat=True)
    middle: datetime.timedelta = waits[(acknowledged - 1) // 2]
    return middle
