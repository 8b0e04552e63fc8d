"""Referrals follow their intake to another record: part of merging, of taking apart, and of moving an intake."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F

from intake.models import Intake, Patient, Referral


def move_referrals(*, moving: Iterable[Intake], from_patient: Patient, to: Patient) -> None:
    """Where the person has two open ones to a service now, the one made later is a duplicate of the other.

    It is one no more once they are two people again. Whoever calls this holds both records.
    """
    both = Referral.objects.filter(patient__in=(from_patient, to))
    rows = list(both.select_for_update().order_by("made_at", "pk").defer("letter"))
    intakes = {intake.pk for intake in moving}
    person = {row.pk: to.pk if row.intake_id in intakes else row.patient_id for row in rows}
    wanted = _duplicates(rows, person)
    # In this order, so that at no time two open ones stand side by side.
    for row in rows:
        if wanted[row.pk] is not None and row.duplicate_of_id != wanted[row.pk]:
            Referral.objects.filter(pk=row.pk).update(duplicate_of=wanted[row.pk])
    moved = [row.pk for row in rows if row.patient_id != person[row.pk]]
    Referral.objects.filter(pk__in=moved).update(patient=to, revision=F("revision") + 1)
    single = [row.pk for row in rows if wanted[row.pk] is None and row.duplicate_of_id is not None]
    Referral.objects.filter(pk__in=single).update(duplicate_of=None)


def _duplicates(rows: list[Referral], person: dict[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, uuid.UUID | None]:
    """By referral, that of which it is a duplicate. What has ended keeps what it was, while it is of one person."""
    first: dict[tuple[uuid.UUID, int], uuid.UUID] = {}
    wanted: dict[uuid.UUID, uuid.UUID | None] = {}
    for row in rows:
        if row.is_open:
            original = first.setdefault((person[row.pk], row.service_id), row.pk)
            wanted[row.pk] = original if original != row.pk else None
        else:
            same = row.duplicate_of_id is not None and person.get(row.duplicate_of_id) == person[row.pk]
            wanted[row.pk] = row.duplicate_of_id if same else None
    return wanted
