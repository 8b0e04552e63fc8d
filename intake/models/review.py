"""What a clinician decides about an intake, while it is being decided. The signature freezes it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from .intake import Intake


class Review(models.Model):
    class Choice(models.TextChoices):
        OPEN = "", "Left open"
        ACCEPTED = "accepted", "Accepted"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, primary_key=True, related_name="review")
    steps = models.JSONField(default=dict)
    """By step id: ``{"choice", "reason", "by", "at"}``. A step that is left open is not in it."""
    own_steps = models.JSONField(default=dict)
    """The clinician's own, by an id made here: ``{"text", "choice", "reason", "by", "at"}``, in the order added."""
    flags = models.JSONField(default=dict)
    """Red flags marked "clinically reviewed", by flag id: ``{"words", "by", "at"}``."""
    text = models.TextField(max_length=20_000, blank=True)
    """The clinician's own assessment."""
    revision = models.PositiveIntegerField(default=0)
    changed = models.JSONField(default=dict)
    """By key (``step:H01``, ``flag:RF01``, ``text``): the revision that changed it last, and the page that did."""
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Review of intake {self.pk}"

    @property
    def decided(self) -> set[str]:
        """The ids of the steps that somebody chose something for; a reason alone is no choice."""
        return {step_id for step_id, step in self.steps.items() if step.get("choice")}
