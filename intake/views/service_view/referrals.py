"""Figures of the referrals that were first sent in a period, by service: how long each stage took, and what came of it.

Those entered in error do not count. Each figure is a fixed number of queries; medians are found by the database.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from intake.models import Referral, Service
from intake.models.referral_states import ReferralState
from intake.stored.referrals.measures import first, measures
from intake.views.service_view.figure import Bar, BarChart, Figure, Part
from intake.views.service_view.periods import ALL_PERIODS, Period
from intake.views.service_view.small_numbers import HELD_BACK, LEAST, Shown, alone, can_be_told, is_small, parts_of

S = ReferralState
ALL = "All services"
DAY = datetime.timedelta(days=1)
STAGES = (
    ("Sent to booked", "sent_at", "booked_at"),
    ("Booked to seen", "booked_at", "seen_at"),
    ("Seen to report", "seen_at", "reported_at"),
)
OUTCOMES = {
    "reported": "Report received",
    "closed": "Closed",
    "closed_on_time": "Closed on time",
    "answered": "Question answered",
    "partly_answered": "Answered partly",
    "not_answered": "Not answered",
    "declined": "Declined",
    "not_attended": "Not attended",
}
"""By the name in ``ServiceMeasures``, in the order shown."""


class Middle(NamedTuple):
    """The median time of a stage."""

    time: datetime.timedelta
    of: int


def _sent(period: Period) -> QuerySet[Referral]:
    sent = Referral.objects.exclude(state=S.ENTERED_IN_ERROR)
    return sent.filter(sent_at__gte=period.begins).order_by()


# How long it took


def referral_times(period: Period) -> Figure:
    """A query a stage."""
    middles = {label: dict(_middles(period, begins, ends)) for label, begins, ends in STAGES}
    names = sorted({name for by_name in middles.values() for name in by_name}, key=lambda name: (name != ALL, name))
    rows, bars = [], []
    for name in names:
        found = [middles[label].get(name) for label, _, _ in STAGES]
        told = [middle if middle and middle.of >= LEAST else None for middle in found]
        rows.append((name, *(_days(middle) for middle in told)))
        parts = tuple(Part(kind, middle.time / DAY) for kind, middle in enumerate(told) if middle)
        bars.append(Bar(name, ", ".join(_days(middle) for middle in told), parts))
    legend = tuple(label for label, _, _ in STAGES)
    return Figure(
        "referral-times",
        "From sent to booked to seen to report",
        "Of the referrals first sent in the period: the days within which half of them came to the next stage. A stage "
        f"that was passed over, or that fewer than {LEAST} came to, is not told.",
        ("Service", *(f"{label}, days" for label in legend)),
        rows,
        BarChart(bars, legend=legend) if bars else None,
    )


def _days(middle: Middle | None) -> str:
    return "–" if middle is None else f"{middle.time / DAY:.1f}".removesuffix(".0")


def _middles(period: Period, begins: str, ends: str) -> Iterator[tuple[str, Middle]]:
    """By the name of the service, and for all of them together.

    The database numbers the waits in their order; the one in the middle is taken.
    """
    waited = (
        _sent(period)
        .annotate(booked_at=first(S.BOOKED), reported_at=first(S.REPORT_BACK))
        .annotate(wait=ExpressionWrapper(F(ends) - F(begins), output_field=DurationField()))
        .filter(wait__gte=datetime.timedelta())
        .annotate(
            place=Window(RowNumber(), partition_by=F("service_id"), order_by=["wait", "pk"]),
            of=Window(Count("pk"), partition_by=F("service_id")),
            place_of_all=Window(RowNumber(), order_by=["wait", "pk"]),
            of_all=Window(Count("pk")),
        )
        .filter(Q(place=(F("of") + 1) / 2) | Q(place_of_all=(F("of_all") + 1) / 2))
        .values_list("service__name", "wait", "place", "of", "place_of_all", "of_all")
    )
    for name, wait, place, of, place_of_all, of_all in waited:
        if place == (of + 1) // 2:
            yield name, Middle(wait, of)
        if place_of_all == (of_all + 1) // 2:
            yield ALL, Middle(wait, of_all)


# What came of it


def referral_outcomes(period: Period) -> Figure:
    numbers = _numbers(period)
    shorter = [_numbers(each) for each in ALL_PERIODS if each.weeks < period.weeks]
    names = sorted(numbers, key=lambda name: (name != ALL, name))
    columns = ("sent", *OUTCOMES)
    of_each = [numbers[name] for name in names]
    hidden = [_hidden(numbers[name], [each[name] for each in shorter if name in each]) for name in names]
    for place, shown in enumerate(_column("closed", of_each, hidden)):
        if shown.number is None:  # whoever is closed after a report is in one of the answers
            hidden[place] |= {"closed", *_ANSWERS}
    told = {key: _texts(key, of_each, hidden) for key in columns}
    rows = [(name, *(told[key][place] for key in columns)) for place, name in enumerate(names)]
    bars = [_bar(key, numbers[ALL], hidden[0]) for key in OUTCOMES] if numbers else []
    return Figure(
        "referral-outcomes",
        "What came of referrals",
        "Of those first sent in the period, as far as they have come. Closed: after a report; on time, by the day that "
        "was due. Whether the question was answered is said when one is closed. Declined and not attended count once "
        "each, whatever came after. The bars are of all services.",
        ("Service", "Sent", *OUTCOMES.values()),
        rows,
        BarChart(bars, greatest=100) if bars else None,
        wide=True,
    )


def _numbers(period: Period) -> dict[str, dict[str, int]]:
    """By service and for all: two queries."""
    by_key = measures(period.begins)
    names = Service.objects.in_bulk(list(by_key))
    numbers = {
        names[pk].name: {key: getattr(measured, key) for key in ("sent", *OUTCOMES)} for pk, measured in by_key.items()
    }
    if numbers:
        numbers[ALL] = {key: sum(of[key] for of in numbers.values()) for key in ("sent", *OUTCOMES)}
    return numbers


_WHOLE = {
    "reported": "sent",
    "closed": "reported",
    "closed_on_time": "closed",
    "declined": "sent",
    "not_attended": "sent",
}
"""What each is a part of."""
_ANSWERS = ("answered", "partly_answered", "not_answered")
"""Together with those of which it is not said, the closed ones."""


def _hidden(of: dict[str, int], shorter: list[dict[str, int]]) -> set[str]:
    """What cannot be told of a service, or what is left of the whole could be worked out.

    Args:
        shorter: the same of the shorter periods, whose numbers are known, too: a few more are known by the difference.
    """
    if is_small(of["sent"]):
        return set(of)
    hidden = {key for key, whole in _WHOLE.items() if not can_be_told(of[key], of[whole])}
    hidden |= {key for key, number in of.items() for each in shorter if is_small(number - each[key])}
    answers = [of[key] for key in _ANSWERS]
    held_back = {place for place, key in enumerate(_ANSWERS) if key in hidden}
    told = parts_of([*answers, max(of["closed"] - sum(answers), 0)], held_back)
    hidden |= {key for key, shown in zip(_ANSWERS, told, strict=False) if shown.number is None}
    return hidden | {key for key, number in of.items() if is_small(number)}


def _column(key: str, numbers: list[dict[str, int]], hidden: list[set[str]]) -> list[Shown]:
    """All services first, then each: none of them can be worked out from the others and the first."""
    if not numbers:
        return []
    of_all, *each = numbers
    first = Shown(None, HELD_BACK) if key in hidden[0] and not is_small(of_all[key]) else alone(of_all[key])
    held_back = {place for place, of_one in enumerate(hidden[1:]) if key in of_one}
    return [first, *parts_of([of[key] for of in each], held_back)]


def _texts(key: str, numbers: list[dict[str, int]], hidden: list[set[str]]) -> list[str]:
    few = [key != "sent" and is_small(of["sent"]) for of in numbers]
    column = _column(key, numbers, hidden)
    return ["–" if of_few else told.text for told, of_few in zip(column, few, strict=True)]


def _bar(key: str, of: dict[str, int], hidden: set[str]) -> Bar:
    """In percent of what it is a part of, where both may be told: either could be worked out from the other."""
    whole = _WHOLE.get(key, "closed")
    label = f"{OUTCOMES[key]}, of those {whole}"
    if not of[whole] or not hidden.isdisjoint((key, whole)):
        return Bar(label, "–")
    percent = 100 * of[key] / of[whole]
    return Bar(label, f"{percent:.0f} %", (Part(0, percent),))
