"""The stored assessments, a few in memory at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Max

from intake.models import Assessment, Intake

AT_ONCE = 20
"""Rows a query. Each query ends before the rules are asked, so that a clinic's own writing is never held up."""


class Row(NamedTuple):
    """A plain copy: rows of models that know each other would stay in memory for a while."""

    pk: int
    intake_id: uuid.UUID
    number: int
    answers: Any
    rule_set_version: str
    fingerprint: str
    site_settings: dict[str, Any]
    result: Any
    result_packed: Any
    texts_id: Any


COLUMNS = (
    *("pk", "version__intake_id", "version__number", "version__answers"),
    *("rule_set_version", "fingerprint", "site_settings", "result", "result_packed", "texts_id"),
)


class Stored:
    """What stands in the database when this is made: what comes later is left out."""

    def __init__(self, *, all_versions: bool) -> None:
        newest = Intake.objects.filter(current__isnull=False).values("current")
        rows = Assessment.objects.all() if all_versions else Assessment.objects.filter(pk__in=newest)
        last = rows.aggregate(last=Max("pk"))["last"] or 0
        self._rows = rows.filter(pk__lte=last).order_by("pk").values_list(*COLUMNS)
        self.number = self._rows.count()

    def __iter__(self) -> Iterator[Row]:
        done = 0
        while batch := [Row(*values) for values in self._rows.filter(pk__gt=done)[:AT_ONCE]]:
            done = batch[-1].pk
            batch.reverse()
            while batch:
                yield batch.pop()
