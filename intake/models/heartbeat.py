"""That something is still at work: one row each for the jobs beside the site and for the look at readiness."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils import timezone

JOBS, READY = "jobs", "ready"
SILENT_AFTER = datetime.timedelta(minutes=3)
"""Without a beat of the jobs for so long, people are told."""


class Heartbeat(models.Model):
    """Holds nothing of anybody. Written again and again, so neither audited nor kept."""

    name = models.CharField(max_length=10, primary_key=True)
    at = models.DateTimeField(null=True)
    """The last time that all went well; nothing where it never did."""
    held_by = models.CharField(max_length=32, blank=True, default="")
    """Which process is at it."""
    held_until = models.DateTimeField(null=True)
    """After that another may go on: the process that held it was killed."""

    def __str__(self) -> str:
        return self.name

    @property
    def is_silent(self) -> bool:
        return self.at is None or self.at < timezone.now() - SILENT_AFTER
