"""A person's scores from intake to intake, from the rows stored with each assessment. Nothing is scored here.

Intakes that are void or entered in error do not count: they may be about somebody else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from intake.clinical.working.findings import ScaleBand
from intake.clinical.working.trend import FOLLOWED, Measure, Reading, Trend, change_of, trend
from intake.models import AnswerVersion, AssessedScore, Intake


def reading(row: AssessedScore, on: datetime.date) -> Reading | str:
    """What an intake of that day adds to a measure, or in words why it adds nothing."""
    return row.unscored or Reading(on, row.least, row.greatest, row.missing, row.decimals)


def measure(row: AssessedScore) -> Measure:
    """As it was stored, with what the rules of today mark of it."""
    bands = tuple(ScaleBand(*band) for band in row.bands)
    return Measure(row.score, row.name, row.scale, row.items, row.decimals, bands, change_of(row.score))


def measures(rows: Iterable[AssessedScore]) -> dict[str, Measure]:
    """By id, what is followed today, then what was followed once; each as its newest row says, where it has one.

    Args:
        rows: the oldest first.
    """
    return FOLLOWED | {row.score: measure(row) for row in rows}


def up_to(intake: Intake, version: AnswerVersion) -> tuple[Trend, ...]:
    """Each measure that this version scores and an earlier intake does, too; this version's is the last point.

    What came later is left out, and an intake that does not count is compared with nothing.
    """
    if intake.state in Intake.NOT_COUNTED:
        return ()
    this = version.assessment
    rows = list(_rows_up_to(intake, this.pk, this.assessed_on))
    own = [row for row in rows if row.assessment_id == this.pk]
    earlier = [row for row in rows if row.assessment_id != this.pk]
    found = (_up_to(row, this.assessed_on, earlier) for row in own)
    return tuple(whole for whole in found if len(whole.points) > 1)


def _rows_up_to(intake: Intake, this: int, assessed_on: datetime.date) -> QuerySet[AssessedScore]:
    """Of this assessment, and of the newest of each of the person's earlier intakes, by date."""
    before = Q(assessment__assessed_on__lt=assessed_on)
    same_day = Q(assessment__assessed_on=assessed_on, assessment__version__intake__started_at__lt=intake.started_at)
    earlier = (
        (before | same_day)
        & Q(assessment__version__intake__patient=intake.patient_id)
        & Q(assessment__version__intake__current=F("assessment"))
        & ~Q(assessment__version__intake__state__in=Intake.NOT_COUNTED)
        & ~Q(assessment__version__intake=intake)
    )
    rows: QuerySet[AssessedScore] = (
        AssessedScore.objects.filter(Q(assessment=this) | earlier)
        .annotate(on=F("assessment__assessed_on"))
        .order_by("on", "assessment__version__intake__started_at", "pk")
    )
    return rows


def _up_to(row: AssessedScore, on: datetime.date, earlier: Iterable[AssessedScore]) -> Trend:
    this = reading(row, on)
    if isinstance(this, str):
        return Trend(measure(row), (), ())  # or the last point would pass for this intake
    before = (reading(each, each.on) for each in earlier if each.score == row.score)  # type: ignore[attr-defined]
    return trend(measure(row), [*(each for each in before if isinstance(each, Reading)), this])
