"""``manage.py erase_person``: what can be erased of one person. First it says what, and asks."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.erasing import Erasure, erase_person
from intake.management.person_command import PersonCommand
from intake.models import Patient

KEPT = (
    "What was submitted or signed is kept: clinicians acted on it, the law wants it kept for some years, and the "
    "database lets nobody change or delete it. So are alerts, and who did what."
)


class Command(PersonCommand):
    help = "Erases drafts, appointments, search terms and contact details of one person. Asks first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, record_number: str, by: str, dry_run: bool, **options: Any) -> None:
        actor, patient = self.administrator(by), self.person(record_number)
        self._tell("Would be", self._tried(actor, patient))
        if dry_run:
            return
        self.stdout.write("This cannot be undone. Backups keep it until they are rotated.")
        if self._typed() != record_number:
            self.stdout.write("That is another number. Nothing was changed.")
            return
        self._tell("Was", erase_person(actor=actor, patient=patient))

    def _tried(self, actor: User, patient: Patient) -> Erasure:
        with transaction.atomic():
            done = erase_person(actor=actor, patient=patient)
            transaction.set_rollback(True)
        return done

    def _typed(self) -> str:
        try:
            return input("Type the record number once more to erase: ")
        except EOFError:
            return ""

    def _tell(self, tense: str, done: Erasure) -> None:
        for what, counted in (("deleted", done.deleted), ("blanked", done.blanked), ("kept", done.kept)):
            self.stdout.write(f"{tense} {what}: {_counts(counted) or 'nothing'}")
        if done.kept:
            self.stdout.write(KEPT)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()) if number)
