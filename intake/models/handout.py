"""A handout was given to a person: which words, how, by whom and when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .intake import Intake
from .patient import Patient
from .written_once import WrittenOnce


class HandoutGiven(WrittenOnce):
    """Given again, it is another row. It stands beside the intake, so that it can be given after the signature, too."""

    class How(models.TextChoices):
        PRINTED = "printed", "On paper"
        SHOWN = "shown", "Shown on a screen"
        LINK = "link", "On their own phone"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="handouts")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    """Whose record the intake stood in then."""
    handout = models.CharField(max_length=60)
    """Its id, which never changes."""
    title = models.CharField(max_length=200)
    """As it was then."""
    version = models.CharField(max_length=20)
    """Of its words."""
    fingerprint = models.CharField(max_length=64)
    """Of the rule set, which holds its words."""
    approved = models.BooleanField()
    """Whether this site's clinical lead had approved that rule set."""
    how = models.CharField(max_length=10, choices=How)
    with_name = models.BooleanField()
    """The person wished their name on the paper."""
    token = models.UUIDField(default=uuid.uuid4)
    """Of the page it was given from: sent twice, it is given once."""
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "handout"], name="handout_given_once"),
            models.CheckConstraint(
                condition=models.Q(how="printed") | models.Q(how__in=["shown", "link"], with_name=False),
                name="handout_given_in_a_known_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Handout given {self.pk}"
