"""``manage.py run_jobs``: the one service beside the site. Watches alerts and does what has to be done now and then."""

from __future__ import annotations

from typing import Any

from intake.management.service import ServiceCommand
from intake.operation.jobs import Jobs


class Command(ServiceCommand):
    help = "Mails about alerts that nobody acknowledged in time, and clears what has ended. Runs until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        self.go_on(Jobs())
