"""A birth date of which only a year, or about how old somebody is, is known: stored, told and used as what it is."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.patients import correct_patient, register_patient
from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError, Answers
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.exchange.contract import as_contract, read_answers
from intake.models import Intake, Patient, birth
from intake.stored import details
from intake.stored.assessments import findings
from intake.stored.printing import document_pdf, draft_pdf
from intake.views.review import form_page
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save
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
    assert read_answers({"pt.age_years": [65, 75]}).as_document() == {"pt.age_years": [65, 75]}  # as it is stored
    for wrong in ([65], [75, 65], [65, 65], [65, 500], [65, 75, 80], ["65", "75"], [65.5, 75]):
        with pytest.raises(AnswerError):
            read_answers({"pt.age_years": wrong})
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
    for where in (reverse("queue"), reverse("review", args=[intake.pk]), reverse("person", args=[person.pk])):
        said = words(client.get(where))
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


FACES = [path for path in (Path(__file__).parents[2] / "templates").rglob("*.html") if path.name != "_estimated.html"]


def test_wherever_a_birth_date_is_told_an_estimate_is_marked() -> None:
    told = [
        line
        for path in FACES
        for line in path.read_text().splitlines()
        if re.search(r"\.(birth_\w+|born) ?\|?.*}}", line)
    ]
    assert len(told) > 12
    assert [line for line in told if "intake/_estimated.html" not in line] == []


def test_lists_the_board_and_the_queue_mark_it(desk: Client, client: Client, people: People) -> None:
    person = estimated(people, birth.in_year(1956), sex_at_birth="female")
    intake = factories.submitted(people.front_desk, {"phq.q9": 1}, patient=person)
    for page in (desk.post("/desk/", {"person": "est-1"}), desk.get("/desk/"), desk.get(address(intake))):
        assert re.search(r"born 1956( \([0-9 to]+ y\))? estimated", words(page))
    client.force_login(people.clinician)
    for where in ("/queue/", "/alerts/"):
        assert re.search(r"born 1956 \([0-9 to]+ y\) estimated", words(client.get(where)))
    known = factories.patient(people.front_desk, record_number="KNOWN-1")
    assert "estimated" not in words(desk.get(f"/patients/{known.pk}/"))


def test_signed_with_a_year_only_it_was_not_corrected_since(client: Client, people: People) -> None:
    person = estimated(people, birth.in_year(1956), sex_at_birth="female")
    intake = factories.sign(people.clinician, factories.submitted(people.front_desk, {}, patient=person))
    client.force_login(people.clinician)
    queue = words(client.get("/queue/?state=signed"))
    assert "born 1956" in queue
    assert "corrected since" not in queue
    assert "says another" not in words(client.get(reverse("person", args=[person.pk])))
    person.estimate = birth.in_year(1957)
    correct_patient(actor=people.front_desk, patient=person)
    assert "birth date corrected since it was signed" in words(client.get("/queue/?state=signed"))
    assert "says another" in words(client.get(reverse("person", args=[intake.patient_id])))


def test_no_assessment_lies_before_the_earliest_birth(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {}, patient=estimated(people, birth.in_year(2020)))
    page = save(desk, draft, "context", **{"ctx-encounter_date": ["2019-12-31"]})
    assert page.status_code == 422
    told = "The date lies before the earliest birth date that is possible, 1 Jan 2020."
    assert error_beside(page, "ctx-encounter_date") == told
    assert "ctx.encounter_date" in now(draft).malformed


def test_all_of_a_life_is_no_longer_than_it_is_for_sure(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True}, patient=estimated(people, birth.in_year(2020)))
    question = QUESTIONS["pain.duration_days"]
    posted = {"pain-duration_days": ["all my life"]}
    save(desk, draft, CATALOGUE.section_of[question.id], **posted)
    for_sure = (timezone.localdate() - datetime.date(2020, 12, 31)).days
    assert now(draft).answers[question.id] == {"days": for_sure, "said": "all of life"}
    data = QueryDict(mutable=True)
    data.setlist(*next(iter(posted.items())))
    of_clinician = form_page.form(now(draft), [question], data)
    assert of_clinician.is_valid()
    assert of_clinician.changes[question.id]["days"] == for_sure


def test_born_this_year_they_were_born_by_today() -> None:
    person = Patient()
    assert person.born_by(DAY) is None
    person.estimate = birth.in_year(DAY.year)
    assert person.born_by(DAY) == DAY
    person.estimate, person.date_of_birth = None, datetime.date(2027, 1, 1)
    assert person.born_by(DAY) == datetime.date(2027, 1, 1)


def test_a_document_assessed_with_a_span_says_so_beside_a_birth_date(people: People) -> None:
    person = estimated(people, birth.about_age(70, timezone.localdate()), sex_at_birth="male")
    intake = factories.submitted(people.front_desk, {}, patient=person)
    assert intake.current
    for born, said in (
        (datetime.date(timezone.localdate().year - 70, 1, 1), "65 to 75 years; by the date of birth: 70"),
        (None, "65 to 75 years"),
    ):
        person.estimate, person.date_of_birth = None, born
        pdf = draft_pdf(intake.current.version, person, "x")
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
        assert f"Age used by the rules: {said}" in text
        assert "Age used by the rules: none" not in text


def test_an_age_on_both_sides_of_18_is_not_said_to_be_missing(client: Client, people: People) -> None:
    person = estimated(people, birth.about_age(18, timezone.localdate()), sex_at_birth="female")
    answers = {k: v for k, v in factories.example("V01").items() if not k.startswith("pt.")}
    intake = factories.submitted(people.front_desk, answers, patient=person)
    assert intake.current
    assert factories.found(intake).scope == "age_missing"
    assert as_contract(factories.found(intake))["scope"] == "age_missing"
    client.force_login(people.clinician)
    pdf = draft_pdf(intake.current.version, person, "x")
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    for said in (words(client.get(reverse("review", args=[intake.pk]))), printed):
        assert "The age is not known exactly enough" in said
        for wrong in ("age is missing", "age missing", "until it is entered", "until the age is entered"):
            assert wrong not in said
