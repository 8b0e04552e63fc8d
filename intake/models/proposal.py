"""What an administrator proposes about a colleague, and a second person decides."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> ProposalQuerySet:
        return self.filter(outcome="")


class Proposal(models.Model):
    """A role that one person alone may not give, or a new way in for somebody who has such a role."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=40, blank=True)
    """The role's name; empty where a new way in is proposed."""
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where a role was given on the server."""
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    """Empty while it waits."""
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    second_person = models.CharField(max_length=150, blank=True)
    """Who confirmed a role that was given on the server, as whoever runs it wrote the name."""

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(outcome=""), name="proposal_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"

    @property
    def what(self) -> str:
        return self.role or "new way in"
