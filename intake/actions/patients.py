"""Registering people and correcting their details."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.audit import record
from intake.models import Patient


@transaction.atomic
def register_patient(*, actor: User, patient: Patient) -> Patient:
    """Store a new person. Raises IntegrityError where the record number is taken."""
    patient.save(force_insert=True)
    record(actor=actor, action="register", on=patient)
    return patient


@transaction.atomic
def correct_patient(*, actor: User, patient: Patient) -> Patient:
    """Store corrected details. Assessments made before keep the age and sex they were made with."""
    patient.save(force_update=True)
    record(actor=actor, action="correct", on=patient)
    return patient
