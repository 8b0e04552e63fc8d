"""A score of a stored assessment that is followed over time: a row a score, which says all about itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .assessment import Assessment
from .written_once import WrittenOnce


class AssessedScore(WrittenOnce):
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    score = models.CharField(max_length=40)
    """Its id in the rules of that time."""
    name = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    """``14``, ``11 to 20``, or why there is none."""
    unscored = models.TextField(blank=True)
    """Why it is not compared with others; empty where it is."""
    least = models.FloatField()
    greatest = models.FloatField()
    """The ends of what the answers allow."""
    scale = models.FloatField()
    """The greatest there can be; the least is 0."""
    items = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField()
    decimals = models.PositiveSmallIntegerField(default=0)
    bands = models.JSONField(default=list)
    """``[name, lowest, highest]``, published ones only."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "score"], name="assessed_score_once"),
            models.CheckConstraint(
                condition=Q(least__gte=0, least__lte=F("greatest"), greatest__lte=F("scale")),
                name="assessed_score_on_its_scale",
            ),
            models.CheckConstraint(condition=Q(missing__lte=F("items")), name="assessed_score_missing_items"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of assessment {self.assessment_id}"
