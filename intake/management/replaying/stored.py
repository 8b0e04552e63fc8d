"""The stored assessments, one in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max, QuerySet

from intake.models import Assessment, Intake

AT_ONCE = 20
"""Rows a query. Each query ends before the rules are asked, so that a clinic's own writing is never held up."""


class Stored:
    """What stands in the database when this is made: what comes later is left out."""

    def __init__(self, *, all_versions: bool) -> None:
        newest = Intake.objects.filter(current__isnull=False).values("current")
        self._rows: QuerySet[Assessment] = (
            Assessment.objects.all() if all_versions else Assessment.objects.filter(pk__in=newest)
        )
        self._last = self._rows.aggregate(last=Max("pk"))["last"] or 0
        self._rows = self._rows.filter(pk__lte=self._last)
        self.number = self._rows.count()

    def __iter__(self) -> Iterator[Assessment]:
        rows = (
            self._rows.select_related("version")
            .only(
                *("rule_set_version", "site_settings", "result"),
                *("version__intake_id", "version__number", "version__answers"),
            )
            .order_by("pk")
        )
        done = 0
        while batch := list(rows.filter(pk__gt=done)[:AT_ONCE]):
            done = batch[-1].pk
            yield from batch
