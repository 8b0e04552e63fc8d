"""Registering a person, and correcting their details."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from intake.actions.patients import correct_patient, register_patient
from intake.models import AuditEvent, Patient
from intake.stored.assessments import findings
from tests import factories
from tests.factories import People


def test_a_record_number_that_is_taken_registers_nobody(people: People) -> None:
    factories.patient(people.front_desk, record_number="AB-17")
    double = Patient(record_number="ab-17", family_name="Lovelace", given_name="Ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        register_patient(actor=people.front_desk, patient=double)
    assert Patient.objects.count() == AuditEvent.objects.filter(action="register").count() == 1


def test_registering_never_overwrites_somebody(people: People) -> None:
    known = factories.patient(people.front_desk)
    double = Patient(pk=known.pk, record_number="other", family_name="Lovelace", given_name="Ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        register_patient(actor=people.front_desk, patient=double)
    assert Patient.objects.get().family_name == known.family_name


def test_a_corrected_name_is_found_by_its_new_spelling(people: People) -> None:
    patient = factories.patient(people.front_desk, family_name="Lovlace")
    patient.family_name = "Lovelace"
    correct_patient(actor=people.front_desk, patient=patient)
    assert Patient.objects.get(family_name_folded="lovelace") == patient


def test_a_corrected_birth_date_changes_no_version_made_before(people: People) -> None:
    """What becomes of the intakes themselves stands in tests/views/test_corrected_details.py."""
    done = factories.submitted(people.front_desk, "V11")
    before = done.versions.get().answers["pt.age_years"]
    done.patient.date_of_birth = done.patient.date_of_birth.replace(year=1931)
    correct_patient(actor=people.front_desk, patient=done.patient)
    version = done.versions.get(number=1)
    assert version.answers["pt.age_years"] == before
    assert findings(version.assessment).line("pt.age_years").answer == before
