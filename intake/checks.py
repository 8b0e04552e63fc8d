"""What the site looks at in itself before it starts, or when ``manage.py check`` asks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from intake.database import triggers
from intake.own_fonts import add_own_fonts

FONTS = "fonts"
GUARDS = "guards"
DATA = "data"


@register(GUARDS)
def guards_are_up(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """With --database and without. ``migrate`` leaves this check out: it could not start to mend what is missing."""
    found: list[CheckMessage] = []
    for alias in [db.DEFAULT_DB_ALIAS] if databases is None else databases:
        connection = db.connections[alias]
        if connection.vendor == "sqlite" and not (
            connection.connection or Path(connection.settings_dict["NAME"]).exists()
        ):
            continue  # looking would make an empty file
        try:
            lost = triggers.missing(connection) if triggers.has_tables(connection) else []
        except db.Error:
            said = f"Database {alias!r} does not answer. Whether its guards are up was not looked at."
            found.append(Warning(said, hint="Start it, or mend DATABASE_URL.", id="intake.W001"))
        else:
            if lost:
                found.append(Error(triggers.complaint(lost), hint=triggers.REMEDY, id="intake.E002"))
    return found


@register(DATA)
def data_is_closed(**kwargs: Any) -> list[CheckMessage]:
    """The SQLite file of a clinic, and its folder, where journals lie, are for the program's own user only."""
    if not settings.PRODUCTION or os.name == "nt" or db.connection.vendor != "sqlite":
        return []
    file = Path(str(db.connection.settings_dict["NAME"]))
    opened = [path for path in (file.parent, file) if path.exists() and path.stat().st_mode & 0o077]
    return [
        Error(
            f"{path} is open to other users of this machine.",
            hint=f"Close it: chmod {'700' if path.is_dir() else '600'} {path}",
            id="intake.E003",
        )
        for path in opened
    ]


@register(FONTS)
def own_fonts_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    if wrong := add_own_fonts():
        hint = "REPORT_FONTS names a folder of TrueType fonts (.ttf) that this process can read. Mend it, or unset it."
        return [Error(wrong, hint=hint, id="intake.E001")]
    return []
