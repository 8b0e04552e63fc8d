"""A person's scores from intake to intake, from the stored columns. Nothing is scored here.

Intakes that are void or entered in error do not count: they may be about somebody else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from intake.clinical.working.trend import MEASURES, Measure, Reading, Trend, read, trend
from intake.models import AnswerVersion, Assessment, Intake

_COLUMNS = {
    "phq9": ("phq9_min", "phq9_max"),
    "gad7": ("gad7_min", "gad7_max"),
    "peg": ("peg_min", "peg_max"),
    "pain": ("pain_average", "pain_average"),
}
_IN_PAIN = "pain.present"


def reading(measure: Measure, stored: Assessment, *, in_pain: object) -> Reading | str:
    """What an intake adds to a measure, or in words why it adds nothing. ``in_pain``: as answered."""
    least, greatest = (getattr(stored, column) for column in _COLUMNS[measure.id])
    return read(
        measure,
        stored.assessed_on,
        (least, greatest),
        scope=stored.scope,
        mood_screen=stored.mood_screen,
        in_pain=in_pain is not False,
    )


def up_to(intake: Intake, version: AnswerVersion) -> tuple[Trend, ...]:
    """Each measure that this version scores and an earlier intake does, too; this version's is the last point.

    What came later is left out, and a void intake is compared with nothing.
    """
    if intake.state in Intake.NOT_COUNTED:
        return ()
    stored = version.assessment
    earlier = [(row, row.in_pain) for row in _earlier(intake, stored.assessed_on)]
    found = (_up_to(measure, earlier, stored, version.answers.get(_IN_PAIN)) for measure in MEASURES)
    return tuple(whole for whole in found if len(whole.points) > 1)


def _earlier(intake: Intake, assessed_on: datetime.date) -> QuerySet[Any]:
    """The newest assessments of the person's earlier intakes, by date; without the stored results, which are large."""
    before = Q(assessed_on__lt=assessed_on)
    same_day = Q(assessed_on=assessed_on, version__intake__started_at__lt=intake.started_at)
    found: QuerySet[Any] = (
        Assessment.objects.filter(before | same_day, version__intake__patient=intake.patient_id)
        .filter(version__intake__current=F("pk"))
        .exclude(version__intake__state__in=Intake.NOT_COUNTED)
        .exclude(version__intake=intake)
        .annotate(in_pain=F(f"version__answers__{_IN_PAIN}"))
        .defer("result", "reasons", "site_settings")
        .order_by("assessed_on", "version__intake__started_at")
    )
    return found


def _up_to(
    measure: Measure, earlier: Iterable[tuple[Assessment, object]], stored: Assessment, in_pain: object
) -> Trend:
    this = reading(measure, stored, in_pain=in_pain)
    if isinstance(this, str):
        return Trend(measure, (), ())  # or the last point would pass for this intake
    before = (reading(measure, row, in_pain=in_pain_then) for row, in_pain_then in earlier)
    return trend(measure, [*(each for each in before if isinstance(each, Reading)), this])
