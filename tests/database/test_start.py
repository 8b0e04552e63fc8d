"""check and a web process where there is no database to look at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinic_site import start
from intake.database import accounts

ROOT = Path(__file__).resolve().parents[2]
NOT_LOOKED_AT = "does not answer. Whether its guards are up was not looked at"


def run(*arguments: str, database: str, mode: str = "test") -> tuple[int, str]:
    environment = os.environ | {"CLINIC_MODE": mode, "DATABASE_URL": database}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("database", ["postgres://nobody@127.0.0.1:1/none", "sqlite:///no/such/folder/clinic.sqlite3"])
def test_one_line_where_it_does_not_answer(database: str, tmp_path: Path) -> None:
    status, printed = run("manage.py", "check", database=database)
    assert status == 0
    assert (NOT_LOOKED_AT in printed) == database.startswith("postgres")
    status, printed = run("-c", "import clinic_site.wsgi", database=database)
    assert status == 0
    assert NOT_LOOKED_AT in printed


def test_check_makes_no_database_and_a_web_process_wants_one_that_is_migrated(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'clinic.sqlite3'}"
    assert run("manage.py", "check", database=database)[0] == 0
    assert list(tmp_path.iterdir()) == []
    status, printed = run("-c", "import clinic_site.wsgi", database=database)
    assert status == 3
    assert "Not started:" in printed
    assert "Run manage.py migrate" in printed
    assert run("manage.py", "check", database=database)[0] == 0  # the file is there now, and empty


def test_a_site_that_insists_on_its_own_account_does_not_start_as_another(
    monkeypatch: pytest.MonkeyPatch, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(accounts, "complaint", lambda connection: "It can change what was signed.")
    settings.PRODUCTION, settings.DATABASE_ACCOUNT_REQUIRED = True, True
    assert start._of_the_account() == "It can change what was signed."
    settings.DATABASE_ACCOUNT_REQUIRED = False
    assert start._of_the_account() == ""
    assert [record.getMessage() for record in caplog.records] == ["It can change what was signed."]


def test_a_command_that_needs_no_database_asks_none() -> None:
    assert run("manage.py", "check", database="postgres://nobody@127.0.0.1:1/none", mode="tool")[1].startswith("System")
