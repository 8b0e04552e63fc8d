from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import call_command
from django.db import connection

from intake.backup import files, postgresql
from intake.database import in_use


@dataclass(frozen=True)
class Place:
    """Where a site keeps its backups and its data."""

    folder: Path
    data: Path
    key: Path

    def backup(self, **options: Any) -> str:
        """What it prints."""
        out = StringIO()
        call_command("backup", to=self.folder, stdout=out, stderr=out, **options)
        return out.getvalue()

    def restore(self, file: Path | None = None, **options: Any) -> str:
        """What it prints; of the only backup, where none is named."""
        out = StringIO()
        key = {} if "passphrase_file" in options else {"identity": str(self.key)}
        call_command("restore", file or self.made[-1], stdout=out, stderr=out, **(key | options))
        return out.getvalue()

    @property
    def made(self) -> list[Path]:
        return sorted(self.folder.iterdir())


@pytest.fixture
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """With a key; afterwards, what a restore kept of the test's own database is deleted."""
    place = Place(tmp_path / "backups", tmp_path / "data", tmp_path / "key")
    for folder in (place.folder, place.data):
        folder.mkdir()
    private = pyrage.x25519.Identity.generate()
    place.key.write_text(f"# the key of a test\n{private}\n")
    settings.BACKUP_RECIPIENTS = [str(private.to_public())]
    settings.BACKUP_DIR = None
    settings.BACKUP_STAMP = place.data / "backup-stamp.json"
    settings.AUDIT_ANCHOR = place.data / "audit-anchor.txt"
    monkeypatch.setattr(files, "data_folder", lambda: place.data)
    yield place
    connection.close()
    delete_kept()


def kept_beside() -> list[str]:
    """What a restore kept of the test's own database."""
    own = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return [str(file) for file in Path(own).parent.glob(f"{Path(own).name}.before-restore-*")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{own}_before_restore_"])
        return [name for (name,) in cursor.fetchall()]


def delete_kept() -> None:
    for kept in kept_beside():
        if connection.vendor == "sqlite":
            Path(kept).unlink()
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(kept)}")
    if connection.vendor == "sqlite":
        Path(f"{connection.settings_dict['NAME']}.in-use").unlink(missing_ok=True)


@contextlib.contextmanager
def as_if_it_served() -> Iterator[None]:
    """The site's database is in use: by a web process on SQLite, by somebody who is connected on PostgreSQL."""
    if connection.vendor == "sqlite":
        in_use.hold(connection)
        try:
            yield
        finally:
            in_use._held.pop().close()
    else:
        with contextlib.closing(connection.copy("other")) as other, pytest.MonkeyPatch.context() as patch:
            patch.setattr(postgresql, "PATIENCE", 0)
            other.ensure_connection()
            yield
