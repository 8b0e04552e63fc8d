"""A person's intakes as stored, and what their scores come to over time. Nothing is scored here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from intake.clinical.telling.charts import Plot
from intake.clinical.working.trend import Measure, Point, Reading, Trend, trend
from intake.models import Addendum, AssessedScore, Assessment, Intake, Patient
from intake.stored import corrections, details, history
from intake.views.people.chart import PLOT, Chart

_HEAVY = (*Assessment.HEAVY, "version__answers")


def intakes_of(patient: Patient) -> QuerySet[Intake]:
    """All of them, the newest first, drafts on top: from the typed columns, for a stored result is large."""
    return (
        corrections.listed(patient.intakes.all())
        .select_related("author", "current__version__author", "signature__signed_by", "voiding")
        .defer("answers", "malformed", "changed", *(f"current__{name}" for name in _HEAVY))
        .defer(*(f"signature__{name}" for name in ("person", "letterhead", "decisions", "still_open")))
        .annotate(
            amended=Exists(Addendum.objects.filter(intake=OuterRef("pk"))),
            **details.ASSESSED_WITH,
            **details.SIGNED_WITH,
        )
        .prefetch_related("current__scores")
        .order_by(F("current__assessed_on").desc(nulls_first=True), "-started_at", "pk")
    )


class Row(NamedTuple):
    """An intake in the table of one measure."""

    intake: Intake
    point: Point | None
    unscored: str
    """Why there is no score."""


@dataclass(frozen=True)
class Measured:
    trend: Trend
    rows: list[Row]
    chart: Chart | None

    @property
    def measure(self) -> Measure:
        return self.trend.measure

    @property
    def marked(self) -> list[Point]:
        return [point for point in self.trend.points if point.marks]

    @cached_property
    def whole(self) -> int:
        return sum(point.reading.is_whole for point in self.trend.points)

    @property
    def ranges(self) -> int:
        return len(self.trend.points) - self.whole


def measured(intakes: Iterable[Intake]) -> list[Measured]:
    """Each measure over the intakes that count: assessed, and neither void nor entered in error."""
    counting = [one for one in reversed(list(intakes)) if one.current and one.state not in Intake.NOT_COUNTED]
    rows = [(intake, row) for intake in counting if intake.current for row in intake.current.scores.all()]
    measures = history.measures(row for _, row in rows)
    days = [intake.current.assessed_on for intake in counting if intake.current]
    return [
        _measured(measure, [(intake, row) for intake, row in rows if row.score == measure.id], days)
        for measure in measures.values()
    ]


def _measured(measure: Measure, stored: list[tuple[Intake, AssessedScore]], days: list[datetime.date]) -> Measured:
    readings = [(intake, history.reading(row, intake.current.assessed_on)) for intake, row in stored if intake.current]
    whole = trend(measure, [reading for _, reading in readings if isinstance(reading, Reading)])
    points = iter(whole.points)  # by date, as the intakes are
    rows = [
        Row(intake, None, reading) if isinstance(reading, str) else Row(intake, next(points), "")
        for intake, reading in readings
    ]
    chart = Chart(Plot(whole, PLOT, min(days), max(days))) if whole.points else None
    return Measured(whole, rows, chart)
