"""A stored assessment: the whole result as it was worked out, and the columns that queues sort by."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from intake.fingerprint import rule_set_fingerprint

from .intake import AnswerVersion
from .release_texts import ReleaseTexts
from .written_once import WrittenOnce


class Assessment(WrittenOnce):
    """``intake.stored.assessments`` reads what its documents hold."""

    version = models.OneToOneField(AnswerVersion, on_delete=models.PROTECT, related_name="assessment")
    rule_set_version = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    """Of the rules that made it; empty in rows made before it was kept."""
    site_settings = models.JSONField(default=dict)
    """The clinic's settings that the rules looked at."""
    result = models.JSONField()
    """``format`` says which form the row has. Up to 3 the whole result stands here; from 4 on it is packed."""
    reasons = models.JSONField(default=dict)
    """``rules``: by rule id, the condition part by part. ``settling``: what would settle the rules that are open. From
    format 4 on it is packed."""
    texts = models.ForeignKey(ReleaseTexts, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Those that the packed columns refer to; none up to format 3."""
    result_packed = models.BinaryField(null=True)
    reasons_packed = models.BinaryField(null=True)
    """Null where no reasons were kept."""
    tier = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    tier_open = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    scope = models.CharField(max_length=12)
    mood_screen = models.CharField(max_length=16)
    assessed_on = models.DateField()
    """The date of the assessment, as answered or else the day it was started."""
    combined_level = models.CharField(max_length=2, blank=True)
    combined_text = models.CharField(max_length=200, blank=True)
    """The level in words, or why there is none."""
    one_line = models.TextField(blank=True, default="")
    """The case in one line; empty in rows made before there was one."""
    tier_flag = models.CharField(max_length=300, blank=True, default="")
    """Which flags make the tier, in words that may be shared; empty in rows made before it was kept."""
    made_at = models.DateTimeField(default=timezone.now)

    PACKED = ("texts", "result_packed", "reasons_packed")
    HEAVY = ("result", "reasons", "result_packed", "reasons_packed", "site_settings")
    """What lists leave out."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__lte=4, tier_open__lte=4), name="assessment_tier_0_to_4"),
            models.CheckConstraint(
                condition=models.Q(combined_level__in=["", "C0", "C1", "C2", "C3", "C4"]),
                name="assessment_combined_level_known",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=["adult", "minor", "age_missing"]), name="assessment_scope_known"
            ),
        ]
        indexes = [models.Index(fields=["tier", "tier_open"], name="assessment_urgency")]

    def __str__(self) -> str:
        return f"Assessment of {self.version}"

    @property
    def is_of_todays_rules(self) -> bool:
        return self.fingerprint == rule_set_fingerprint()
