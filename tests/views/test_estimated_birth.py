"""A birth date of which only a year, or about how old somebody is, is known: stored, told and used as what it is."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.patients import correct_patient, register_patient
from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError, Answers
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.models import Intake, Patient, birth
from intake.stored import details
from intake.stored.assessments import findings
from intake.stored.printing import document_pdf, draft_pdf
from tests import factories
from tests.factories import People
from tests.views.browser import error_beside, form_with
from tests.views.pages import words

DAY = datetime.date(2026, 11, 29)
NEW = "/patients/new/"
TYPED: dict[str, Any] = {"record_number": "AB-17", "family_name": "Lovelace", "given_name": "Ada"}
FRAIL = "RF09f"
"""From 75 years on."""


def estimated(people: People, estimate: birth.Estimate, **known: Any) -> Patient:
    person = Patient(**{"record_number": "EST-1", "family_name": "Nowak", "given_name": "Ewa", **known})
    person.estimate = estimate
    return register_patient(actor=people.front_desk, patient=person)


@pytest.mark.parametrize(
    ("estimate", "ages", "told"),
    [
        (birth.about_age(70, DAY), (65, 75), "about 1956"),
        (birth.about_age(3, DAY), (0, 8), "about 2022"),
        (birth.about_age(118, DAY), (113, 120), "about 1909"),
        (birth.about_age(70, datetime.date(2024, 2, 29)), (67, 78), "about 1953"),
        (birth.about_year(1956), (64, 75), "about 1956"),
        (birth.in_year(1956), (69, 70), "1956"),
        (birth.in_month(1956, 11), (69, 70), "Nov 1956"),
        (birth.in_month(1956, 4), (70, 70), "Apr 1956"),
        (birth.in_year(2026), (0, 0), "2026"),
        (birth.in_year(2027), None, "2027"),
    ],
)
def test_the_ages_are_the_least_and_the_greatest_that_may_be(
    estimate: birth.Estimate, ages: tuple[int, int] | None, told: str
) -> None:
    person = Patient()
    person.estimate = estimate
    assert person.ages_on(DAY) == ages
    assert person.birth_text == estimate.text == told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"born_about": "about 70"}, "about"),
        ({"born_about": "~70 years old"}, "about"),
        ({"born_about": "70"}, "about"),
        ({"born_about": "about 1956"}, "about 1956"),
        ({"date_of_birth_year": "1956"}, "1956"),
        ({"date_of_birth_month": "4", "date_of_birth_year": "1956"}, "Apr 1956"),
    ],
)
def test_it_is_registered_shown_as_estimated_and_kept(typed: dict[str, str], said: str, desk: Client) -> None:
    page = desk.post(NEW, TYPED | typed, follow=True)
    person = Patient.objects.get()
    assert person.date_of_birth is None
    assert person.birth_text.startswith(said)
    assert f"born {person.birth_and_age} estimated" in words(page)
    assert f"born {person.birth_text}" in words(desk.post("/desk/", {"person": "ab-17"}))
    # Saved again, it is the same estimate, not an estimate of an estimate.
    form = form_with(desk.get(f"/patients/{person.pk}/details/"), "phone")
    desk.post(f"/patients/{person.pk}/details/", form | {"phone": ["0123"]})
    again = Patient.objects.get()
    assert (again.phone, again.estimate) == ("0123", person.estimate)
    # And once it is known, it is a date.
    known = {"born_about": "", "date_of_birth_day": "18", "date_of_birth_month": "4", "date_of_birth_year": "1956"}
    desk.post(f"/patients/{person.pk}/details/", form | known)
    assert (Patient.objects.get().date_of_birth, Patient.objects.get().estimate) == (datetime.date(1956, 4, 18), None)


@pytest.mark.parametrize("typed", ["old", "about", "121", "1850", "2999", "-3", "70-80", "١٩٥٦", "9" * 40])
def test_what_is_no_age_and_no_year_is_refused_beside_its_field(typed: str, desk: Client) -> None:
    page = desk.post(NEW, TYPED | {"born_about": typed})
    assert page.status_code == 422
    assert error_beside(page, "born_about").startswith("Write an age or a year")
    assert "more-details" in page.content.decode()
    assert form_with(page, "phone")["born_about"] == [typed]


def test_a_date_and_a_guess_together_are_asked_back(desk: Client) -> None:
    page = desk.post(NEW, TYPED | {"born_about": "70", "date_of_birth_year": "1956"})
    assert error_beside(page, "born_about") == "A date of birth stands above. Please clear one of the two."


def test_a_rule_that_the_age_may_decide_either_way_is_not_known() -> None:
    case = factories.example("RF09f-fires")

    def flags(age: Any) -> dict[str, str]:
        result = assess(CATALOGUE.place(case | {"pt.age_years": age}).answers).whole()
        return {flag.id: flag.status for flag in result.flags}

    assert flags([76, 86])[FRAIL] == "present"
    assert flags([65, 75])[FRAIL] == "cannot_exclude"
    assert FRAIL not in flags([62, 72])
    for least in range(0, 120, 3):  # what the span decides, every age in it decides so
        for age in (least, least + 1, least + 2):
            one, span = flags(age), flags([least, least + 2])
            assert {id_ for id_, status in span.items() if status == "present"} <= {
                id_ for id_, status in one.items() if status == "present"
            }
            assert one.keys() <= span.keys()


def test_nobody_enters_a_span() -> None:
    for value in ([65, 75], [65], [75, 65]):
        with pytest.raises(AnswerError):
            Answers.parse({"pt.age_years": value}, QUESTIONS)
    for stored in ([75, 65], [65, 65], [65.0, 75], [65, 500], ["65", "75"], [True, 2]):
        assert CATALOGUE.place({"pt.age_years": stored}).unplaced


def test_an_intake_goes_through_signed_and_printed_without_an_exact_date(client: Client, people: People) -> None:
    answers = {k: v for k, v in factories.example("V01").items() if not k.startswith("pt.age")}
    gp = {"gp_name": "Dr Grace Hopper", "gp_practice": "Harbour Practice"}
    person = estimated(people, birth.about_age(70, timezone.localdate()), sex_at_birth="male", **gp)
    intake = factories.submitted(people.front_desk, answers, patient=person)
    assert intake.current is not None
    assert intake.current.version.answers["pt.age_years"] == [65, 75]
    assert findings(intake.current).whole().scope == "adult"
    assert details.differing(person, intake.current.version) == ()
    client.force_login(people.clinician)
    for address in (reverse("queue"), reverse("review", args=[intake.pk]), reverse("person", args=[person.pk])):
        said = words(client.get(address))
        assert f"born {person.birth_text}" in said
        assert "65 to 75" in said
        assert "1 Jan" not in said
    factories.sign(people.clinician, intake)
    intake = Intake.objects.get(pk=intake.pk)
    draft = draft_pdf(intake.current.version, person, "x")
    for pdf in (draft, document_pdf(intake.documents.get())):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        assert f"Born {person.birth_text} (estimated), 65 to 75 years" in " ".join(text.split())
        assert "date of birth not recorded" not in text
    assert "Copy to Dr Grace Hopper, Harbour Practice" in text
    # A correction after the signature is told, and one before it is assessed again.
    person.estimate = birth.in_year(1980)
    correct_patient(actor=people.front_desk, patient=person)
    assert details.differing_from_signed(person, intake.signature) == ("birth date",)


def test_an_estimate_that_is_corrected_is_assessed_again(people: People) -> None:
    answers = {k: v for k, v in factories.example("RF09f-fires").items() if not k.startswith("pt.")}
    person = estimated(people, birth.about_age(70, timezone.localdate()), sex_at_birth="female")
    intake = factories.submitted(people.front_desk, answers, patient=person)
    person.estimate = birth.about_age(85, timezone.localdate())
    correct_patient(actor=people.front_desk, patient=person)
    intake = Intake.objects.get(pk=intake.pk)
    assert intake.current is not None
    assert intake.current.version.note == "assessed again because the birth date was corrected"
    assert FRAIL in [flag.id for flag in findings(intake.current).whole().flags if flag.status == "present"]
