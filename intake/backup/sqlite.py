"""SQLite: a copy of a file in use, and a file in the place of another."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from tqdm import tqdm

from intake.backup import BackupError
from intake.backup.files import check_space, sync_folder
from intake.backup.opened import opened
from intake.database import in_use
from intake.database.owner import give_to_owner_of_folder

KIND = "sqlite3"
MAGIC = b"SQLite format 3\0"
PAGES = 4096
"""Copied at once: 16 MB, in a moment that nobody notices who saves."""
RESTARTS = 3


class _RestartedError(Exception):
    """Somebody saves again and again: SQLite began anew each time."""


def size() -> int:
    """Bytes that a copy needs, about."""
    return sum(file.stat().st_size for file in (_own(), _own("-wal")) if file.exists())


def copy(to: Path, progress: tqdm[None]) -> None:
    """Online. While others save it begins anew; after three times they wait until it is done, and it says so."""
    check_space(to.parent, size())
    to.touch(mode=0o600)
    with (
        contextlib.closing(sqlite3.connect(_own(), timeout=20)) as source,
        contextlib.closing(sqlite3.connect(to)) as copied,
    ):
        try:
            source.backup(copied, pages=PAGES, progress=_Progress(progress, RESTARTS), sleep=0.01)
        except _RestartedError:
            progress.write("The site is saving: it waits a moment for the backup.")
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master").fetchone()
            source.backup(copied, pages=PAGES, progress=_Progress(progress), sleep=0)


class _Progress:
    """Counts pages, and how often the copying began anew."""

    def __init__(self, bar: tqdm[None], restarts: int | None = None) -> None:
        self.bar, self.left, self.last = bar, restarts, 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        done = total - remaining
        if done < self.last and self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise _RestartedError
        self.last = done
        self.bar.total, self.bar.n = total, done
        self.bar.refresh()


@contextlib.contextmanager
def beside(plain: Path) -> Iterator[BaseDatabaseWrapper]:
    """The copy as a database of its own, after SQLite has looked through all of it."""
    with opened(str(plain)) as database:
        try:
            with database.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check(1)")
                found = cursor.fetchone()[0]
        except DatabaseError as error:
            raise BackupError("The backup is no whole database. Nothing was changed.") from error
        if found != "ok":
            raise BackupError("The backup is damaged: SQLite's integrity check fails. Nothing was changed.")
        yield database


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """While this lasts, nobody else has the database: no web process runs, no command is in the middle of something."""
    connection.close()
    own = _own()
    with in_use.alone(own):
        if own.exists():
            _check_nobody_writes(own)
        yield


def switch(plain: Path, kept_as: str) -> str:
    """The restored file takes the place of the old one, in one step. Returns where the old one is, if there was any."""
    connection.close()  # of the old one
    own = _own()
    kept = own.with_name(f"{own.name}.{kept_as}")
    existed = own.exists()
    if existed:
        os.link(own, kept)  # a second name: at no moment is there no database
    plain.chmod(0o600)
    plain.replace(own)
    give_to_owner_of_folder(own)
    sync_folder(own.parent)
    return str(kept) if existed else ""


def _check_nobody_writes(own: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(own, timeout=0, isolation_level=None)) as mine:
            mine.execute("BEGIN EXCLUSIVE")
            mine.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise in_use.InUseError from error
    except sqlite3.DatabaseError:
        return  # damaged, as may be why it is restored
    if _own("-wal").exists():  # gone with the last who closes it
        raise in_use.InUseError


def _own(end: str = "") -> Path:
    return Path(f"{connection.settings_dict['NAME']}{end}")
