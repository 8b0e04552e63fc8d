"""Registering people and correcting their details."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.alerts import raise_alerts
from intake.actions.audit import record
from intake.clinical.assessment import assess
from intake.clinical.working.alerts import call_for
from intake.models import Intake, Patient


@transaction.atomic
def register_patient(*, actor: User, patient: Patient) -> Patient:
    """Store a new person. Raises IntegrityError where the record number is taken."""
    patient.save(force_insert=True)
    record(actor=actor, action="register", on=patient)
    return patient


@transaction.atomic
def correct_patient(*, actor: User, patient: Patient) -> Patient:
    """Store corrected details. Assessments made before keep the age and sex they were made with; drafts count anew."""
    patient.save(force_update=True)
    for draft in Intake.objects.select_for_update().filter(patient=patient, state=Intake.State.DRAFT).order_by("pk"):
        draft.patient = patient
        result = assess(draft.read_answers()).whole()
        draft.call = call_for(result)
        draft.save(update_fields=["call"])
        raise_alerts(actor=actor, intake=draft, assessment=result)
    record(actor=actor, action="correct", on=patient)
    return patient
