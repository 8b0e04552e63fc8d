"""Nobody waits for a database without end, and nobody else on the machine reads its file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from clinic_site import databases, start
from intake.checks import data_is_closed
from tests.test_settings import PRODUCTION, manage


@pytest.fixture(autouse=True)
def _a_careless_machine() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def opened(file: Path, then: str = "CREATE TABLE x (y)") -> Any:
    made = ConnectionHandler({"default": databases.sqlite(str(file))})["default"]
    with made.cursor() as cursor:
        cursor.execute(then)
    return made


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_the_file_is_its_owners_and_so_are_its_journals(tmp_path: Path, db: None) -> None:
    made = opened(tmp_path / "clinic.sqlite3")
    with made.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("INSERT INTO x VALUES (1)")
        assert {path.name: rights(path) for path in tmp_path.iterdir()} == {
            "clinic.sqlite3": "0o600",
            "clinic.sqlite3-wal": "0o600",
            "clinic.sqlite3-shm": "0o600",
        }
    made.close()


def test_a_file_that_others_could_read_is_closed_when_it_is_opened(tmp_path: Path, db: None) -> None:
    file = tmp_path / "clinic.sqlite3"
    file.touch(mode=0o644)
    opened(file).close()
    assert rights(file) == "0o600"


def test_a_folder_that_others_can_read_stops_the_site(
    tmp_path: Path, settings: Any, monkeypatch: Any, db: None
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file is SQLite's")
    settings.PRODUCTION = True
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "clinic.sqlite3"))
    assert data_is_closed() == []
    tmp_path.chmod(0o755)
    [found] = data_is_closed()
    assert found.hint == f"Close it: chmod 700 {tmp_path}"
    assert start._complaint() == f"{found.msg} {found.hint}"


def test_check_says_so_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    done = manage("check", DATA_DIR=str(tmp_path), **PRODUCTION)
    assert done.returncode == 1
    assert "is open to other users of this machine" in done.stderr


def test_two_waits_for_a_lock_leave_room_within_ten_seconds() -> None:
    assert 2 * databases.LONGEST_WAIT < 10
    assert databases.sqlite("x")["OPTIONS"]["timeout"] == databases.LONGEST_WAIT
    options = databases.from_url("postgres://clinic@db/clinic?options=-c%20lock_timeout%3D9")["OPTIONS"]
    assert options["connect_timeout"] == databases.LONGEST_WAIT
    assert options["options"].startswith("-c lock_timeout=4000 -c idle_in_transaction_session_timeout=60000")
    assert options["options"].endswith("-c lock_timeout=9")  # what the address says counts


@pytest.mark.postgresql
def test_postgresql_keeps_to_them(db: None) -> None:
    def told(name: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return str(cursor.fetchone()[0])

    assert (told("lock_timeout"), told("idle_in_transaction_session_timeout")) == ("4s", "1min")
    before = told("statement_timeout")
    databases.bound_statements(connection)
    assert (before, told("statement_timeout")) == ("0", "10s")
