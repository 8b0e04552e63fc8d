"""The handouts that a person was given: as the summary prints them, and over all intakes of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from intake.models import HandoutGiven, Intake, Patient


def of_intake(intake: Intake) -> QuerySet[HandoutGiven]:
    rows: QuerySet[HandoutGiven] = HandoutGiven.objects.filter(intake=intake).select_related("given_by")
    return rows


def of_person(patient: Patient) -> QuerySet[HandoutGiven]:
    """With every intake that stands in the person's record now; the newest first."""
    rows: QuerySet[HandoutGiven] = HandoutGiven.objects.filter(intake__patient=patient).select_related("given_by")
    return rows.order_by("-pk")


def frozen(intake: Intake) -> list[dict[str, Any]]:
    """As a signature keeps them, and a draft prints them."""
    return [
        {
            "handout": row.handout,
            "version": row.version,
            "title": row.title,
            "how": row.get_how_display().lower(),
            "by": row.given_by.get_full_name() or row.given_by.get_username(),
            "on": timezone.localdate(row.given_at).isoformat(),
        }
        for row in of_intake(intake)
    ]
