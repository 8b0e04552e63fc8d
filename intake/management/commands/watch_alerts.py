"""``manage.py watch_alerts``: mails that nobody has acknowledged an alert in time. Says nothing of whom it is about."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from intake.management.database_command import check_tables
from intake.management.service import ServiceCommand
from intake.operation.jobs import Watcher
from intake.operation.watching import NobodyToMailError

NOT_SET_UP, NOT_SENT = 2, 1


class Command(ServiceCommand):
    help = "Mails the clinical leads when nobody has acknowledged a safety alert in time. run_jobs does it, and more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and end, as for cron")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        try:
            if once:
                self._once()
            else:
                self.go_on(Watcher())
        except NobodyToMailError as nobody:
            raise CommandError(str(nobody), returncode=NOT_SET_UP) from None

    def _once(self) -> None:
        check_tables()
        if not Watcher().round():
            raise CommandError("The mail was not sent. It is tried again the next time.", returncode=NOT_SENT)
