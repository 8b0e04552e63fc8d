"""Files that are there as a whole or not at all, readable by their owner only."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from intake.backup import BackupError, NotSetUpError
from intake.database.owner import give_to_owner_of_folder

WORK = "backup-work-"
LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which a work folder is that of a backup that was killed."""


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """For what is not encrypted yet: beside the data, which is no better kept, and gone afterwards."""
    folder = data_folder()
    for old in folder.glob(f"{WORK}*"):
        if time.time() - old.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORK, dir=folder) as made:
        yield Path(made)


def data_folder() -> Path:
    folder = Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else settings.DATA_DIR
    if not folder.is_dir():
        raise NotSetUpError("DATA_DIR names no folder. It is where a backup is made before it is encrypted.")
    return Path(folder)


@contextlib.contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """Written beside, brought to the disk, and only then given its name."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as writing:
            yield writing
            writing.flush()
            os.fsync(writing.fileno())
        part.replace(file)
        sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """A name is kept through a power cut once its folder is. Windows does that by itself."""
    with contextlib.suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        told = f"{needed // 1_000_000 + 1} MB are needed, {free // 1_000_000} are free"
        raise BackupError(f"There is not enough room in {folder}: {told}.")


def write_stamp(**said: Any) -> None:
    """What the site's health page looks at. In the folder of ``BACKUP_STAMP``, which the site can read."""
    with whole_file(settings.BACKUP_STAMP) as file:
        file.write(json.dumps(said).encode())
    give_to_owner_of_folder(settings.BACKUP_STAMP)


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """What the system says of files, in a line."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise BackupError("The disk is full. What was begun is removed, and nothing else was changed.") from error
        raise BackupError(f"{error.filename or 'A file'}: {error.strerror or type(error).__name__}.") from error
    except UnicodeDecodeError as error:
        raise BackupError("The file of the key or passphrase is no text.") from error
