"""Commands that look at what is stored: a database that cannot be used is told in one line, with exit status 2."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

UNUSABLE = 2
"""Exit status."""


class DatabaseCommand(BaseCommand):
    """What the database itself complains of is not repeated: it can quote what is stored."""

    expects_tables = True

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            if self.expects_tables:
                check_tables()
            return super().execute(*args, **options)
        except Error as error:
            raise CommandError(
                f"The database cannot be used ({type(error).__name__}): is it that of this release? See DATABASE_URL.",
                returncode=UNUSABLE,
            ) from error


def check_tables() -> None:
    """Raises CommandError where ``migrate`` has not made all tables yet as this program knows them."""
    executor = MigrationExecutor(connection)
    if left := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            f"The database is not ready: {len(left)} migration{'s' * (len(left) > 1)} left to do. "
            "Run manage.py migrate first.",
            returncode=UNUSABLE,
        )
