"""A database that one worker has migrated, for the others to copy: to migrate takes each of them seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import connection


class Migrated:
    """Of all workers of one run. Whoever looks at it or changes it holds the lock."""

    def __init__(self, folder: Path) -> None:
        self.lock = folder / "database.lock"
        self.file = folder / "migrated.sqlite3"
        self.name = folder / "migrated.txt"
        """Holds the name of the database on PostgreSQL."""

    def copy(self) -> bool:
        """Make the test database a copy of it, if it is there."""
        test_database = connection.creation._get_test_db_name()
        if self.file.exists():
            shutil.copy(self.file, test_database)
        elif self.name.exists():
            _on_server(f'DROP DATABASE IF EXISTS "{test_database}"')
            _on_server(f'CREATE DATABASE "{test_database}" TEMPLATE "{self.name.read_text()}"')
        else:
            return False
        return True

    def copy_to(self, file: Path) -> None:
        """For a program that a test starts, on SQLite. Elsewhere there is none, and that program migrates by itself."""
        if self.file.exists():
            shutil.copy(self.file, file)

    def keep(self) -> None:
        """Keep a copy of the test database, which was migrated and holds nothing else."""
        connection.close()
        test_database = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            shutil.copy(test_database, self.file)
            return
        kept = f"{test_database}_migrated"
        _on_server(f'DROP DATABASE IF EXISTS "{kept}"')
        _on_server(f'CREATE DATABASE "{kept}" TEMPLATE "{test_database}"')
        self.name.write_text(kept)

    def drop(self) -> None:
        """Whoever comes after that migrates."""
        if self.name.exists():
            _on_server(f'DROP DATABASE IF EXISTS "{self.name.read_text()}"')
        self.name.unlink(missing_ok=True)
        self.file.unlink(missing_ok=True)


def _on_server(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)
