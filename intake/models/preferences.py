"""How somebody likes to work."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Preferences(models.Model):
    """One row for whoever has chosen something."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    single_keys = models.BooleanField("keys answer questions", default=True)
    """Off: no single key does anything of its own (WCAG 2.1.4)."""
    names_short = models.BooleanField("names on the board are short", default=False)
    """The screen can be read from the counter: the board "Today" shows initials and record numbers."""
    only_mine = models.BooleanField("the board shows only mine", default=False)
    """Whom this person entered, and the intakes that they started."""

    def __str__(self) -> str:
        return f"Preferences of user {self.pk}"

    @classmethod
    def of(cls, user: User) -> Preferences:
        """What this person has chosen, or the defaults."""
        return cls.objects.filter(pk=user.pk).first() or cls(user=user)
