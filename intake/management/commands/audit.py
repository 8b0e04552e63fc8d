"""``manage.py audit``: are the audit events as they were written? Notes the newest outside the database."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from intake.management.audit_anchor import AnchorFileError, anchor, anchors
from intake.management.database_command import DatabaseCommand
from intake.models import AuditEvent
from intake.stored.audit_check import Anchor, faults

ALTERED, UNUSABLE, NOT_NOTED = 1, 2, 3
"""Exit status."""


class Command(DatabaseCommand):
    help = (
        "verify: says of each audit event that was changed, removed, moved or put in by another hand, and whether the "
        "end is cut off. Exit 0 where all is as it was written, 1 where not, 2 where the database cannot be used. "
        "anchor: notes the newest event in the file that AUDIT_ANCHOR names. Exit 3 where that is not possible."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "anchor"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "verify":
            self._verify()
        else:
            self._anchor()

    def _verify(self) -> None:
        wrong = 0
        unreadable: list[str] = []
        for fault in chain(faults(_readable_anchors(unreadable)), unreadable):
            wrong += 1
            self.stdout.write(fault)
        if wrong:
            raise CommandError("The audit events are not as they were written.", returncode=ALTERED)
        self.stdout.write(f"{AuditEvent.objects.count()} audit events are as they were written.")

    def _anchor(self) -> None:
        try:
            made = anchor()
        except OSError as error:
            told = f"{settings.AUDIT_ANCHOR} cannot be written: {error.strerror}"
            raise CommandError(told, returncode=NOT_NOTED) from error
        self.stdout.write(f"Event {made.number} is {made}." if made else "There is no event to note yet.")


def _readable_anchors(told: list[str]) -> Iterator[Anchor]:
    """Up to what cannot be read, which is told: the chain is walked all the same."""
    try:
        yield from anchors()
    except AnchorFileError as error:
        told.append(str(error))
    except OSError as error:
        told.append(f"{settings.AUDIT_ANCHOR} cannot be read: {error.strerror}")
