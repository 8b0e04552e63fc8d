"""A safety alert: something a clinician has to see now, whether or not the form is finished."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from intake.clinical.rules.alert_kinds import ALERT_KINDS

from .clinic import LONGEST_OUTCOME, ClinicProfile
from .intake import Intake

LONGEST_WORDS = 1000


def overdue_since(minutes: int) -> datetime.datetime:
    """What was raised then or before has waited longer than an alert may: it climbs."""
    return timezone.now() - datetime.timedelta(minutes=minutes)


class AlertQuerySet(models.QuerySet["Alert"]):
    def still_open(self) -> AlertQuerySet:
        return self.filter(Alert.OPEN)

    def overdue(self, minutes: int) -> AlertQuerySet:
        """Raised longer ago than an alert may wait to be acknowledged, whoever saved what meanwhile."""
        return self.filter(raised_at__lte=overdue_since(minutes))

    def climbed(self, minutes: int) -> AlertQuerySet:
        """Those that nobody acknowledged in time, whether or not somebody has since."""
        limit = models.F("raised_at") + datetime.timedelta(minutes=minutes)
        late = Alert.OPEN | models.Q(acknowledged_at__gt=limit) | models.Q(settled_at__gt=limit)
        return self.overdue(minutes).filter(late)


class Alert(models.Model):
    """One red flag with the answers that made it so. Further answers raise an alert of their own.

    What was raised never changes, nor does an acknowledgement. Answers taken back do not close an alert.
    """

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="alerts")
    flag = models.CharField(max_length=10)
    """The red flag's id."""
    title = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    kind = models.CharField(max_length=40, blank=True, default="")
    """A key of ``ALERT_KINDS`` when it was raised; of alerts raised before kinds were kept, nobody knows it."""
    because = models.JSONField()
    """The answers, each as ``{"question", "label", "said", "answer"}``."""
    asks_for_answer = models.BooleanField(default=False)
    """It was raised because an answer was missing, and closes by itself when that comes."""
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Whose saving raised it."""
    lapsed_at = models.DateTimeField(null=True)
    """When the flag was no longer present in the answers."""
    settled_at = models.DateTimeField(null=True)
    """When it closed by itself: it asked for a missing answer only, and the answer came."""
    mailed_at = models.DateTimeField(null=True)
    """When somebody was mailed that nobody had acknowledged it."""
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=LONGEST_OUTCOME, blank=True)
    """What was done: one of those offered for its kind then, or a line of the site's own list."""
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)

    OPEN = models.Q(acknowledged_at__isnull=True, settled_at__isnull=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, outcome="", words="")
                | (models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~models.Q(outcome="")),
                name="alert_acknowledged_by_somebody_with_an_outcome",
            ),
        ]
        indexes = [
            # The figures of a period.
            models.Index(fields=["raised_at"], name="alert_raised"),
            models.Index(
                fields=["raised_at"],
                condition=models.Q(acknowledged_at__isnull=True, settled_at__isnull=True),
                name="alert_open",
            ),
            models.Index(
                fields=["tier", "-raised_at", "-id"],
                condition=models.Q(acknowledged_at__isnull=True, settled_at__isnull=True),
                name="alert_urgent",
            ),
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None and self.settled_at is None

    def is_overdue(self, minutes: int) -> bool:
        """Raised longer ago than an alert may wait."""
        return self.raised_at <= overdue_since(minutes)

    @property
    def kind_title(self) -> str:
        """Its kind in words, or "Alert" where today's rules have none of that name."""
        return ALERT_KINDS[self.kind].title if self.kind in ALERT_KINDS else "Alert"

    def outcomes(self, clinic: ClinicProfile) -> tuple[str, ...]:
        """What can have been done about it: what fits its kind, all where that is not known; then the site's own."""
        kinds = [ALERT_KINDS[self.kind]] if self.kind in ALERT_KINDS else ALERT_KINDS.values()
        return tuple(dict.fromkeys([*(each for kind in kinds for each in kind.outcomes), *clinic.own_outcomes]))
