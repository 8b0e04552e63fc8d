"""``manage.py restore``: looks first, never over a running site, beside and then in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from intake.backup import encryption, files, opened
from intake.backup.contents import contents
from intake.database import in_use, triggers
from intake.models import Patient, StaffSession
from tests import factories
from tests.backup.conftest import Place, as_if_it_served, kept_beside
from tests.factories import People

pytestmark = pytest.mark.usefixtures("transactional_db")


def refused(place: Place, file: Path | None = None, **options: Any) -> str:
    """What it says. Nothing was changed, and nothing is left that is not encrypted."""
    before = contents(connection)
    with pytest.raises(CommandError) as refusal:
        place.restore(file, **options)
    assert contents(connection) == before
    assert list(place.data.glob(f"{files.WORK}*")) == []
    assert kept_beside() == []
    return str(refusal.value)


def sign_in(user: User) -> None:
    now = timezone.now()
    StaffSession.objects.create(
        user=user, session_key="x" * 32, session_data="", expire_date=now, signed_in_at=now, last_used_at=now
    )


@pytest.fixture
def made(people: People, place: Place) -> Path:
    factories.signed(people)
    place.backup()
    return place.made[0]


def test_what_came_after_is_told_and_kept(made: Path, people: People, place: Place) -> None:
    sign_in(people.clinician)
    factories.patient(people.front_desk, record_number="AFTER")
    printed = place.restore()
    assert "The old database holds 1 audit events after it" in printed
    assert "before" in printed.split("is kept as ")[1].split(". It holds")[0]
    assert not Patient.objects.filter(record_number="AFTER").exists()
    assert triggers.missing(connection) == []
    assert contents(connection).signed == 1
    assert not StaffSession.objects.exists()
    kept = printed.split("is kept as ")[1].split(". It holds")[0]
    with opened.opened(kept) as old:
        assert Patient.objects.using(old.alias).filter(record_number="AFTER").exists()


def test_who_was_signed_in_then_is_not_any_more(people: People, place: Place) -> None:
    sign_in(people.clinician)
    place.backup()
    assert "has to sign in again" in place.restore()
    assert not StaffSession.objects.exists()


def test_what_was_noted_of_the_old_events_is_put_aside(
    made: Path, people: People, place: Place, settings: Any, tmp_path: Path
) -> None:
    """Once told, the end that the backup lacks is not told for ever."""
    settings.AUDIT_ANCHOR = tmp_path / "anchor.txt"
    factories.patient(people.front_desk)
    call_command("audit", "anchor")
    noted = settings.AUDIT_ANCHOR.read_text()
    with pytest.raises(CommandError, match="not as they were written"):
        place.restore()
    (aside,) = tmp_path.glob("anchor.txt.before-restore-*")
    assert aside.read_text() == noted
    assert not settings.AUDIT_ANCHOR.exists()
    call_command("audit", "verify")
    call_command("audit", "anchor")
    call_command("audit", "verify")


def test_to_look_changes_nothing(made: Path, people: People, place: Place) -> None:
    factories.patient(people.front_desk, record_number="AFTER")
    assert "Nothing was changed" in place.restore(check=True)
    assert Patient.objects.filter(record_number="AFTER").exists()


def test_a_running_site_is_left_alone(made: Path, place: Place) -> None:
    with as_if_it_served():
        assert "The site is running" in refused(place)
    assert "Restored" in place.restore()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file that somebody has locked")
def test_somebody_in_the_middle_of_something_is_waited_for(made: Path, place: Place) -> None:
    other = connection.copy("other")
    with other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
    with pytest.raises(CommandError, match="a command has its database in use"):
        place.restore()
    other.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file beside the database")
def test_no_web_process_starts_meanwhile(place: Place) -> None:
    with in_use.alone(Path(connection.settings_dict["NAME"])), pytest.raises(in_use.InUseError):
        in_use.hold(connection)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "a byte short": lambda whole: whole[:-1],
    "half": lambda whole: whole[: len(whole) // 2],
    "a piece": lambda whole: whole[:70_000],
    "a bit in it": lambda whole: whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
    "a bit of its head": lambda whole: whole[:80] + bytes([whole[80] ^ 1]) + whole[81:],
    "longer": lambda whole: whole + b"more",
    "empty": lambda whole: b"",
    "not encrypted": lambda whole: b"SQLite format 3\0 but no backup",
}


def test_what_is_cut_off_or_altered_is_refused(made: Path, place: Place) -> None:
    whole = made.read_bytes()
    for kind, spoil in SPOILT.items():
        made.write_bytes(spoil(whole))
        assert "cut off or altered" in refused(place), kind
    made.write_bytes(whole)
    assert "can be restored" in place.restore(check=True)


def encrypted(place: Place, content: bytes) -> Path:
    """As if it were a backup."""
    file = place.folder / "other.age"
    (private,) = encryption.private_keys(place.key.read_text())
    with file.open("wb") as hidden:
        encryption.encrypt(BytesIO(content), hidden, [private.to_public()])
    return file


def test_what_is_no_backup_of_this_program_is_refused(place: Place, tmp_path: Path) -> None:
    assert "no backup of this program" in refused(place, encrypted(place, b"a letter"))
    other = {"sqlite": b"PGDMP and so on", "postgresql": b"SQLite format 3\0"}[connection.vendor]
    assert "see DATABASE_URL" in refused(place, encrypted(place, other))
    assert "is no file" in refused(place, tmp_path / "none")
    same = {"sqlite": b"SQLite format 3\0 and nothing", "postgresql": b"PGDMP and nothing"}[connection.vendor]
    assert refused(place, encrypted(place, same))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one file is another database")
def test_a_database_of_another_program_is_refused(place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other, other:
        other.execute("CREATE TABLE things (id)")
    content = (tmp_path / "other.sqlite3").read_bytes()
    assert "no database of this program" in refused(place, encrypted(place, content))
    damaged = content[:4096] + b"\xff" * 4096
    assert refused(place, encrypted(place, damaged))


def test_a_backup_of_a_newer_release_is_refused(place: Place) -> None:
    MigrationRecorder(connection).record_applied("intake", "9999_of_the_future")
    place.backup()
    MigrationRecorder(connection).record_unapplied("intake", "9999_of_the_future")
    assert "does not know intake.9999_of_the_future" in refused(place)


def test_a_guard_that_the_backup_lacks_is_told_and_put_up(place: Place) -> None:
    name = "guard_intake_signature_update_kept"
    triggers.take_down(connection, [name])
    place.backup()
    assert f"{name}. They are put up now." in place.restore()
    assert triggers.missing(connection) == []


def test_which_key_has_to_be_said(made: Path, place: Place, tmp_path: Path) -> None:
    assert "Give --identity" in refused(place, identity=None)
    (tmp_path / "empty").write_text("# no key\n")
    assert "no private key" in refused(place, identity=str(tmp_path / "empty"))
    (tmp_path / "nonsense").write_text("AGE-SECRET-KEY-NONSENSE\n")
    assert "no private key of age" in refused(place, identity=str(tmp_path / "nonsense"))
