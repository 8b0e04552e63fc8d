"""What a clinician has typed of an examination and not finished: it becomes one version at "done"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    pages = models.JSONField(default=dict)
    """Which open page each of them was typed on last, by question id."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "author"], name="examination_one_a_clinician"),
        ]

    def __str__(self) -> str:
        return f"Examination {self.pk}"

    @property
    def typed(self) -> dict[str, Any]:
        """By question id, the answer as JSON, or what cannot be read as its fields."""
        return {**self.answers, **self.malformed}

    @property
    def is_begun(self) -> bool:
        return bool(self.answers or self.malformed)

    def forget(self, question_ids: Iterable[str]) -> None:
        """What was kept of these; the caller saves it."""
        for id_ in question_ids:
            for kept in (self.answers, self.malformed, self.pages):
                kept.pop(id_, None)
