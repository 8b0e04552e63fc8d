"""What proves, beside the password, that it is the person. Passkeys are rows of django_otp_webauthn."""

from __future__ import annotations

import base64
import datetime
import hmac
import time

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django_otp.oath import TOTP

from intake.sealing import unseal

DIGITS = 6
DRIFT = 1
"""Steps of 30 seconds that the clock of a phone may be ahead or behind."""


def fitting_step(key: bytes, code: str) -> int | None:
    """The step of time whose code this is, if it is about now; the earliest, where two have the same code."""
    now = TOTP(key, digits=DIGITS)
    now.time = time.time()
    for drift in range(-DRIFT, DRIFT + 1):
        now.drift = drift
        if hmac.compare_digest(f"{now.token():0{DIGITS}}".encode(), code.encode()):
            return int(now.t())
    return None


def typed_key(key: bytes) -> str:
    """As an app takes it where it cannot scan: capitals and digits in groups of four."""
    letters = base64.b32encode(key).decode().rstrip("=")
    return " ".join(letters[place : place + 4] for place in range(0, len(letters), 4))


class Authenticator(models.Model):
    """The app on a person's phone that shows a new code every 30 seconds."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="authenticator")
    sealed_key = models.TextField()
    """See ``intake.sealing``."""
    last_step = models.BigIntegerField()
    """The step of time of the last code that was taken: neither it nor an earlier one is taken again."""
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Authenticator {self.pk}"

    def fitting_step(self, code: str) -> int | None:
        """Raises UnreadableError."""
        return fitting_step(unseal(self.sealed_key), code)


class RecoveryCode(models.Model):
    """For the day on which the phone is lost. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Recovery code {self.pk}"


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def waiting(self) -> FactorResetQuerySet:
        return self.filter(outcome="", proposed_at__gt=timezone.now() - FactorReset.LASTS)

    def too_old(self) -> FactorResetQuerySet:
        return self.filter(outcome="", proposed_at__lte=timezone.now() - FactorReset.LASTS)


class FactorReset(models.Model):
    """An administrator proposes that somebody's factors end, who has lost them; a second person decides."""

    LASTS = datetime.timedelta(days=7)

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where it was done on the server."""
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    """Empty while it waits."""
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    second_person = models.CharField(max_length=150, blank=True, default="")
    """Who confirmed what was done on the server, as whoever runs it wrote the name."""

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(outcome=""), name="factor_reset_waits_once"),
        ]

    def __str__(self) -> str:
        return f"Factor reset {self.pk}"

    @property
    def lasts_until(self) -> datetime.datetime:
        return self.proposed_at + self.LASTS
