"""Who at this site has approved which rule set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .written_once import WrittenOnce


class RuleSetApproval(WrittenOnce):
    """A clinical lead's decision on a rule set version. The newest one about a version counts."""

    rule_set_version = models.CharField(max_length=80)
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
        indexes = [models.Index(fields=["rule_set_version"], name="approval_version")]

    def __str__(self) -> str:
        return f"Approval {self.pk}"

    @classmethod
    def newest_about(cls, rule_set_version: str) -> RuleSetApproval | None:
        """The decision on that version that counts."""
        return cls.objects.filter(rule_set_version=rule_set_version).first()

    @classmethod
    def holds_for(cls, rule_set_version: str) -> bool:
        """Whether this site has approved that version, and not withdrawn it since."""
        newest = cls.newest_about(rule_set_version)
        return newest is not None and newest.approved
