"""Whether the site can serve: its database takes writes, its disk has room, its guards are up, its tables are made."""

from __future__ import annotations

import functools
import logging
import shutil
from pathlib import Path

from django import db
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from intake.actions.heartbeat import beat
from intake.database import triggers
from intake.models.heartbeat import READY

log = logging.getLogger(__name__)

LEAST_FREE = 200 * 1024 * 1024
"""Bytes on the disk of an SQLite file: below, a day's work might not fit. PostgreSQL looks after its own disk."""


def unwritten_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Those that ``migrate`` has still to run. One query."""
    applied = set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    return [f"{app}.{name}" for app, name in _on_disk() if (app, name) not in applied]


@functools.cache
def _on_disk() -> tuple[tuple[str, str], ...]:
    """Of those that ran as one, only the one counts."""
    return tuple(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def free_bytes() -> int | None:
    """On the disk of the SQLite file; nothing where the database is elsewhere, or in memory."""
    name = db.connection.settings_dict["NAME"]
    folder = Path(str(name)).parent
    if db.connection.vendor != "sqlite" or "memory" in str(name) or not folder.is_dir():
        return None
    return shutil.disk_usage(folder).free


def faults(*, writes: bool = True) -> list[str]:
    """What keeps the site from serving, each as a sentence for the log. Four queries, of which one writes.

    Args:
        writes: whether to try that, too, which takes its turn among those who save.
    """
    return [*_of_the_disk(), *_of_the_database(writes)]


def _of_the_disk() -> list[str]:
    free = free_bytes()
    if free is None or free >= LEAST_FREE:
        return []
    return [f"The disk of the database is nearly full: {free // 1024**2} MB are free."]


def _of_the_database(writes: bool) -> list[str]:
    try:
        if left := unwritten_migrations(db.connection):
            return [f"The database is not of this release: {len(left)} migrations are left. Run manage.py migrate."]
        lost = triggers.missing(db.connection)
        if writes:
            beat(name=READY)
        return [triggers.complaint(lost)] if lost else []
    except db.Error as error:
        # Only its kind: a server's complaint may name the host and the user. Its code is told with the frames.
        log.warning("The database was looked at.", exc_info=True)
        return [f"The database cannot be used ({type(error).__name__})."]
