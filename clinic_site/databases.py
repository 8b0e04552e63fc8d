"""How the clinic's database is reached: an embedded SQLite file, or PostgreSQL by its address."""

import sqlite3
from typing import Any

import dj_database_url
from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_WAIT = 4
"""Seconds for a lock. A request that meets two of them has still its answer within ten."""
LONGEST_STATEMENT = 10
"""Seconds, of a page. Commands that go over all that is stored take longer."""
_KEPT = 60
"""Seconds that a thread keeps its connection for its next requests, each of which looks whether it still works."""


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """WAL lets people read while another writes. But SQLite before 3.51.3 has a fault that can corrupt a WAL database;
    only 3.50.7 and 3.44.6 took the mending back to older lines. With any other library it is not worth the risk."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if mended else "DELETE"


def sqlite(name: str, *, synchronous: str = "FULL", wait: int = LONGEST_WAIT) -> dict[str, Any]:
    return {
        "ENGINE": "intake.database.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": _KEPT,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A transaction takes the right to write when it begins. Deferred, half of the people who save at the same
            # moment get an error instead of a short wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": wait,  # seconds, for another writer
            # FULL: what was said to be saved is still there after a power cut.
            # Recursive triggers: OR REPLACE deletes the old row past its triggers otherwise.
            "init_command": (
                f"PRAGMA journal_mode={journal_mode()}; PRAGMA synchronous={synchronous}; PRAGMA recursive_triggers=ON"
            ),
        },
    }


def from_url(url: str) -> dict[str, Any]:
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=_KEPT, conn_health_checks=True))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(str(database["NAME"]))
    # Django's own backend, with guards that stay up while migrations change tables.
    database["ENGINE"] = "intake.database.postgresql"
    database["OPTIONS"] = _limits(dict(database.get("OPTIONS") or {}))
    return database


def _limits(options: dict[str, Any]) -> dict[str, Any]:
    """Nobody waits for a server that does not answer, nor for a lock, without end; what the address says comes last."""
    waits = {"lock_timeout": LONGEST_WAIT * 1000, "idle_in_transaction_session_timeout": 60_000}
    given = [f"-c {name}={milliseconds}" for name, milliseconds in waits.items()]
    # To compile a query takes longer than any page's queries run.
    given.append("-c jit=off")
    return {"connect_timeout": LONGEST_WAIT} | options | {"options": " ".join([*given, options.get("options", "")])}


def bound_statements(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """On a connection just made by a web process. SQLite's own limit is the wait for a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(LONGEST_STATEMENT * 1000)])
