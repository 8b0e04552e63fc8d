"""What the site looks at in itself before it starts, or when ``manage.py check`` asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from intake.models import guards
from intake.own_fonts import add_own_fonts

FONTS = "fonts"


@register(Tags.database)
def triggers_are_there(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning and no error: ``migrate``, which mends it, would refuse to start."""
    return [
        Warning(
            f"Database {name!r} lacks {len(lost)} of the triggers that keep signed records from being changed.",
            hint="Run manage.py migrate, which puts them up.",
            id="intake.W001",
        )
        for name in databases or []
        if guards.tables_are_there(connections[name]) and (lost := guards.missing(connections[name]))
    ]


@register(FONTS)
def own_fonts_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    if wrong := add_own_fonts():
        hint = "REPORT_FONTS names a folder of TrueType fonts (.ttf) that this process can read. Mend it, or unset it."
        return [Error(wrong, hint=hint, id="intake.E001")]
    return []
