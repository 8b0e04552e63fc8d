"""The newest audit event, noted in a file: who cuts the end off the table, or writes it all anew, does not reach this.

Each line has number, hash and time. A site keeps the file where the database's own administrator does not write.
"""

from __future__ import annotations

import datetime
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake.actions.audit import last_event
from intake.stored.audit_check import Anchor

_LONGEST = 200
"""Bytes of a line, and more."""
_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64}) (\S{10,40})\n")


class AnchorFileError(Exception):
    """A line is not one of ours, or is out of order. The message says which."""


@transaction.atomic
def anchor() -> Anchor | None:
    """Note the newest event, unless it is noted already. None where there is no event yet.

    Holding the lock of the chain: of two at once, each notes what is newest when it writes. Raises OSError where the
    file cannot be written.
    """
    number, digest = last_event()
    if not number:
        return None
    made = Anchor(number, digest, timezone.now())
    _note(Path(settings.AUDIT_ANCHOR), f"{number} {digest} ", made.at.astimezone(datetime.UTC).isoformat())
    return made


def anchors() -> Iterator[Anchor]:
    """All that were noted, oldest first; none where there is no file. Raises AnchorFileError."""
    file, before = Path(settings.AUDIT_ANCHOR), 0
    if not file.exists():
        return
    with file.open(encoding="ascii", errors="replace", newline="\n") as lines:
        for place, line in enumerate(lines, start=1):
            if not line.endswith("\n"):
                return  # cut short by a crash: the next one takes its place
            found = _read(line)
            if found is None or found.number < before:
                raise AnchorFileError(f"Line {place} of {file} is not as it was written.")
            before = found.number
            yield found


def _read(line: str) -> Anchor | None:
    match = _LINE.fullmatch(line)
    try:
        return Anchor(int(match[1]), match[2], datetime.datetime.fromisoformat(match[3])) if match else None
    except ValueError:
        return None


def _note(file: Path, event: str, at: str) -> None:
    """One more line, on the disk when this returns; all of it, or nothing. Nobody else may read the file."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as content:
        end = content.seek(max(0, content.seek(0, os.SEEK_END) - _LONGEST))
        tail = content.read()
        whole = tail[: tail.rfind(b"\n") + 1]  # not a line that was cut short by a crash
        if whole.splitlines()[-1:] and whole.splitlines()[-1].startswith(event.encode()):
            return
        end += len(whole)
        content.truncate(end)
        content.seek(end)
        line = f"{event}{at}\n".encode()
        if content.write(line) != len(line):  # the disk is full
            content.truncate(end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(content.fileno())
