"""PostgreSQL: pg_dump's own archive, a new database made of it, and that in the place of another.

The password goes to these programs through their environment, never on a command line, which others can read.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import Error, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from tqdm import tqdm

from intake.backup import BackupError, NotSetUpError
from intake.backup.files import check_space
from intake.backup.opened import opened
from intake.database.in_use import InUseError

KIND = "dump"
MAGIC = b"PGDMP"
ENVIRONMENT = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
OPTIONS = {"options": "PGOPTIONS", "service": "PGSERVICE", "passfile": "PGPASSFILE"}
OPTIONS |= {name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")}
PATIENCE = 5
"""Seconds: a program that has just ended is still there for a moment."""
MAINTENANCE = "postgres"
"""The database to be in while another is renamed or dropped."""


def size() -> int:
    """Bytes of the database: an archive is compressed, and needs less."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def copy(to: Path, progress: tqdm[None]) -> None:
    """One snapshot, while others save."""
    check_space(to.parent, size() // 2)
    to.touch(mode=0o600)
    progress.total = size()
    started = _start("pg_dump", "--format=custom", f"--file={to}", _name())
    while started.poll() is None:
        time.sleep(0.05)
        progress.n = to.stat().st_size
        progress.refresh()
    _ended(started)


@contextlib.contextmanager
def beside(plain: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database made of the archive, which goes again afterwards unless ``switch`` gave it another name."""
    name = f"{_name()}_restored_{secrets.token_hex(4)}"
    _create(name)
    try:
        _ended(_start("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(plain)))
        with opened(name) as database:
            yield database
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)}")


def listed(plain: Path) -> int:
    """Of how many tables the archive holds rows: what can be said of it without the right to make a database."""
    listing = _ended(_start("pg_restore", "--list", str(plain)))
    return sum(" TABLE DATA " in line for line in listing.splitlines())


def may_create() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Raises InUseError where somebody is connected. Once the names change, who is refuses the change."""
    until = time.monotonic() + PATIENCE
    while _others():
        if time.monotonic() > until:
            raise InUseError
        time.sleep(0.1)
    yield


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def switch(restored: str, kept_as: str) -> str:
    """The restored database takes the name of the old one, in one step. Returns the old one's new name."""
    own = _name()
    kept = f"{own}_{kept_as}".replace("-", "_").lower()[:63]
    names = [(own, kept), (restored, own)]
    statements = [f"ALTER DATABASE {_quoted(before)} RENAME TO {_quoted(after)}" for before, after in names]
    connection.close()
    try:
        with opened(MAINTENANCE) as database, transaction.atomic(using=database.alias), database.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except OperationalError as error:  # somebody has connected meanwhile
        raise InUseError from error
    return kept


def _create(name: str) -> None:
    """With the letters and the order of letters of the site's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
            "WHERE datname = current_database()"
        )
        encoding, collate, ctype = cursor.fetchone()
        try:
            cursor.execute(
                f"CREATE DATABASE {_quoted(name)} TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s",
                [encoding, collate, ctype],
            )
        except Error as error:
            raise NotSetUpError(
                "This account cannot make a database. Restore with the DATABASE_URL of one that can (CREATEDB)."
            ) from error


def _start(program: str, *arguments: str) -> subprocess.Popen[str]:
    found = shutil.which(program)
    if not found:
        raise NotSetUpError(f"{program} is not installed. It comes with PostgreSQL's own client programs.")
    settings = connection.settings_dict
    given = {variable: settings.get(name) for name, variable in ENVIRONMENT.items()}
    given |= {variable: settings["OPTIONS"].get(name) for name, variable in OPTIONS.items()}
    environment = os.environ | {name: str(value) for name, value in given.items() if value}
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 (found on PATH, with arguments of ours)
        [found, "--no-password", *arguments], env=environment, text=True, stdout=pipe, stderr=pipe
    )


def _ended(started: subprocess.Popen[str]) -> str:
    """What it printed. Of a complaint only the first line is told: those after it can quote what is stored."""
    printed, complaint = started.communicate()
    if started.returncode == 0:
        return printed
    if "server version mismatch" in complaint:
        raise NotSetUpError("pg_dump is older than the PostgreSQL server. Install the client programs of its release.")
    first = next(iter(complaint.splitlines()), f"exit status {started.returncode}")
    raise BackupError(f"PostgreSQL's program failed: {first[:200]}")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
