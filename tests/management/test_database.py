"""Commands on a database that cannot be used: one clear line, exit status 2, no traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lanes import handful, sweep
from tests.test_settings import PRODUCTION, manage


def without_tables(folder: Path) -> None:
    pass


def half_migrated(folder: Path) -> None:
    assert manage("migrate", "intake", "0005", CLINIC_MODE="demo", DATA_DIR=str(folder)).returncode == 0


def no_database(folder: Path) -> None:
    (folder / "demo.sqlite3").write_bytes(os.urandom(20_000))


STATES: dict[Callable[[Path], None], str] = {
    without_tables: "The database is not ready: ",
    half_migrated: "The database is not ready: ",
    no_database: "The database cannot be used (DatabaseError): is it that of this release? See DATABASE_URL.",
}


TRIED: list[tuple[Callable[[Path], None], list[str]]] = [
    (without_tables, ["replay"]),
    (half_migrated, ["replay"]),
    (no_database, ["replay"]),
    (without_tables, ["verify_document", "--all"]),
    (without_tables, ["watch_alerts", "--once"]),
    (without_tables, ["watch_alerts"]),
    (no_database, ["watch_alerts"]),
    (no_database, ["demo", "--no-serve"]),
]


@pytest.mark.parametrize(
    ("state", "command"), sweep(TRIED, few=handful(TRIED, lambda tried: (tried[0].__name__, tried[1][0])))
)
def test_it_is_told_in_one_line(state: Callable[[Path], None], command: list[str], tmp_path: Path) -> None:
    state(tmp_path)
    done = manage(*command, CLINIC_MODE="demo", DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    *checks, told = done.stderr.splitlines()
    assert told.startswith(f"CommandError: {STATES[state]}")
    assert state is no_database or told.endswith("left to do. Run manage.py migrate first.")
    # A watcher waits for its server, so that the checks come first and tell it in their way.
    assert not checks or (state is no_database and command == ["watch_alerts"])
    assert "Traceback" not in done.stderr


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    away = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://lovelace:secret@127.0.0.1:1/clinic"}
    done = manage("replay", **(PRODUCTION | away))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("CommandError: The database cannot be used (OperationalError)")
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
