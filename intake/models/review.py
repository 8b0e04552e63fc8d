"""What a clinician decides about an intake, while it is being decided. The signature freezes it."""

from __future__ import annotations

from collections.abc import Iterable

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
    """By step id: ``{"choice", "reason", "by", "user", "at"}``; ``by`` is the name as shown, ``user`` the account."""
    own_steps = models.JSONField(default=dict)
    """The clinician's own, by an id made here: ``{"text", "choice", "reason", "by", "user", "at"}``."""
    flags = models.JSONField(default=dict)
    """Red flags marked "clinically reviewed", by flag id: ``{"words", "by", "user", "at"}``."""
    text = models.TextField(max_length=20_000, blank=True)
    """The clinician's own assessment."""
    revision = models.PositiveIntegerField(default=0)
    changed = models.JSONField(default=dict)
    """By key (``step:H01``, ``own:…``, ``flag:RF01``, ``text``), last change: ``{"revision", "page", "before"}``."""
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Review of intake {self.pk}"

    @property
    def own_in_order(self) -> dict[str, dict[str, str]]:
        """Own steps in the order added: PostgreSQL keeps none of its own."""
        return dict(sorted(self.own_steps.items()))

    @property
    def decided(self) -> set[str]:
        """The ids of the steps that somebody chose something for; a reason alone is no choice."""
        return {step_id for step_id, step in self.steps.items() if step.get("choice")}

    @property
    def says_nothing(self) -> bool:
        """Nothing was decided, marked or written."""
        return not (self.decided or self.own_steps or self.flags or self.text)

    def kept(self, key: str) -> dict[str, str]:
        """What is stored under this key, with who wrote it and when; empty where nothing is."""
        kind, _, id_ = key.partition(":")
        if kind == "text":
            return {"text": self.text} if self.text else {}
        kept: dict[str, str] = {"step": self.steps, "own": self.own_steps, "flag": self.flags}[kind].get(id_, {})
        return kept

    def value(self, key: str) -> dict[str, str]:
        """What is stored under this key, without who and when."""
        return {name: said for name, said in self.kept(key).items() if name not in ("by", "user", "at")}

    @classmethod
    def of(cls, intake: Intake) -> Review:
        """What was decided on this intake so far."""
        return cls.objects.filter(pk=intake.pk).first() or cls(intake=intake)

    def undecided(self, key_steps: Iterable[str]) -> int:
        """How many of these steps nobody has decided on. Decisions carry over to a new version of the answers."""
        return len(set(key_steps) - self.decided)
