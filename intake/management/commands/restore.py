"""``manage.py restore``: a backup opened, counted, brought to this release beside the site, and put in its place."""

from __future__ import annotations

import contextlib
import datetime
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from intake.backup import BackupError, NotSetUpError, contents, encryption
from intake.backup.backend import backend
from intake.backup.files import check_space, work_folder
from intake.backup.opened import check_release
from intake.database import triggers
from intake.management.backup_command import BackupCommand
from intake.models import AuditEvent, StaffSession


class Command(BackupCommand):
    expects_tables = False  # there may be no database yet
    help = (
        "Opens a backup, counts what is in it, and brings it to this release, all beside the site's database; then "
        "puts it in its place. The old one is kept under another name. Stop the site first. Exit 0 where it is "
        "restored; 1 where it is not, or something is to be looked at; 2 where a key, a file or a program is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="made by manage.py backup")
        parser.add_argument("--identity", metavar="KEYFILE", help='the file with the private key; "-": standard input')
        parser.add_argument("--check", action="store_true", help="only look whether it could be restored")
        told = "restore even where signed documents in the backup are not as they were signed"
        parser.add_argument("--even-altered", action="store_true", help=told)

    def handle(
        self, *args: Any, file: Path, identity: str | None, passphrase_file: Path | None, **options: Any
    ) -> None:
        key = _key(identity, passphrase_file)
        if not file.is_file():
            raise NotSetUpError(f"{file} is no file.")
        kind = backend()
        with work_folder() as work, contextlib.nullcontext() if options["check"] else kind.alone():
            plain = work / "restored"
            check_space(work, file.stat().st_size)
            with file.open("rb") as hidden, plain.open("xb") as opened:
                encryption.decrypt(hidden, opened, key)
            _check_kind(plain)
            with kind.beside(plain) as restored:
                self._make_ready(restored, even_altered=options["even_altered"])
                if options["check"]:
                    self.stdout.write("It can be restored. Nothing was changed.")
                    return
                newer = _newer_in_old(restored)
                name = restored.settings_dict["NAME"]
                restored.close()
                kept = kind.switch(
                    Path(name) if kind.KIND == "sqlite3" else name, f"before-restore-{timezone.now():%Y%m%dT%H%M%SZ}"
                )
        self._look_after(kept, newer)

    def _make_ready(self, restored: BaseDatabaseWrapper, *, even_altered: bool) -> None:
        left = check_release(restored)
        found = contents.contents(restored)
        self.stdout.write(f"The backup holds {found}.")
        if found.altered and not even_altered:
            raise BackupError(
                f"{found.altered} signed documents in the backup are not as they were signed. Nothing was changed. "
                "An older backup may be whole; --even-altered restores this one all the same."
            )
        if left:
            self.stdout.write(f"It is of an earlier release: {left} migrations are done now.")
            call_command("migrate", database=restored.alias, interactive=False, verbosity=0)
        elif lost := triggers.missing(restored):
            self.stdout.write(f"{triggers.complaint(lost)} They are put up now.")
            triggers.put_up(restored)
        # Whoever was signed in when it was made is not any more.
        StaffSession.objects.using(restored.alias).all().delete()

    def _look_after(self, kept: str, newer: str) -> None:
        self.stdout.write(f"Restored. {newer}")
        if kept:
            self.stdout.write(
                f"The old database is kept as {kept}. It holds the same patients' data: delete it in time."
            )
        self.stdout.write("Everybody has to sign in again. Accounts, roles and passwords are those of the backup.")
        if lost := triggers.missing(connection):
            raise CommandError(f"{triggers.complaint(lost)} {triggers.REMEDY}", returncode=1)
        commands = get_commands()
        if "database_accounts" in commands and connection.vendor == "postgresql":
            self.stdout.write("Run manage.py database_accounts, so that the site's own account may use the database.")
        if "audit" in commands:
            self.stdout.write("The chain of audit events. What came after the backup counts as an end that is cut off:")
            call_command("audit", "verify", stdout=self.stdout, stderr=self.stderr)


def _key(identity: str | None, passphrase_file: Path | None) -> Any:
    if (identity is None) == (passphrase_file is None):
        raise NotSetUpError("Give --identity KEYFILE, or --passphrase-file FILE.")
    if passphrase_file:
        return encryption.passphrase(passphrase_file)
    text = sys.stdin.read() if identity in (None, "-") else Path(str(identity)).read_text(encoding="utf-8")
    return encryption.private_keys(text)


def _check_kind(plain: Path) -> None:
    from intake.backup import postgresql, sqlite

    with plain.open("rb") as file:
        begins = file.read(16)
    found = next((kind for kind in (sqlite, postgresql) if begins.startswith(kind.MAGIC)), None)
    if found is None:
        raise BackupError("The file holds no backup of this program. Nothing was changed.")
    if found is not backend():
        names = {sqlite: "SQLite", postgresql: "PostgreSQL"}
        raise NotSetUpError(
            f"This is a backup of a {names[found]} database, and the site's is {names[backend()]}: see DATABASE_URL. "
            "Nothing was changed."
        )


def _newer_in_old(restored: BaseDatabaseWrapper) -> str:
    """What the site's own database has that the backup has not, by its audit rows."""
    last = contents.newest_event(restored)
    if last is None:
        return "The backup holds no audit row."
    number, until = last[0], _time(last[1])
    try:
        more = AuditEvent.objects.filter(pk__gt=number).count()
        newest = contents.newest_event(connection)
    except Error:
        return f"The backup goes to {until}. Whether the old database holds more could not be read."
    if not more or newest is None:
        return f"The backup goes to {until}, and the old database holds nothing newer."
    return (
        f"The backup goes to {until}. The old database holds {more} audit events after it, until {_time(newest[1])}: "
        "see what has to be entered again."
    )


def _time(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%d %b %Y, %H:%M}"
