"""The intake: its states, one open draft a person and author, and what follows from the patient."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.clinical.rules import rule_set
from intake.models import AnswerVersion, Intake
from tests import factories
from tests.factories import People

ENCOUNTER = {"ctx.encounter_date": "2026-03-01"}


def test_somebody_has_one_open_draft_for_a_person(people: People) -> None:
    patient = factories.draft(people.front_desk, {}).patient
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.create(patient=patient, author=people.front_desk)
    assert Intake.objects.create(patient=patient, author=people.clinician)


def test_a_submitted_intake_leaves_room_for_a_new_draft(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    assert Intake.objects.create(patient=done.patient, author=people.front_desk)


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("state", "closed", "intake_(state_known|submitted_has_assessment)"),
        ("call", "later", "intake_call_known"),
        ("state", "submitted", "intake_submitted_has_assessment"),
    ],
)
def test_the_database_refuses_what_an_intake_cannot_be(field: str, value: str, constraint: str, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Intake.objects.filter(pk=draft.pk).update(**{field: value})


@pytest.mark.parametrize("lost", ["current", "submitted_at"])
def test_a_submitted_intake_keeps_its_assessment_and_its_time(lost: str, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(IntegrityError, match="intake_submitted_has_assessment"), transaction.atomic():
        Intake.objects.filter(pk=done.pk).update(**{lost: None})


@pytest.mark.parametrize("number", [1, 0, -1])
def test_versions_are_counted_from_1_and_each_number_is_given_once(number: int, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerVersion.objects.create(
            intake=done,
            number=number,
            answers={},
            catalogue_version=rule_set.VERSION,
            author=people.front_desk,
        )


@pytest.mark.parametrize(
    ("born", "age"),
    [((1976, 3, 1), 50), ((1976, 3, 2), 49), ((2008, 2, 29), 18), ((2026, 3, 2), None), (None, None)],
)
def test_age_is_that_on_the_date_of_the_assessment(
    born: tuple[int, int, int] | None, age: int | None, people: People
) -> None:
    intake = factories.draft(people.front_desk, ENCOUNTER)
    intake.patient.date_of_birth = born and datetime.date(*born)
    assert intake.document().get("pt.age_years") == age


@pytest.mark.parametrize("given", [None, "unknown", "declined"])
def test_without_a_date_of_assessment_the_day_it_was_started_counts(given: str | None, people: People) -> None:
    intake = factories.draft(people.front_desk, {"ctx.encounter_date": given})
    assert intake.encounter_date() == timezone.localdate()


@pytest.mark.parametrize("sex", ["female", "male", "intersex", "unknown", "declined"])
def test_sex_is_that_recorded_for_the_person(sex: str, people: People) -> None:
    intake = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, sex_at_birth=sex))
    assert intake.document()["pt.sex"] == sex
    assert intake.read_answers().as_document()["pt.sex"] == sex


def test_a_person_without_recorded_sex_leaves_the_question_open(people: People) -> None:
    intake = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, sex_at_birth=""))
    assert "pt.sex" not in intake.document()


def test_records_say_nothing_of_the_person_in_logs(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V01")
    version = intake.versions.get()
    assert str(intake) == f"Intake {intake.pk}"
    assert str(version) == f"Version 1 of intake {intake.pk}"
    assert str(version.assessment) == f"Assessment of Version 1 of intake {intake.pk}"
