"""That of the site's database."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from intake.backup import postgresql, sqlite


def backend() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql
