"""Who at this site has approved which rule set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .written_once import WrittenOnce


class RuleSetApproval(WrittenOnce):
    """A clinical lead's decision on the rules as they were then. The newest one about a fingerprint counts."""

    rule_set_version = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    """Of the rules decided on; empty in rows made before it was kept, which approve nothing that runs today."""
    approved = models.BooleanField()
    """False withdraws an approval."""
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100)
    decided_on = models.DateField()
    remarks = models.TextField(max_length=4000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["fingerprint"], name="approval_fingerprint")]

    def __str__(self) -> str:
        return f"Approval {self.pk}"

    @classmethod
    def newest_about(cls, fingerprint: str) -> RuleSetApproval | None:
        """The decision that counts on the rules with this fingerprint; none where the fingerprint is not known."""
        return cls.objects.filter(fingerprint=fingerprint).exclude(fingerprint="").first()

    @classmethod
    def holds_for(cls, fingerprint: str) -> bool:
        """Whether this site has approved the rules with this fingerprint, and not withdrawn it since."""
        newest = cls.newest_about(fingerprint)
        return newest is not None and newest.approved
