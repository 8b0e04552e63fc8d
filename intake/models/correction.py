"""What was put right with an intake, or withdrawn: by whom, when and why. The intake itself is never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .intake import Intake
from .patient import Patient
from .written_once import WrittenOnce


class Merge(WrittenOnce):
    """Two records were of one person: one is kept, and the other leads to it; or that was undone."""

    class Kind(models.TextChoices):
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Taken apart again"

    kind = models.CharField(max_length=6, choices=Kind)
    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["merged", "undone"]), name="merge_kind_known"),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class Correction(WrittenOnce):
    class Kind(models.TextChoices):
        SENT_BACK = "sent_back", "Sent back to the front desk"
        ANSWERED = "answered", "Submitted again"
        DISCARDED = "discarded", "Discarded"
        IN_ERROR = "in_error", "Entered in error"
        RESTORED = "restored", "Restored"
        MOVED = "moved", "Moved to another person's record"

    WITHOUT_REASON = (Kind.ANSWERED, Kind.RESTORED)

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(max_length=1000, blank=True)
    """Why; of what was sent back, the note to the front desk. Empty where it was answered or restored."""
    state_before = models.CharField(max_length=10, choices=Intake.State)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    from_patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose intake it was, where it was moved."""
    to_patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    merge = models.ForeignKey(Merge, null=True, on_delete=models.PROTECT, related_name="moves")
    """The merge of two records that moved it, or the undoing of one."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["sent_back", "answered", "discarded", "in_error", "restored", "moved"]),
                name="correction_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") | models.Q(kind__in=["answered", "restored"]),
                name="correction_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="moved", from_patient__isnull=False, to_patient__isnull=False)
                | (~models.Q(kind="moved") & models.Q(from_patient__isnull=True, to_patient__isnull=True)),
                name="correction_moved_from_somebody_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "kind"], name="correction_of_intake"),
            models.Index(fields=["kind", "made_at"], name="correction_in_time"),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk}"
