"""The stored assessments, a few in memory at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Max

from intake.models import Assessment, Intake

AT_ONCE = 20
"""Rows a query. Each query ends before the rules are asked, so that a clinic's own writing is never held up."""
SPAN = 200
"""Rows that a process is given at once."""


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


@dataclass(frozen=True)
class Stored:
    """The rows with keys above ``after`` and up to ``last``. As values, so that another process can be given a part."""

    all_versions: bool
    after: int
    last: int

    @classmethod
    def now(cls, *, all_versions: bool, after: int) -> Stored:
        """What stands in the database when this is made: what comes later is left out."""
        last = Assessment.objects.aggregate(last=Max("pk"))["last"] or 0
        return cls(all_versions, after, last)

    @property
    def _rows(self) -> Any:
        newest = Intake.objects.filter(current__isnull=False).values("current")
        rows = Assessment.objects.all() if self.all_versions else Assessment.objects.filter(pk__in=newest)
        return rows.filter(pk__gt=self.after, pk__lte=self.last).order_by("pk")

    @property
    def number(self) -> int:
        return self._rows.count()  # type: ignore[no-any-return]

    def spans(self) -> Iterator[Stored]:
        """The same in parts, one after the other."""
        rest = self
        while keys := list(rest._rows.values_list("pk", flat=True)[:SPAN]):
            yield replace(rest, last=keys[-1])
            rest = replace(rest, after=keys[-1])

    def __iter__(self) -> Iterator[Row]:
        rest = self
        while batch := [Row(*values) for values in rest._rows.values_list(*COLUMNS)[:AT_ONCE]]:
            rest = replace(rest, after=batch[-1].pk)
            batch.reverse()
            while batch:
                yield batch.pop()
