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

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """SQLite gives its journals the rights of the file, and a new file those of the process: so the file first."""
        self._close_file(Path(str(conn_params["database"])))
        return super().get_new_connection(conn_params)

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
