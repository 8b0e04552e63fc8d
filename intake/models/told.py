"""The front desk told a clinician that the answers call for one: whom, when, and of which call."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .alert import Alert
from .intake import Intake
from .written_once import WrittenOnce

LONGEST_NAME = 120


class ClinicianTold(WrittenOnce):
    """Telling is no acknowledgement: the alerts stay open until a clinician has seen them. Somebody told again is a new
    row."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="told")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    """The newest that was open when the desk told of it: one raised later has not been told. The desk never sees it."""
    call = models.CharField(max_length=10, choices=[(call, call.label) for call in Intake.Call if call])
    """What the front desk read then."""
    clinician = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody, where a name was written instead."""
    name = models.CharField(max_length=LONGEST_NAME)
    """As it was chosen or written."""
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(call__in=["safety", "emergency"]), name="told_call_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="told_somebody"),
        ]

    def __str__(self) -> str:
        return f"Told {self.pk}"
