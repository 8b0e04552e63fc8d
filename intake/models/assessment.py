"""A stored assessment: the whole result as it was worked out, and the columns that queues sort by."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import cattrs
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from intake.clinical.rules.site_settings import DEFAULT
from intake.clinical.telling.explanation import Reason, reasons
from intake.clinical.telling.settling import Settling, settling
from intake.clinical.working import findings
from intake.clinical.working.case import Case

from .intake import AnswerVersion
from .written_once import WrittenOnce

_converter = cattrs.Converter()
"""Findings to and from JSON."""
# A total of 11 comes back as 11, not as 11.0: it was a whole number when it was stored.
_converter.register_structure_hook(float, lambda number, _: number)
_compact = cattrs.Converter(omit_if_default=True)
"""Reasons to and from JSON: most parts of a condition are leaves, and say little."""


class Assessment(WrittenOnce):
    version = models.OneToOneField(AnswerVersion, on_delete=models.PROTECT, related_name="assessment")
    rule_set_version = models.CharField(max_length=80)
    site_settings = models.JSONField(default=dict)
    """The clinic's settings that the rules looked at."""
    result = models.JSONField()
    reasons = models.JSONField(default=dict)
    """``rules``: by rule id, the condition part by part. ``settling``: what would settle the rules that are open."""
    tier = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    tier_open = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    scope = models.CharField(max_length=12)
    mood_screen = models.CharField(max_length=16)
    phq9_min = models.PositiveSmallIntegerField()
    phq9_max = models.PositiveSmallIntegerField()
    gad7_min = models.PositiveSmallIntegerField(default=0)
    gad7_max = models.PositiveSmallIntegerField(default=21)
    peg_min = models.FloatField(default=0)
    peg_max = models.FloatField(default=10)
    pain_average = models.PositiveSmallIntegerField(null=True)
    """Average pain in the last 7 days, 0 to 10; null where it was not answered."""
    assessed_on = models.DateField()
    """The date of the assessment, as answered or else the day it was started."""
    combined_level = models.CharField(max_length=2, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__lte=4, tier_open__lte=4), name="assessment_tier_0_to_4"),
            models.CheckConstraint(
                condition=models.Q(phq9_max__lte=27, phq9_min__lte=models.F("phq9_max")),
                name="assessment_phq9_0_to_27",
            ),
            models.CheckConstraint(
                condition=models.Q(gad7_max__lte=21, gad7_min__lte=models.F("gad7_max")),
                name="assessment_gad7_0_to_21",
            ),
            models.CheckConstraint(
                condition=models.Q(peg_max__lte=10, peg_min__gte=0, peg_min__lte=models.F("peg_max")),
                name="assessment_peg_0_to_10",
            ),
            models.CheckConstraint(
                condition=models.Q(pain_average__isnull=True) | models.Q(pain_average__lte=10),
                name="assessment_pain_average_0_to_10",
            ),
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

    @classmethod
    def of(cls, version: AnswerVersion, result: findings.Assessment, case: Case | None = None) -> Assessment:
        """A row, not saved yet, that holds this result.

        With the case that was assessed: the reasons too, and the clinic's settings that the rules looked at.
        """
        phq9, gad7, peg = map(result.score, ("phq9", "gad7", "peg"))
        average = result.line("pain.nrs_avg")
        return cls(
            version=version,
            rule_set_version=result.rule_set,
            site_settings=(case.settings if case else DEFAULT).as_document(),
            result=_converter.unstructure(result),
            reasons=_reasons(case, result) if case else {},
            tier=result.tier,
            tier_open=result.tier_open,
            scope=result.scope,
            mood_screen=result.mood_screen,
            phq9_min=phq9.min,
            phq9_max=phq9.max,
            gad7_min=gad7.min,
            gad7_max=gad7.max,
            peg_min=peg.min,
            peg_max=peg.max,
            pain_average=average.answer if average.state == "answered" else None,
            assessed_on=version.intake.encounter_date(version.answers),
            combined_level=result.combined.level or "",
            made_at=version.made_at,
        )

    @cached_property
    def findings(self) -> findings.Assessment:
        """The result as it was when it was made, whatever the rules say today."""
        return _converter.structure(self.result, findings.Assessment)

    def reason(self, rule_id: str) -> Reason | None:
        """Why a rule said what it said; none in a row made before reasons were kept."""
        kept = self.reasons.get("rules", {}).get(rule_id)
        return _compact.structure(kept, Reason) if kept else None

    @cached_property
    def settling(self) -> dict[str, Settling]:
        """By rule id, what would settle the rules that are open."""
        kept = _compact.structure(self.reasons.get("settling", []), list[Settling])
        return {settling.rule_id: settling for settling in kept}


def _reasons(case: Case, result: findings.Assessment) -> dict[str, Any]:
    return {
        "rules": _compact.unstructure(reasons(case, result)),
        "settling": _compact.unstructure(settling(case, result)),
    }
