"""The person: told apart by record number, found by name, aged on the day of the assessment."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from intake.models import Patient
from intake.models.patient import folded
from tests import factories

DETAILS = {"record_number": "AB-17", "family_name": "Nowak", "given_name": "Ewa"}


def born(year: int, month: int, day: int) -> Patient:
    return Patient(**DETAILS, date_of_birth=datetime.date(year, month, day))


@pytest.mark.parametrize("number", ["AB-17", "ab-17", "Ab-17"])
def test_a_record_number_is_given_once_in_any_case(number: str, db: None) -> None:
    Patient.objects.create(**DETAILS)
    with pytest.raises(IntegrityError, match="patient_record_number_unique"), transaction.atomic():
        Patient.objects.create(**(DETAILS | {"record_number": number}))


@pytest.mark.parametrize("wrong", [{"record_number": ""}, {"family_name": ""}, {"sex_at_birth": "f"}])
def test_the_database_refuses_a_person_without_number_name_or_with_an_unknown_sex(
    wrong: dict[str, Any], db: None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.create(**(DETAILS | wrong))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ((1980, 6, 15), (2026, 6, 14), 45),
        ((1980, 6, 15), (2026, 6, 15), 46),
        ((2008, 2, 29), (2026, 2, 28), 17),
        ((2008, 2, 29), (2026, 3, 1), 18),
        ((2008, 2, 29), (2028, 2, 29), 20),
        ((2026, 6, 15), (2026, 6, 15), 0),
        ((2026, 6, 16), (2026, 6, 15), None),
        ((1906, 6, 15), (2026, 6, 15), 120),
        ((1905, 6, 15), (2026, 6, 15), None),
    ],
)
def test_age_is_counted_in_completed_years(
    birth: tuple[int, int, int], day: tuple[int, int, int], age: int | None
) -> None:
    assert born(*birth).age_on(datetime.date(*day)) == age


def test_without_a_birth_date_there_is_no_age() -> None:
    assert Patient(**DETAILS).age is None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Müller", "MÜLLER"),
        ("Müller", "Mu\N{COMBINING DIAERESIS}ller"),
        ("Nguyễn", "Nguye\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING TILDE}n"),
        ("Straße", "STRASSE"),
        ("Παπαδόπουλος", "ΠΑΠΑΔΌΠΟΥΛΟΣ"),
        ("Μαΐου", "Μαΐου".upper()),
        ("García López", "  garcía   lópez "),
    ],
)
def test_a_name_is_found_in_any_case_and_composition(name: str, typed: str) -> None:
    assert folded(name) == folded(typed)


@pytest.mark.parametrize(("one", "other"), [("Muller", "Müller"), ("Nowak", "Nowaková")])
def test_other_letters_are_another_name(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_the_longest_name_can_be_stored_however_it_folds(db: None) -> None:
    assert Patient.objects.create(**(DETAILS | {"family_name": "ﬃ" * 150})).family_name_folded == "ffi" * 150


def test_a_person_says_nothing_of_themselves_in_logs(people: factories.People) -> None:
    patient = factories.patient(people.front_desk)
    assert str(patient) == f"Patient {patient.pk}"


def test_nobody_with_records_can_be_deleted(people: factories.People) -> None:
    patient = factories.draft(people.front_desk, {}).patient
    for record in (patient, User.objects.get(pk=people.front_desk.pk)):
        with pytest.raises(IntegrityError, match="protected"), transaction.atomic():
            record.delete()
