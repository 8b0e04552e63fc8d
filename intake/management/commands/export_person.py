"""``manage.py export_person``: everything about one person, in one file that only whoever runs this can read."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from intake.actions.exports import note_export
from intake.management import whole_file
from intake.management.answers_file import WRONG_INPUT
from intake.management.person_command import PersonCommand
from intake.management.person_file import person_file


class Command(PersonCommand):
    help = "Writes everything stored about one person to a ZIP file, with who did and saw what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--output", required=True, metavar="FILE.zip", help="written whole or not at all")

    def handle(self, *args: Any, record_number: str, by: str, output: str, **options: Any) -> None:
        actor, patient = self.administrator(by), self.person(record_number)
        content = person_file(patient)  # takes its time, and holds nobody up
        try:
            with whole_file.written(output, content):
                note_export(actor=actor, patient=patient)  # where it cannot be noted, nothing is written
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(f"{output!r} cannot be written: {reason}", returncode=WRONG_INPUT) from error
        self.stdout.write("Written. The file holds what is confidential: hand it over in person, then delete it here.")
