"""A person's intakes as stored, and what their scores come to over time. Nothing is scored here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from intake.clinical.working.trend import MEASURES, Measure, Point, Reading, Trend, trend
from intake.models import Addendum, Intake, Patient
from intake.stored import corrections, history
from intake.views.people.chart import Chart

_HEAVY = ("result", "reasons", "site_settings", "version__answers")


def intakes_of(patient: Patient) -> QuerySet[Intake]:
    """All of them, the newest first, drafts on top: from the typed columns, for a stored result is large."""
    return (
        corrections.listed(patient.intakes.all())
        .select_related("author", "current__version__author", "signature__signed_by", "voiding")
        .defer("answers", "malformed", "changed", *(f"current__{name}" for name in _HEAVY))
        .defer(*(f"signature__{name}" for name in ("person", "letterhead", "decisions", "still_open")))
        .annotate(
            amended=Exists(Addendum.objects.filter(intake=OuterRef("pk"))),
            in_pain=F("current__version__answers__pain.present"),
            assessed_age=F("current__version__answers__pt.age_years"),
            assessed_sex=F("current__version__answers__pt.sex"),
            signed_born=F("signature__person__date_of_birth"),
        )
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
    counting = [
        intake for intake in reversed(list(intakes)) if intake.current and intake.state not in Intake.NOT_COUNTED
    ]
    return [_measured(measure, counting) for measure in MEASURES]


def _measured(measure: Measure, intakes: list[Intake]) -> Measured:
    readings = [(intake, _reading(measure, intake)) for intake in intakes]
    whole = trend(measure, [reading for _, reading in readings if isinstance(reading, Reading)])
    points = iter(whole.points)  # by date, as the intakes are
    rows = [
        Row(intake, None, reading) if isinstance(reading, str) else Row(intake, next(points), "")
        for intake, reading in readings
    ]
    days = [intake.current.assessed_on for intake in intakes if intake.current]
    chart = Chart(whole, min(days), max(days)) if whole.points else None
    return Measured(whole, rows, chart)


def _reading(measure: Measure, intake: Any) -> Reading | str:
    return history.reading(measure, intake.current, in_pain=intake.in_pain)
