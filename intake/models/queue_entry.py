"""What the clinician's queue sorts and filters by: of each intake with an assessment one narrow row, and an index for
each order that the queue can be asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .intake import Intake

DONE = 1000
"""The place of what waits no more: behind every place of ``queue_place``."""
_PLACE = ("place", "since", "intake")
_DATE = ("done_at", "intake")


class QueueEntry(models.Model):
    """It says what other rows say, and is written by the action that writes those: see ``list_in_queue``."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CORRECTING = "correcting", "Being corrected"
        SIGNED = "signed", "Signed"
        VOID = "void", "Void"
        IN_ERROR = "in_error", "Entered in error"

    intake = models.OneToOneField(Intake, primary_key=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    tier = models.PositiveSmallIntegerField()
    """Of the newest assessment."""
    place = models.PositiveSmallIntegerField()
    """While it waits, the intake's; else ``DONE``."""
    since = models.DateTimeField()
    """When it was submitted first."""
    done_at = models.DateTimeField(null=True)
    """When it was signed, or declared void; of what was entered in error, when it was submitted first."""
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    undecided = models.BooleanField()
    """Some key step of the newest assessment is."""
    alert = models.BooleanField()
    """One is open."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "correcting"], place__lt=DONE, done_at__isnull=True)
                | Q(state__in=["signed", "void", "in_error"], place=DONE, done_at__isnull=False, claimed_by=None),
                name="queue_entry_waits_or_is_done",
            ),
        ]
        indexes = [
            models.Index(fields=_PLACE, name="queue_place"),
            models.Index(fields=["tier", *_PLACE], name="queue_tier"),
            models.Index(fields=["state", *_DATE], name="queue_date"),
            models.Index(fields=["state", "tier", *_DATE], name="queue_date_tier"),
            models.Index(fields=_PLACE, condition=Q(undecided=True), name="queue_undecided"),
            models.Index(fields=["tier", *_PLACE], condition=Q(undecided=True), name="queue_undecided_tier"),
            models.Index(fields=["state", *_DATE], condition=Q(undecided=True), name="queue_undecided_date"),
            models.Index(
                fields=["state", "tier", *_DATE], condition=Q(undecided=True), name="queue_undecided_date_tier"
            ),
            models.Index(fields=_PLACE, condition=Q(alert=True), name="queue_alert"),
            models.Index(fields=["state", *_DATE], condition=Q(alert=True), name="queue_alert_date"),
            models.Index(fields=["claimed_by", *_PLACE], condition=Q(claimed_by__isnull=False), name="queue_claimed"),
            models.Index(fields=["state", *_PLACE], condition=Q(state="correcting"), name="queue_correcting"),
        ]

    def __str__(self) -> str:
        return f"Queue entry of intake {self.intake_id}"
