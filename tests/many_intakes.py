"""Any number of intakes for what counts them: rows without answers, made in bulk and not through the actions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from intake.actions.queueing import list_in_queue
from intake.models import (
    AnswerVersion,
    Assessment,
    Correction,
    CountedAssessment,
    CountedFlag,
    CountedSection,
    Intake,
    Patient,
    UnansweredQuestion,
)

USUAL: dict[str, Any] = {
    "tier": 3,
    "tier_open": 0,
    "combined_level": "C1",
    "pattern": "none",
    "flags": (),
    "sections": (("mood", 10, 8, 1, 0),),
    "unanswered": (),
}
AT_ONCE = 2000


def many_intakes(author: User, of: Sequence[dict[str, Any]], *, result: Any = None) -> list[Intake]:
    """An intake for each.

    Args:
        of: what differs from ``USUAL``; ``on``: the day. Flags as ``(id, title, present)``, sections as
            ``(id, asked, answered, unknown, declined)``.
        result: what stands in the place of the document.
    """
    about = [USUAL | each for each in of]
    number = Patient.objects.count()
    patients = Patient.objects.bulk_create(
        (
            Patient(record_number=f"MANY-{number + place}", family_name="Nowak", given_name="Ewa")
            for place in range(len(about))
        ),
        AT_ONCE,
    )
    intakes = Intake.objects.bulk_create((Intake(patient=patient, author=author) for patient in patients), AT_ONCE)
    versions = AnswerVersion.objects.bulk_create(
        (
            AnswerVersion(intake=intake, number=1, answers={}, catalogue_version="1", author=author)
            for intake in intakes
        ),
        AT_ONCE,
    )
    assessments = Assessment.objects.bulk_create(
        (_assessment(version, each, result or {}) for version, each in zip(versions, about, strict=True)), AT_ONCE
    )
    _count(assessments, about)
    for intake, assessment, each in zip(intakes, assessments, about, strict=True):
        intake.current, intake.submitted_at = assessment, assessment.made_at
        intake.state, intake.queue_place = each.get("state", "submitted"), each.get("queue_place", 199)
        if intake.state in ("in_error", "signed"):
            intake.queue_place = None
    Correction.objects.bulk_create(
        Correction(intake=intake, kind="in_error", state_before="submitted", reason="x", made_by=author)
        for intake in intakes
        if intake.state == "in_error"
    )
    Intake.objects.bulk_update(intakes, ["current", "submitted_at", "state", "queue_place"], 500)
    list_in_queue(*(intake for intake in intakes if intake.state != "signed"))  # without a signature
    return intakes


def _assessment(version: AnswerVersion, each: dict[str, Any], result: Any) -> Assessment:
    same = {name: each[name] for name in ("tier", "tier_open", "combined_level")}
    return Assessment(
        version=version,
        rule_set_version="1",
        result=result,
        scope="adult",
        mood_screen="complete",
        assessed_on=each.get("on", datetime.date(2026, 11, 26)),
        **same,
    )


def _count(assessments: Sequence[Assessment], about: Sequence[dict[str, Any]]) -> None:
    counted = CountedAssessment.objects.bulk_create(
        (
            CountedAssessment(
                assessment=assessment,
                assessed_on=assessment.assessed_on,
                tier=assessment.tier,
                tier_open=assessment.tier_open,
                combined_level=assessment.combined_level,
                pattern=each["pattern"],
            )
            for assessment, each in zip(assessments, about, strict=True)
        ),
        AT_ONCE,
    )
    both = list(zip(counted, about, strict=True))
    CountedFlag.objects.bulk_create(
        (
            CountedFlag(counted=row, flag=id_, title=title, tier=2, present=present)
            for row, each in both
            for id_, title, present in each["flags"]
        ),
        AT_ONCE,
    )
    CountedSection.objects.bulk_create(
        (
            CountedSection(counted=row, section=id_, asked=asked, answered=answered, unknown=unknown, declined=declined)
            for row, each in both
            for id_, asked, answered, unknown, declined in each["sections"]
        ),
        AT_ONCE,
    )
    UnansweredQuestion.objects.bulk_create(
        (UnansweredQuestion(counted=row, question=id_) for row, each in both for id_ in each["unanswered"]), AT_ONCE
    )
