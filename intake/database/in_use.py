"""Whether a program that serves the site has its SQLite file in use: between two requests it does not hold it open.

A lock of SQLite's own on a file beside it, held until the process ends however it ends, on every system.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from intake.database.owner import give_to_owner_of_folder

log = logging.getLogger(__name__)

NOT_NOTED = "That this process serves the site cannot be noted beside the database. Stop it before a restore."
_held: list[sqlite3.Connection] = []


class InUseError(Exception):
    """A web process or a command has the database in use."""


def hold(connection: BaseDatabaseWrapper) -> None:
    """Said by a web process when it starts. Where the folder cannot be written to, it is left out.

    Raises:
        InUseError: it is being restored at this moment.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return
    try:
        _opened(Path(name)).close()
        # Read only: a disk with a file that is open for writing cannot be made read-only, or be unmounted.
        lock = _connect(f"{_file(Path(name)).resolve().as_uri()}?mode=ro")
        lock.execute("BEGIN")
        lock.execute("SELECT 1 FROM in_use").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUseError from error
        log.warning(NOT_NOTED)
    except (OSError, sqlite3.Error):
        log.warning(NOT_NOTED)
    else:
        _held.append(lock)


@contextlib.contextmanager
def alone(database: Path) -> Iterator[None]:
    """Raises InUseError where a process holds it. While this lasts, none that starts can."""
    with contextlib.closing(_opened(database)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise InUseError from error
        yield


def _opened(database: Path) -> sqlite3.Connection:
    file = _file(database)
    if not file.exists():
        file.touch(mode=0o600)
        give_to_owner_of_folder(file)
    lock = _connect(file.resolve().as_uri())
    lock.execute("PRAGMA journal_mode=DELETE")
    if not lock.execute("SELECT 1 FROM sqlite_master WHERE name = 'in_use'").fetchone():
        lock.execute("CREATE TABLE IF NOT EXISTS in_use (mark)")
    return lock


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.in-use")


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=1, isolation_level=None, check_same_thread=False)
