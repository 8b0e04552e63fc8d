"""What the front desk sees of a referral: whom, where to, by when. It cannot hold a letter, a reason or a finding."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from intake.models import Referral, ReferralEvent
from intake.models.referral import ReferralQuerySet
from intake.models.referral_limits import Urgency
from intake.models.referral_states import ReferralState


@dataclass(frozen=True, slots=True)
class DeskReferral:
    id: uuid.UUID
    patient_id: uuid.UUID
    person: str
    born: str
    estimate: bool
    """The birth date is not known exactly."""
    record_number: str
    service: str
    """By the name that the desk may read."""
    urgency: str
    state: str
    """In words; ``state_code`` as the table has it."""
    state_code: str
    revision: int
    appointment_at: datetime.datetime | None
    appointment_where: str
    attempts: int
    """To contact the person."""
    due_at: datetime.datetime | None
    is_overdue: bool


_NEEDED = (
    "patient__family_name",
    "patient__given_name",
    "patient__date_of_birth",
    "patient__born_first",
    "patient__born_last",
    "patient__birth_precision",
    "patient__record_number",
    "service__name",
    "service__confidential",
    "urgency",
    "state",
    "revision",
    "appointment_at",
    "appointment_where",
    "due_at",
)


def desk_rows(referrals: ReferralQuerySet) -> list[DeskReferral]:
    """In their order, in one query that reads no other column."""
    contacts = ReferralEvent.objects.filter(referral=OuterRef("pk"), kind=ReferralEvent.Kind.CONTACT)
    counted = contacts.order_by().values("referral").annotate(number=Count("pk")).values("number")
    bare = referrals.select_related(None).defer(None).select_related("patient", "service").only(*_NEEDED)
    now = timezone.now()
    rows: list[Any] = list(bare.annotate(attempts=Coalesce(Subquery(counted), 0)))
    return [_desk_row(row, row.attempts, now) for row in rows]


def desk_row(referral: Referral) -> DeskReferral | None:
    """One by itself; None where it is not there any more."""
    return next(iter(desk_rows(Referral.objects.filter(pk=referral.pk))), None)


def _desk_row(referral: Referral, attempts: int, now: datetime.datetime) -> DeskReferral:
    patient = referral.patient
    return DeskReferral(
        id=referral.pk,
        patient_id=referral.patient_id,
        person=f"{patient.family_name.upper()}, {patient.given_name or '—'}",
        born=patient.birth_text,
        estimate=patient.estimate is not None,
        record_number=patient.record_number,
        service=referral.service.name_at_desk,
        urgency=Urgency(referral.urgency).label,
        state=ReferralState(referral.state).label,
        state_code=referral.state,
        revision=referral.revision,
        appointment_at=referral.appointment_at,
        appointment_where=referral.appointment_where,
        attempts=attempts,
        due_at=referral.due_at,
        is_overdue=referral.due_at is not None and referral.due_at < now,
    )
