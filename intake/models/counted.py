"""What is counted over many intakes, of each assessment: typed rows beside its document, which nobody reads for that.

Rows of their own and not columns of the assessment, whose documents make its rows long: a year of them is counted while
somebody waits for the page.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from .assessment import Assessment
from .written_once import WrittenOnce

NONE_CLEAR, SEVERAL, NOT_WORKED_OUT, NOT_KEPT = "none", "several", "not_worked_out", ""
"""In the place of a pattern: no type is clear, more than one leads, not an adult, or assessed before it was kept."""


class CountedAssessment(WrittenOnce):
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, primary_key=True, related_name="counted")
    assessed_on = models.DateField()
    tier = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    tier_open = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    combined_level = models.CharField(max_length=2, blank=True)
    pattern = models.CharField(max_length=40, blank=True, default=NOT_KEPT)
    """The id of the one that leads, or what stands in its place. Where nothing was kept, nor are the rows below."""
    pattern_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            # All that is grouped by: the rows themselves are not read.
            models.Index(
                fields=["assessed_on", "tier", "tier_open", "combined_level", "pattern"], name="counted_assessment"
            ),
        ]

    def __str__(self) -> str:
        return f"What is counted of assessment {self.pk}"


# The rows below have no index on ``counted`` alone: that of their constraint begins with it.


class CountedFlag(WrittenOnce):
    """A red flag that is present, or that cannot be excluded while something points to it."""

    counted = models.ForeignKey(CountedAssessment, on_delete=models.PROTECT, related_name="flags", db_index=False)
    flag = models.CharField(max_length=10)
    """Its id; of a confidential one none, and its pointer is the title."""
    title = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    present = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counted", "flag", "title"], name="counted_flag_once")]

    def __str__(self) -> str:
        return f"{self.flag} of assessment {self.counted_id}"


class CountedSection(WrittenOnce):
    """How many of a section's questions were asked, and what came of them; nothing of the clinician's questions."""

    counted = models.ForeignKey(CountedAssessment, on_delete=models.PROTECT, related_name="sections", db_index=False)
    section = models.CharField(max_length=40)
    asked = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    declined = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counted", "section"], name="counted_section_once"),
            models.CheckConstraint(
                condition=Q(asked__gte=F("answered") + F("unknown") + F("declined")), name="counted_section_of_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"Section {self.section} of assessment {self.counted_id}"


class UnansweredQuestion(WrittenOnce):
    """A question that was asked and left without any answer."""

    counted = models.ForeignKey(CountedAssessment, on_delete=models.PROTECT, related_name="unanswered", db_index=False)
    question = models.CharField(max_length=60)
    """Its id then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counted", "question"], name="unanswered_question_once")]

    def __str__(self) -> str:
        return f"{self.question} of assessment {self.counted_id}"
