"""What was agreed to be done later, and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .intake import Intake
from .patient import Patient


class FollowUp(models.Model):
    """An accepted step of a signed intake that is still to be done."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="follow_ups")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="follow_ups")
    step = models.CharField(max_length=40)
    """The step's id, or that of the clinician's own step."""
    text = models.TextField(max_length=1000)
    due_from = models.DateField()
    due_by = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    words = models.TextField(max_length=1000, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_by", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "step"], name="follow_up_one_a_step"),
            models.CheckConstraint(condition=models.Q(due_from__lte=models.F("due_by")), name="follow_up_from_by"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_by__isnull=True, closed_at__isnull=True)
                | models.Q(state__in=["done", "not_needed"], closed_by__isnull=False, closed_at__isnull=False),
                name="follow_up_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_by"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"Follow-up {self.pk}"
