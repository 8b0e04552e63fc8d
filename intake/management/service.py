"""A command that goes on until it is stopped, through faults of the database."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections

from intake.management.database_command import DatabaseCommand, check_tables
from intake.operation.jobs import Watcher

SECONDS = 30

log = logging.getLogger(__name__)


class ServiceCommand(DatabaseCommand):
    expects_tables = False  # it waits for a database that does not answer yet, and looks for them each time

    def go_on(self, watcher: Watcher) -> None:
        """Until Ctrl-C, or the signal by which a service is told to stop: what it holds is let go then."""
        signal.signal(signal.SIGTERM, _stop)
        try:
            while True:
                self._round(watcher)
                time.sleep(SECONDS)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")

    def _round(self, watcher: Watcher) -> None:
        try:
            close_old_connections()
            check_tables()
            watcher.round()
        except (OperationalError, InterfaceError) as error:
            log.error("The database did not answer (%s). Trying again in %s seconds.", type(error).__name__, SECONDS)


def _stop(*signal: Any) -> None:
    raise KeyboardInterrupt
