"""The intake before: of a person, the last one that counts."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet, Subquery

from intake.models import Assessment, Intake, Patient


def _counted(patient_id: uuid.UUID) -> QuerySet[Intake]:
    """What was submitted and not withdrawn, the newest first."""
    rows = Intake.objects.filter(patient=patient_id, current__isnull=False).exclude(state__in=Intake.NOT_COUNTED)
    return rows.order_by("-current__assessed_on", "-started_at", "pk")


def last_submitted(patient: Patient) -> Intake | None:
    """The newest that is submitted or signed, and not being corrected: what the next one starts from."""
    return _counted(patient.pk).filter(state__in=(Intake.State.SUBMITTED, Intake.State.SIGNED)).first()


def before(intake: Intake) -> QuerySet[Intake]:
    """What counts and was assessed before this one, or earlier on the same day; the newest first.

    Nothing where this one does not count: it may be about somebody else.
    """
    if intake.current_id is None or intake.state in Intake.NOT_COUNTED:
        return Intake.objects.none()
    on = Subquery(Assessment.objects.filter(pk=intake.current_id).values("assessed_on"))  # not the large row itself
    earlier = Q(current__assessed_on__lt=on) | Q(current__assessed_on=on, started_at__lt=intake.started_at)
    return _counted(intake.patient_id).filter(earlier).exclude(pk=intake.pk)
