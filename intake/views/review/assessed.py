"""Loading what a clinician reads: an intake that was submitted at least once, and one of its versions."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404

from intake.models import AnswerVersion, Examination, Intake


def assessed_intake(intake_id: uuid.UUID) -> Intake:
    """A mere draft is the front desk's, and not found here."""
    intakes = Intake.objects.filter(current__isnull=False).select_related("patient", "claimed_by")
    return get_object_or_404(intakes, pk=intake_id)


def version_of(intake: Intake, number: int | None = None) -> AnswerVersion:
    """The version with this number, else the newest."""
    wanted = {"assessment": intake.current_id} if number is None else {"number": number}
    version: AnswerVersion = get_object_or_404(intake.versions.select_related("author", "assessment"), **wanted)
    return version


def unfinished_examinations(intake: Intake) -> list[Examination]:
    """What clinicians have typed of their examinations and not done."""
    return [each for each in intake.examinations.select_related("author") if each.is_begun]
