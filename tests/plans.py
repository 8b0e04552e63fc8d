"""How the database goes about a query: what it looks through from its beginning to its end."""

from __future__ import annotations

import re

from django.db import connection

_SCAN = re.compile(r"SCAN \w*intake_\w+\b(?! USING)")


def scans(sql: str) -> list[str]:
    """The steps of a query that look at every row of a table of ours, on SQLite; none of what is no query.

    One that goes along an index, in whose order it stops early, is none.
    """
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    return [f"{step}: {sql[:200]}" for step in steps if _SCAN.match(step)]
