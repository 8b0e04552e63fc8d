"""What a clinician has typed of an examination and not finished: it becomes one version at "done"."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .intake import Intake


class Examination(models.Model):
    """Of one clinician on one intake. No rule looks at it. Once it is done, a version holds its answers instead."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="examinations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    """What was answered, by question id; null where an answer was cleared."""
    malformed = models.JSONField(default=dict)
    """What was typed but cannot be read, by question id."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "author"], name="examination_one_a_clinician"),
        ]

    def __str__(self) -> str:
        return f"Examination {self.pk}"

    @property
    def is_begun(self) -> bool:
        return bool(self.answers or self.malformed)
