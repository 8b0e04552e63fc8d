"""Django's SQLite backend, with guards, and a file that only its owner reads. Named by the setting DATABASES."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, schema

from intake.database.schema_editor import GuardedSchemaEditor


class DatabaseSchemaEditor(GuardedSchemaEditor, schema.DatabaseSchemaEditor):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor

    _file: tuple[int, int] | None = None
    """Which file the connection has open: it is kept between requests, since to read the schema anew takes longer than
    most requests."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """SQLite gives its journals the rights of the file, and a new file those of the process: so the file first."""
        file = Path(str(conn_params["database"]))
        self._close_file(file)
        connection = super().get_new_connection(conn_params)
        self._file = _identity(file)
        return connection

    def is_usable(self) -> bool:
        """Asked once a request. A file that was moved away meanwhile, or replaced, must not be written to any more."""
        return _identity(Path(str(self.settings_dict["NAME"]))) == self._file

    def _close_file(self, file: Path) -> None:
        if "memory" in str(file) or not file.parent.is_dir():
            return
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)
        except OSError:
            return  # SQLite says what is wrong with it


def _identity(file: Path) -> tuple[int, int] | None:
    """None where there is no such file, as in memory."""
    try:
        there = file.stat()
    except OSError:
        return None
    return there.st_dev, there.st_ino
