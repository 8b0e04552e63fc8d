"""``manage.py verify_document``: is a file one of our documents, unaltered? Are all of them as they were made?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from intake.management.database_command import DatabaseCommand
from intake.models import Document, DocumentCopy, ReferralDocument, document_id
from intake.stored.verification import Verdict, verify

NOT_GENUINE, WRONG_INPUT, SUPERSEDED, VOID = 1, 2, 3, 4
_ENDS_WITH = {Verdict.GENUINE: 0, Verdict.SUPERSEDED: SUPERSEDED, Verdict.AMENDED: SUPERSEDED, Verdict.VOID: VOID}


class Command(DatabaseCommand):
    help = (
        "Says whether FILE is document ID, its copy without the record, or a referral letter or its copy, as it was "
        "made here. Exit 0 where it is genuine and counts; 1 where it is altered or unknown; 2 where the input is "
        "wrong; 3 where it is genuine, but superseded by an addendum or an amendment; 4 where it is void: do not use "
        "it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", metavar="ID", help="the document number at the foot of each page")
        parser.add_argument("file", nargs="?", metavar="FILE", help='the PDF; "-": standard input')
        parser.add_argument("--all", action="store_true", help="look at all stored documents instead")

    def handle(self, *args: Any, id: str | None, file: str | None, all: bool, **options: Any) -> None:
        if all:
            self._verify_all()
        elif id is None or file is None:
            raise CommandError("Give ID and FILE, or --all.", returncode=WRONG_INPUT)
        else:
            self._verify_one(id, file)

    def _verify_one(self, typed: str, file: str) -> None:
        number = document_id.read(typed)
        if number is None:
            raise CommandError(f"{typed!r} is no document number.", returncode=WRONG_INPUT)
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}", returncode=WRONG_INPUT) from error
        verdict = verify(number, sha256(content).hexdigest())
        self.stdout.write(verdict)
        if status := _ENDS_WITH.get(verdict, NOT_GENUINE):
            sys.exit(status)

    def _verify_all(self) -> None:
        """A few at a time: a clinic has thousands."""
        number = altered = 0
        copies = DocumentCopy.objects.order_by("document")
        letters = ReferralDocument.objects.order_by("pk")
        stored = (Document.objects.order_by("pk"), copies, letters)
        for kept in chain(*(rows.iterator(chunk_size=20) for rows in stored)):
            number += 1
            if sha256(kept.pdf).hexdigest() != kept.sha256:
                altered += 1
                self.stdout.write(f"{kept}: altered")
        self.stdout.write(f"{number} documents, {altered} altered")
        if altered:
            sys.exit(NOT_GENUINE)
