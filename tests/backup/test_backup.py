"""``manage.py backup``: what it keeps, what it says, and how it fails."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intake.backup import encryption, files, postgresql, sqlite
from intake.backup.backend import backend
from intake.database import triggers
from tests import factories
from tests.backup.conftest import Place
from tests.factories import People

pytestmark = pytest.mark.usefixtures("transactional_db")
Usage = namedtuple("Usage", "total used free")


def refused(place: Place, *, returncode: int, **options: Any) -> str:
    """What it says. Nothing is kept, and nothing is left that is not encrypted."""
    before = place.made
    with pytest.raises(CommandError) as refusal:
        place.backup(**options)
    assert refusal.value.returncode == returncode
    assert place.made == before
    assert list(place.data.glob(f"{files.WORK}*")) == []
    return str(refusal.value)


def test_one_file_that_only_its_owner_reads_and_nobody_without_the_key(people: People, place: Place) -> None:
    factories.patient(people.front_desk, family_name="Szczepaniak")
    printed = place.backup()
    (made,) = place.made
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"Szczepaniak" not in made.read_bytes()
    assert "Verified: opened, 1 people, 0 intakes, 0 signed documents" in printed
    stamp = json.loads((place.data / "backup-stamp.json").read_text())
    assert (stamp["file"], stamp["verified"], stamp["at"][-6:]) == (made.name, True, "+00:00")
    assert [file.name for file in place.data.iterdir()] == ["backup-stamp.json"]


def test_what_has_to_be_set_up_is_said(place: Place, settings: Any, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("too short")
    assert "passphrase is too short" in refused(place, returncode=2, passphrase_file=short)
    assert "No such file" in refused(place, returncode=1, passphrase_file=tmp_path / "none")
    settings.BACKUP_RECIPIENTS = ["age1nonsense"]
    assert "no public key of age" in refused(place, returncode=2)
    settings.BACKUP_RECIPIENTS = []
    assert "manage.py new_backup_key" in refused(place, returncode=2)
    assert "0 or more" in refused(place, returncode=2, keep_days=-1)


def test_where_to_has_to_be_said_and_be_there(place: Place, settings: Any) -> None:
    with pytest.raises(CommandError, match="Where to"):
        call_command("backup")
    with pytest.raises(CommandError, match="mount its disk"):
        call_command("backup", to=place.folder / "usb")
    settings.BACKUP_DIR = place.folder
    call_command("backup", stdout=StringIO())
    assert len(place.made) == 1


def test_no_room_on_the_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10, 10, 0))
    assert "not enough room" in refused(place, returncode=1)


def test_a_disk_that_fills_up_on_the_way(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(plain: Any, to: Any, lock: Any) -> None:
        to.write(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(encryption, "encrypt", full)
    assert "The disk is full" in refused(place, returncode=1)


def test_a_copy_that_lacks_rows_is_not_kept(people: People, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.signed(people)
    place.backup()
    real = backend().copy

    def copied_short(to: Path, progress: Any) -> None:
        triggers.take_down(connection, triggers.standing(connection))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM intake_document")
        real(to, progress)

    monkeypatch.setattr(backend(), "copy", copied_short)
    assert "rows of intake_document are missing" in refused(place, returncode=1)


def test_an_altered_document_is_told_and_no_other_backup_goes(people: People, place: Place) -> None:
    factories.signed(people)
    (place.folder / "clinic-20200101T000000Z.dump.age").touch()
    triggers.take_down(connection, triggers.standing(connection))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_document SET pdf = %s", [b"%PDF-1.4 forged"])
    with pytest.raises(CommandError, match="1 signed documents are not as they were signed") as told:
        place.backup(keep_days=1)
    assert told.value.returncode == 1
    assert len(place.made) == 2
    assert json.loads((place.data / "backup-stamp.json").read_text())["verified"] is False
    with pytest.raises(CommandError, match="--even-altered"):
        place.restore(check=True)
    assert "can be restored" in place.restore(check=True, even_altered=True)


def test_older_ones_go_and_the_new_one_stays(place: Place) -> None:
    for day in (1, 2, 3):
        (place.folder / f"clinic-2020010{day}T000000Z.dump.age").touch()
    (place.folder / "notes.txt").touch()
    printed = place.backup(keep_days=2)
    assert [file.name[:15] for file in place.made[:-1]] == ["clinic-20200103", place.made[1].name[:15]]
    assert "Deleted clinic-20200101T000000Z.dump.age." in printed
    assert place.made[-1].name == "notes.txt"
    place.backup()
    place.backup()  # within a second, and without --keep nothing goes
    assert len(place.made) == 5


@pytest.mark.exhaustive  # a passphrase is made slow to guess
def test_a_passphrase_for_the_smallest(people: People, place: Place, tmp_path: Path) -> None:
    factories.patient(people.front_desk)
    secret, other = tmp_path / "secret", tmp_path / "other"
    secret.write_text("seven words that nobody guesses at all\n")
    other.write_text("seven other words that nobody guesses\n")
    place.backup(passphrase_file=secret)
    assert "1 people" in place.restore(check=True, passphrase_file=secret)
    with pytest.raises(CommandError, match="made for another key"):
        place.restore(check=True, passphrase_file=other)


def test_a_large_one_needs_a_key(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "PASSPHRASE_LIMIT", 1000)
    secret = tmp_path / "secret"
    secret.write_text("seven words that nobody guesses at all\n")
    assert "too large for a passphrase" in refused(place, returncode=2, passphrase_file=secret)


def test_new_backup_key_prints_a_pair(place: Place, settings: Any) -> None:
    out, words = StringIO(), StringIO()
    call_command("new_backup_key", stdout=out, stderr=words)
    (private,) = encryption.private_keys(out.getvalue())
    assert f"BACKUP_RECIPIENTS={private.to_public()}" in words.getvalue()
    assert "AGE-SECRET-KEY" not in words.getvalue()


@pytest.mark.postgresql
def test_pg_dump_that_is_missing_or_too_old(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not installed" in refused(place, returncode=2)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n")
    old.chmod(0o700)
    assert "pg_dump is older than the PostgreSQL server" in refused(place, returncode=2)


@pytest.mark.postgresql
def test_the_password_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    seen: dict[str, Any] = {}
    real = postgresql.subprocess.Popen

    def noted(command: list[str], **how: Any) -> Any:
        seen[Path(command[0]).name] = (command, how["env"])
        return real(command, **how)

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "never-on-a-command-line")
    monkeypatch.setattr(postgresql.subprocess, "Popen", noted)
    place.backup()
    for command, environment in seen.values():
        assert "never-on-a-command-line" not in " ".join(command)
        assert environment["PGPASSWORD"] == "never-on-a-command-line"
    assert seen.keys() == {"pg_dump", "pg_restore"}


@pytest.mark.postgresql
def test_an_account_that_makes_no_database_opens_nothing_and_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The archive is read and kept, but nobody is told that it is whole, and none that was is deleted for it."""
    (place.folder / "clinic-20200101T000000Z.dump.age").touch()
    monkeypatch.setattr(postgresql, "may_create", lambda: False)
    with pytest.raises(CommandError, match="CREATEDB") as told:
        call_command("backup", to=place.folder, keep_days=1)
    assert told.value.returncode == 2
    said = capsys.readouterr().out
    assert "Not verified: " in said
    assert "Not restored, for this account makes no database" in said
    assert len(place.made) == 2
    assert json.loads((place.data / "backup-stamp.json").read_text())["verified"] is False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own copying")
def test_people_who_save_all_the_time_wait_in_the_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each write of another connection makes SQLite begin anew."""
    monkeypatch.setattr(sqlite, "PAGES", 5)
    calls = iter(range(1_000_000))
    count = sqlite._Progress.__call__

    def saving(self: Any, *about: int) -> None:
        if self.left is not None and next(calls) % 10 == 9:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE IF NOT EXISTS trial (n)")
                cursor.execute("INSERT INTO trial VALUES (1)")
        count(self, *about)

    monkeypatch.setattr(sqlite._Progress, "__call__", saving)
    assert "Verified" in place.backup()
    assert next(calls) > 30
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trial")
