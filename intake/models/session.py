"""A sign-in on one machine: whose, since when, when last used, in which browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """Nobody's before the sign-in. ``intake.sessions`` writes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    signed_in_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField()
    """To a minute. A page that renews itself is no use."""
    browser = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"Sign-in of user {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type:
        from intake.sessions import SessionStore  # Django's own stores are imported before any model

        return SessionStore
