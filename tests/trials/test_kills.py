"""The smallest of the trials, so that it is known to work; the long one is run by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("db")
def test_killed_twice_while_four_people_submit() -> None:
    login = connection.settings_dict
    server = f"postgres://{login['USER']}:{login['PASSWORD']}@{login['HOST']}:{login['PORT'] or 5432}/postgres"
    where = ["--server", server] if connection.vendor == "postgresql" else []
    few = ["--submissions", "40", "--kills", "2", "--clients", "4"]
    command = [sys.executable, "-m", "tests.trials.kills", *few, *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "acknowledged=40, kills=2" in done.stdout
