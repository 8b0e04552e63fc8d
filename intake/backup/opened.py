"""Another database, opened beside the site's own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from intake.backup import BackupError


@contextlib.contextmanager
def opened(name: str) -> Iterator[BaseDatabaseWrapper]:
    """The database of this name, reached as the site's own is. Closed, and unknown again, afterwards."""
    other = connection.copy(f"beside {name}")
    other.settings_dict |= {"NAME": name, "CONN_MAX_AGE": 0}
    connections[other.alias] = other
    try:
        yield other
    finally:
        other.close()
        del connections[other.alias]


def check_release(beside: BaseDatabaseWrapper) -> int:
    """How many migrations are left to do. BackupError where it is of a newer release, or of none of ours."""
    try:
        executor = MigrationExecutor(beside)
        applied = executor.loader.applied_migrations
    except DatabaseError as error:
        raise BackupError("The backup is no database of this program. Nothing was changed.") from error
    if not any(app == "intake" for app, _ in applied):
        raise BackupError("The backup is no database of this program. Nothing was changed.")
    known = executor.loader.disk_migrations
    # Of packages that this release has no more, nothing is known, and nothing is needed.
    apps = {app for app, _ in known}
    if unknown := sorted(f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known):
        raise BackupError(
            f"The backup is of a newer release than this program, which does not know {unknown[0]}. "
            "Restore it with that release. Nothing was changed."
        )
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
