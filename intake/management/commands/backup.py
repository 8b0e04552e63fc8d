"""``manage.py backup``: a copy of the database while the site runs, opened and counted, encrypted, and kept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from intake.backup import BackupError, NotSetUpError, contents, encryption, postgresql, rotation
from intake.backup.backend import backend
from intake.backup.files import check_space, whole_file, work_folder, write_stamp
from intake.management.backup_command import BackupCommand


class Command(BackupCommand):
    expects_tables = False  # before an upgrade, it is that of an earlier release
    help = (
        "Copies the database while the site runs, opens the copy and counts what is in it, encrypts it to the public "
        "keys of BACKUP_RECIPIENTS, and keeps it in a folder. Exit 0 where that is done; 1 where it failed; 2 where "
        "something has to be set up first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to (default: BACKUP_DIR)")
        for period in rotation.Keep._fields:
            told = f"of the last N {period} keep the newest backup each, and delete what no such option keeps"
            parser.add_argument(f"--keep-{period}", type=int, default=0, metavar="N", help=told)

    def handle(self, *args: Any, to: Path | None, passphrase_file: Path | None, **options: Any) -> None:
        keep = rotation.Keep(*(options[f"keep_{period}"] for period in rotation.Keep._fields))
        if min(keep) < 0:
            raise NotSetUpError("--keep-days, --keep-weeks and --keep-months: 0 or more is allowed.")
        folder = _folder(to)
        lock: encryption.Lock = (
            encryption.passphrase(passphrase_file)
            if passphrase_file
            else encryption.public_keys(settings.BACKUP_RECIPIENTS)
        )
        made = self._back_up(folder, lock)
        if any(keep):
            for old in rotation.superfluous(folder.iterdir(), keep, newest=made):
                old.unlink()
                self.stdout.write(f"Deleted {old.name}.")

    def _back_up(self, folder: Path, lock: encryption.Lock) -> Path:
        kind = backend()
        now = timezone.now()
        file = _unused(folder / rotation.name(now, kind.KIND))
        before = contents.count_rows(connection)
        if "intake_patient" not in before:
            raise NotSetUpError("There is no database of this program to back up yet. Run manage.py migrate first.")
        with work_folder() as work:
            plain = work / "copy"
            with _bar("copied", unit="page" if kind.KIND == "sqlite3" else "B") as progress:
                kind.copy(plain, progress)
            verified, found = self._verify(plain, before)
            check_space(folder, plain.stat().st_size)
            with plain.open("rb") as source, whole_file(file) as hidden, _bar("encrypted", unit="B") as progress:
                progress.total = plain.stat().st_size
                encryption.encrypt(_Read(source, progress), hidden, lock)
        altered = found.altered if found else 0
        write_stamp(at=now.isoformat(), file=file.name, verified=found is not None and not altered)
        self.stdout.write(f"{file}\n{'Verified' if found else 'Not verified'}: {verified}")
        if found is None:
            raise NotSetUpError(
                "Whether it can be restored is not known. This backup is kept, and no other was deleted. Run it with "
                "the DATABASE_URL of the tables' owner, which needs the right to make a database (CREATEDB)."
            )
        if altered:
            raise CommandError(
                f"{altered} signed documents are not as they were signed, in the site's own database too: run "
                "manage.py verify_document --all. This backup is kept, and no other was deleted.",
                returncode=1,
            )
        return file

    def _verify(self, plain: Path, before: dict[str, int]) -> tuple[str, contents.Contents | None]:
        """What can be said of it, and what is in it where it could be opened."""
        kind = backend()
        if kind is postgresql and not postgresql.may_create():
            tables = postgresql.listed(plain)
            return f"read to its end, rows of {tables} tables. Not restored, for this account makes no database.", None
        with kind.beside(plain) as copied:
            found = contents.contents(copied)
        if lost := contents.lost(before, found.rows):
            raise BackupError(f"The copy is not whole: rows of {lost[0]} are missing. It was not kept.")
        return f"opened, {found}.", found


class _Read:
    """A file that tells how far it was read."""

    def __init__(self, file: Any, progress: tqdm[Any]) -> None:
        self.file, self.progress = file, progress

    def read(self, size: int = -1) -> bytes:
        content: bytes = self.file.read(size)
        self.progress.update(len(content))
        return content


def _bar(what: str, *, unit: str) -> tqdm[Any]:
    return tqdm(desc=what, unit=unit, unit_scale=True, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


def _folder(to: Path | None) -> Path:
    folder: Path | None = to or settings.BACKUP_DIR
    if folder is None:
        raise NotSetUpError("Where to? Give --to FOLDER, or set BACKUP_DIR.")
    if not folder.is_dir():
        raise NotSetUpError(f"{folder} is no folder. Make it, or mount its disk.")
    return folder


def _unused(file: Path) -> Path:
    """Two within a second are two."""
    number, wanted = 1, file
    while file.exists():
        number += 1
        file = wanted.with_name(wanted.name.replace("Z.", f"Z-{number}.", 1))
    return file
