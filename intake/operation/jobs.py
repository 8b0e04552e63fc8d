"""What is done beside the pages, again and again: one round, for ``manage.py run_jobs`` and ``watch_alerts``."""

from __future__ import annotations

import contextlib
import logging
import math
import secrets
import time
from collections.abc import Callable
from importlib import import_module

from django import db
from django.conf import settings

from intake.actions.heartbeat import beat, let_go, take_hold
from intake.actions.queueing import mend_queue
from intake.actions.throttle import sweep
from intake.management.audit_anchor import anchor
from intake.models.heartbeat import JOBS
from intake.operation.watching import NobodyToMailError, mail_what_climbed

log = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600


def clear_sessions() -> None:
    """Those that have ended, which nobody can use any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


CHORES: tuple[tuple[str, Callable[[], object], int], ...] = (
    ("clearing sessions", clear_sessions, HOUR),
    ("clearing what was spent of tokens", sweep, HOUR),
    ("noting the newest audit event outside the database", anchor, MINUTE),
    ("looking whether all that waits is in the queue", mend_queue, 10 * MINUTE),
)
"""Their names, what does them, and after how many seconds again."""


class Watcher:
    """Of one process. Two may run: one does the work, and the other goes on when the first is gone."""

    def __init__(self) -> None:
        self.me = secrets.token_hex(16)

    def round(self) -> bool:
        """Whether what was due went well, or another process is at it. The heartbeat says the same to the pages.

        Raises:
            NobodyToMailError: of a watcher that does nothing else.
        """
        if not take_hold(name=JOBS, by=self.me):
            return True
        try:
            if well := self.work():
                beat(name=JOBS)
            return well
        finally:
            # Where the database has gone meanwhile, time lets go.
            with contextlib.suppress(db.Error):
                let_go(name=JOBS, by=self.me)

    def work(self) -> bool:
        return mail_what_climbed()


class Jobs(Watcher):
    """Watches alerts, and does what else has to be done now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.done_at: dict[str, float] = {}
        self.told = ""

    def work(self) -> bool:
        well = self._watch()
        for chore in CHORES:
            self._do(*chore)
        return well

    def _watch(self) -> bool:
        """A clinic that has no mail is told on screen only: that is no fault, and said once."""
        try:
            return super().work()
        except NobodyToMailError as nobody:
            if self.told != str(nobody):
                log.warning("%s Alerts are told on screen only.", nobody)
            self.told = str(nobody)
            return True

    def _do(self, name: str, do: Callable[[], object], seconds: int) -> None:
        """One that fails keeps no other from being done, and is tried again in the next round."""
        if time.monotonic() - self.done_at.get(name, -math.inf) < seconds:
            return
        try:
            do()
            self.done_at[name] = time.monotonic()
        except Exception:
            log.exception("Not done: %s.", name)
