"""How many rows there are, as far as somebody wants to know: to count to the end costs as much as there are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import IntegerField, QuerySet, Subquery


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counted(*bounded: QuerySet[Any, Any]) -> tuple[int, ...]:
    """Of each of these, which end after some rows, in one query."""
    if not bounded:
        return ()
    # Asked with one row that is always there, whichever: each count is a query of its own inside.
    numbers: tuple[int, ...] = Group.objects.order_by("pk").values_list(*map(_Counted, bounded))[0]
    return numbers


def has_one(rows: QuerySet[Any, Any]) -> Subquery:
    """1 or 0, of rows that refer to the one outside; never joined, so that they are looked at for these alone."""
    return _Counted(rows[:1])
