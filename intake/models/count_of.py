"""Counting up to a limit inside another query."""

from __future__ import annotations

from django.db.models import IntegerField, Subquery


class CountOf(Subquery):
    """How many rows a query has, as far as its limit goes."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
