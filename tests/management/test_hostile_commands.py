"""Every command, with invented arguments and files: it ends in words and a status, never in a traceback."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from intake.roles import CLINICIAN
from tests import factories, lanes
from tests.factories import People
from tests.hostile import ODD

ROOT = Path(__file__).resolve().parents[2]
NOT_TRIED = {
    "demo": "takes a port and serves until it is stopped",
    "migrate": "is Django's own, with the guards looked after: tests/database/",
    "run_jobs": "runs until it is stopped; a round of it is watch_alerts --once",
    "benchmark_assess": "reads the same files as assess, to time it",
}
TEXT = (st.sampled_from(ODD) | st.text(max_size=20)).map(lambda text: text.replace("\0", ""))
"""What a shell can hand over: anything but NUL; bytes that are no UTF-8 come as lone surrogates."""
ARGUMENT = TEXT | st.just("\udcff\udc80")
FILES = (
    st.sampled_from(
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"\x00",
            b'{"phq.q9": NaN}',
            b"[" * 100000,
            b'{"phq.q1": 1e999}',
            b'{"a": "\\ud800"}',
            b'{"phq.q9": 9223372036854775808}',
            b'{"person": {"family_name": "\\u202e"}}',
            b'{"person": 1}',
            b"%PDF-1.7\n",
        ]
    )
    | st.binary(max_size=200)
    | st.dictionaries(
        st.sampled_from(["phq.q9", "pain.present", "person", "x"]), st.integers() | st.text(max_size=5)
    ).map(lambda made: repr(made).replace("'", '"').encode("utf-8", "surrogatepass"))
)


def commands() -> dict[str, Any]:
    """Each with what it is given: an odd argument, a file."""
    return {
        "assess": lambda odd, file: [file] if len(odd) % 2 else [odd, "--lines"],
        "summary": lambda odd, file: [file, "--output", file + ".pdf", "--at", odd],
        "verify_document": lambda odd, file: [odd, file],
        "replay": lambda odd, file: ["--rules", odd, "--set", odd, "--limit", odd] if len(odd) % 2 else ["--set", odd],
        "rule_set_fingerprint": lambda odd, file: [odd],
        "watch_alerts": lambda odd, file: ["--once", odd],
        "confirm_role": lambda odd, file: [odd, CLINICIAN, "--confirmed-by", odd],
        "export_person": lambda odd, file: [odd, "--by", "administrator", "--output", odd if len(odd) % 2 else file],
        "erase_person": lambda odd, file: [odd, "--by", odd if len(odd) % 2 else "administrator"],
        "audit": lambda odd, file: ["verify"] if len(odd) % 2 else [odd],
        "backup": lambda odd, file: ["--to", odd, "--keep-days", odd],
        "new_backup_key": lambda odd, file: [odd],
        "restore": lambda odd, file: [file, "--check", "--identity", odd if len(odd) % 2 else file],
        "createsuperuser": lambda odd, file: ["--no-input", "--username", odd, "--email", odd],
        "database_accounts": lambda odd, file: ["--role", odd, "--password-file", file],
        "reset_second_factor": lambda odd, file: ["administrator" if len(odd) % 2 else odd, "--confirmed-by", odd],
    }


def test_every_command_is_tried_here() -> None:
    there = {path.stem for path in (ROOT / "intake/management/commands").glob("*.py")} - {"__init__"}
    assert there == commands().keys() | NOT_TRIED.keys()


@pytest.fixture
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Files of odd names land here, and standard input is empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    return tmp_path


@pytest.mark.parametrize("examples", lanes.sweep((8, 500), few=(8,)))
@pytest.mark.parametrize("name", commands())
def test_no_command_ends_in_a_traceback(name: str, examples: int, somewhere: Path, people: People) -> None:
    factories.patient(people.front_desk, record_number="R1")
    given_file = somewhere / "given.json"

    def holds(odd: str, content: bytes) -> None:
        given_file.write_bytes(content)
        with suppress(CommandError, SystemExit), transaction.atomic():
            call_command(name, *commands()[name](odd, str(given_file)), stdout=io.StringIO(), stderr=io.StringIO())

    lanes.tried(examples)(given(ARGUMENT, FILES)(holds))()
