"""``manage.py audit``: verify and anchor."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intake.actions.audit import record_event
from intake.database import triggers
from intake.management.audit_anchor import anchor
from intake.models import AuditEvent
from tests.test_settings import manage


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.AUDIT_ANCHOR = tmp_path / "anchor.txt"
    return tmp_path / "anchor.txt"


def note() -> None:
    record_event(actor=None, action="a", record_type="x", record_id="1")


def last() -> AuditEvent:
    return AuditEvent.objects.latest("number")


def verified(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    try:
        call_command("audit", "verify")
    except CommandError as error:
        return error.returncode, capsys.readouterr().out + str(error)
    return 0, capsys.readouterr().out


def test_v16_4_2_the_newest_event_is_noted_outside_and_compared(
    db: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who cuts the end off, or all of it, is found out (ASVS V16.4.2)."""
    note()
    call_command("audit", "anchor")
    first, _, at = file.read_text().split()
    assert (int(first), oct(file.stat().st_mode & 0o777)) == (last().number, "0o600")
    assert at.endswith("+00:00")
    call_command("audit", "anchor")
    assert len(file.read_text().splitlines()) == 1  # nothing new to note
    note()
    call_command("audit", "anchor")
    assert len(file.read_text().splitlines()) == 2
    capsys.readouterr()
    status, said = verified(capsys)
    assert (status, said) == (0, f"{AuditEvent.objects.count()} audit events are as they were written.\n")
    triggers.take_down(connection, triggers.on(connection, "intake_auditevent", ("DELETE",)))
    AuditEvent.objects.filter(number=last().number)._raw_delete("default")
    status, said = verified(capsys)
    assert (status, said.count("The end is cut off")) == (1, 1)


def test_a_line_that_a_crash_cut_short_gives_way_to_the_next(db: None, file: Path) -> None:
    note()
    anchor()
    whole = file.read_bytes()
    file.write_bytes(whole + b"99 ab")
    call_command("audit", "verify")
    note()
    anchor()
    lines = file.read_bytes().splitlines(keepends=True)
    assert lines[0] == whole
    assert lines[1].startswith(f"{last().number} {last().hash} ".encode())
    assert len(lines) == 2


@pytest.mark.parametrize("line", ["what is this\n", "7 abc 2026-11-30\n", "1 " + "0" * 64 + " never-or-so\n", "é\n"])
def test_a_file_that_is_not_as_it_was_written_is_told(
    db: None, file: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    note()
    anchor()
    file.write_text(line + file.read_text(), encoding="utf-8")
    status, said = verified(capsys)
    assert status == 1
    assert f"Line 1 of {file} is not as it was written." in said


def test_the_chain_is_walked_where_the_file_cannot_be_read(
    db: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note()
    note()
    file.mkdir()
    triggers.take_down(connection, triggers.on(connection, "intake_auditevent", ("UPDATE",)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_auditevent SET action = 'b' WHERE id = %s", [last().pk])
    status, said = verified(capsys)
    assert status == 1
    assert f"Event {last().number} is not as it was written." in said
    assert f"{file} cannot be read: Is a directory" in said


def test_anchors_out_of_order_are_told(db: None, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anchor()
    note()
    anchor()
    file.write_text("".join(reversed(file.read_text().splitlines(keepends=True))))
    assert "Line 2 of" in verified(capsys)[1]


def test_an_anchor_that_cannot_be_written_is_told_in_one_line(db: None, file: Path) -> None:
    file.mkdir()
    with pytest.raises(CommandError, match="cannot be written: Is a directory") as refused:
        call_command("audit", "anchor")
    assert refused.value.returncode == 3


@pytest.mark.parametrize("what", ["verify", "anchor"])
def test_an_absent_or_empty_database_is_one_line(what: str, tmp_path: Path) -> None:
    done: subprocess.CompletedProcess[Any] = manage("audit", what, CLINIC_MODE="demo", DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Run manage.py migrate first." in done.stderr
