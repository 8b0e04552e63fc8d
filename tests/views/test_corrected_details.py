"""A birth date or sex corrected after an intake was submitted: assessed again, told everywhere, signed only then."""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.intakes import StaleError, assess_again, reopen_intake, save_draft, submit_intake
from intake.actions.patients import BornLaterError, correct_patient
from intake.actions.refused import NotPossibleError
from intake.actions.signing import add_addendum, void_intake
from intake.models import Alert, AuditEvent, ClinicProfile, Intake, Patient
from intake.stored.printing import document_pdf
from tests import factories, over_time
from tests.factories import People
from tests.views.browser import form_to, form_with
from tests.views.pages import section, words


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def desk(people: People) -> Client:
    client = Client()
    client.force_login(people.front_desk)
    return client


def years_ago(years: int | None) -> datetime.date | None:
    return None if years is None else datetime.date(timezone.localdate().year - years, 1, 1)


@dataclass(frozen=True)
class Trial:
    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    what: str

    @property
    def age(self) -> int | None:
        born = (self.before | self.after)["date_of_birth"]
        return None if born is None else timezone.localdate().year - born.year


def born(years: int | None, sex: str = "female") -> dict[str, Any]:
    return {"date_of_birth": years_ago(years), "sex_at_birth": sex}


TRIALS = [
    Trial("a minor typed for an adult", born(14), born(63), "the birth date was"),
    Trial("an adult typed for a minor", born(63), born(14), "the birth date was"),
    Trial("missing, then added", born(None), born(63), "the birth date was"),
    Trial("sex corrected", born(30), born(30, "male"), "the sex recorded at birth was"),
    Trial("both", born(63), born(14, "male"), "the birth date and the sex recorded at birth were"),
]
EACH = pytest.mark.parametrize("trial", TRIALS, ids=[trial.name for trial in TRIALS])
SAID = {"pain.present": True, "pain.nrs_avg": 6, "pt.pregnancy": "pregnant", **{f"phq.q{n}": 1 for n in range(1, 9)}}


def submitted(people: People, trial: Trial) -> Intake:
    person = factories.patient(people.front_desk, age=None, **{**trial.before, "record_number": "R-7"})
    return factories.submitted(people.front_desk, SAID, patient=person)


def correct(people: People, intake: Intake, trial: Trial) -> None:
    patient = Patient.objects.get(pk=intake.patient_id)
    for field, value in trial.after.items():
        setattr(patient, field, value)
    correct_patient(actor=people.front_desk, patient=patient)


def beside_us(intake: Intake, trial: Trial) -> None:
    """The details change, and nobody assesses again: by raw SQL, or a failure half-way."""
    Patient.objects.filter(pk=intake.patient_id).update(**trial.after)


def now(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def pdf_text(client: Client, intake: Intake, number: int) -> str:
    response = client.get(reverse("summary-pdf", args=[intake.pk, number]))
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_of(client: Client, intake: Intake, number: int) -> dict[str, str]:
    return {
        "queue": words(client.get("/queue/")),
        "review": words(client.get(reverse("review", args=[intake.pk]))),
        "sign": words(client.get(reverse("review-sign", args=[intake.pk]))),
        "pdf": pdf_text(client, intake, number),
    }


# Not signed yet


@EACH
def test_what_waits_is_assessed_again_in_the_same_transaction(trial: Trial, people: People) -> None:
    intake = submitted(people, trial)
    before = intake.versions.get()
    correct(people, intake, trial)
    first, second = intake.versions.order_by("number")
    assert first == before
    assert second.cause == "details"
    assert second.note == f"assessed again because {trial.what} corrected"
    assert second.author == people.front_desk
    assert second.answers.get("pt.age_years") == trial.age
    assert second.answers["pt.sex"] == trial.after["sex_at_birth"]
    told = {"pt.age_years", "pt.sex"}
    assert {key: value for key, value in first.answers.items() if key not in told} == {
        key: value for key, value in second.answers.items() if key not in told
    }
    assert now(intake).current == second.assessment
    assert second.assessment.scope == ("adult" if (trial.age or 0) >= 18 else "minor")


@EACH
def test_queue_review_sign_page_and_pdf_agree_on_the_age(trial: Trial, people: People, clinician: Client) -> None:
    intake = submitted(people, trial)
    correct(people, intake, trial)
    factories.acknowledged(people.clinician, intake)
    shown = pages_of(clinician, intake, 2)
    why = f"assessed again because {trial.what} corrected"
    assert why in shown["queue"]
    assert f"Version 2: {why}" in shown["review"]
    for page, age in {"queue": "({} y)", "review": "Age at assessment: {} y", "sign": "Age at assessment {} y"}.items():
        assert age.format(trial.age) in shown[page]
    assert f"({trial.age} y)" in shown["pdf"]
    minor = (trial.age or 0) < 18
    for page in ("review", "pdf"):
        assert ("The person is under 18." in shown[page]) is minor
    assert "The age is missing" not in shown["review"] + shown["pdf"]
    assert "corrected since" not in shown["queue"]
    assert "Assess again" not in shown["review"] + shown["sign"]
    assert "Signature" in shown["sign"]


@EACH
def test_the_version_before_stays_readable_with_its_age(trial: Trial, people: People, clinician: Client) -> None:
    intake = submitted(people, trial)
    correct(people, intake, trial)
    page = words(clinician.get(reverse("review-version", args=[intake.pk, 1])))
    used = intake.versions.get(number=1).answers.get("pt.age_years")
    assert f"Age at assessment: {'not known' if used is None else f'{used} y'}." in page
    assert "This is an older version." in page


@EACH
def test_changed_beside_us_every_page_says_so_and_nothing_is_signed(
    trial: Trial, people: People, clinician: Client
) -> None:
    intake = submitted(people, trial)
    beside_us(intake, trial)
    factories.acknowledged(people.clinician, intake)
    shown = pages_of(clinician, intake, 1)
    assert "corrected since it was assessed: assess again" in shown["queue"]
    for page in ("review", "sign"):
        assert "not what this was assessed with" in shown[page]
        assert "Assess again" in shown[page]
    assert "Signature" not in shown["sign"]
    used, age = intake.versions.get().answers.get("pt.age_years"), trial.age
    if used != age:
        assert (
            f"Age used by the rules: {'none' if used is None else f'{used} years'}; by the date of birth: {age}"
            in (shown["pdf"])
        )
        assert " y)" not in shown["pdf"]
        assert "y at assessment date" not in shown["pdf"]
        assert "The person is under 18: score bands" not in shown["pdf"]
        assert "The age is missing" not in shown["pdf"] + shown["review"]
    with pytest.raises(NotPossibleError, match="assessed again before it can be signed"):
        factories.sign(people.clinician, intake)
    assert now(intake).state == Intake.State.SUBMITTED


@EACH
def test_a_button_assesses_again_and_then_it_can_be_signed(trial: Trial, people: People, clinician: Client) -> None:
    intake = submitted(people, trial)
    beside_us(intake, trial)
    button = reverse("review-assess-again", args=[intake.pk])
    sent = form_to(clinician.get(reverse("review", args=[intake.pk])), button)
    clinician.post(button, sent)
    clinician.post(button, sent)  # a nervous finger
    second = intake.versions.get(number=2)
    assert (second.cause, second.author, second.answers.get("pt.age_years")) == ("details", people.clinician, trial.age)
    assert intake.versions.count() == 2
    assert AuditEvent.objects.filter(action="assess again").count() == 1
    assert factories.sign(people.clinician, intake).state == Intake.State.SIGNED


def test_a_flag_that_the_true_age_raises_alerts_as_any_save_does(people: People) -> None:
    """ASQ counts for minors too: what matters is that alerts come from the answers as they are assessed now."""
    trial = Trial("", born(63), born(14), "")
    intake = submitted(people, trial)
    Alert.objects.filter(intake=intake).update(lapsed_at=timezone.now(), settled_at=timezone.now())
    draft = factories.draft(people.front_desk, {"phq.q9": 2}, patient=intake.patient)
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    draft.alerts.update(lapsed_at=timezone.now(), settled_at=timezone.now())
    correct(people, draft, trial)
    assert draft.alerts.still_open().filter(flag="RF17a").exists()


def test_another_phone_number_assesses_nothing_again(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V11")
    patient = Patient.objects.get(pk=intake.patient_id)
    patient.phone = "0123"
    correct_patient(actor=people.front_desk, patient=patient)
    assert intake.versions.count() == 1


def test_every_intake_that_waits_is_assessed_again_and_none_that_is_signed(people: People) -> None:
    trial = TRIALS[1]
    signed = factories.sign(people.clinician, submitted(people, trial))
    waiting = [factories.submitted(people.front_desk, SAID, patient=signed.patient) for _ in range(2)]
    correct(people, signed, trial)
    assert [each.versions.count() for each in (signed, *waiting)] == [1, 2, 2]


def test_the_clinics_own_settings_count_when_it_is_assessed_again(people: People) -> None:
    """Drafts too: two points of the PHQ-2 ask for the whole PHQ-9 by default, and not at a clinic that says three."""
    ClinicProfile(phq2_step_up=3).save()
    intake = submitted(people, TRIALS[1])
    correct(people, intake, TRIALS[1])
    assert now(intake).current.site_settings["phq2_step_up"] == 3  # type: ignore[union-attr]


def test_a_failure_half_way_leaves_the_details_as_they_were(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = submitted(people, TRIALS[0])

    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("intake.actions.intakes.raise_alerts", fail)
    with pytest.raises(ZeroDivisionError):
        correct(people, intake, TRIALS[0])
    assert Patient.objects.get(pk=intake.patient_id).date_of_birth == TRIALS[0].before["date_of_birth"]
    assert intake.versions.count() == 1


# Being corrected by the front desk meanwhile


def test_what_the_desk_is_typing_stays_in_its_draft(people: People) -> None:
    trial = TRIALS[0]
    intake = reopen_intake(actor=people.front_desk, intake=submitted(people, trial))
    intake = save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"pain.nrs_avg": 9, "phq.q9": 2},
        malformed={},
    )
    shown = now(intake).revision
    correct(people, intake, trial)
    second = intake.versions.get(number=2)
    assert second.answers["pain.nrs_avg"] == 6
    assert "phq.q9" not in second.answers
    draft = now(intake)
    assert draft.is_draft
    assert draft.answers["pain.nrs_avg"] == 9
    assert draft.alerts.still_open().filter(flag="RF17a").exists()
    with pytest.raises(StaleError):
        submit_intake(actor=people.front_desk, intake=draft, revision=shown, token=uuid.uuid4())
    third = submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    assert (third.answers["pain.nrs_avg"], third.answers["pt.age_years"]) == (9, trial.age)


def test_a_mere_draft_is_worked_out_again_and_has_no_version(people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 2}, patient=factories.patient(people.front_desk, age=63))
    draft.alerts.update(lapsed_at=timezone.now(), settled_at=timezone.now())
    correct(people, draft, Trial("", {}, born(14), ""))
    assert draft.alerts.still_open().filter(flag="RF17a").exists()
    assert draft.versions.count() == 0
    assert now(draft).call == Intake.Call.SAFETY


# Signed


@EACH
def test_a_signed_document_with_other_details_says_so_and_asks(trial: Trial, people: People, clinician: Client) -> None:
    intake = factories.sign(people.clinician, submitted(people, trial), printer=document_pdf)
    correct(people, intake, trial)
    page = clinician.get(reverse("review", args=[intake.pk]))
    said = section(page, "signing")
    assert f"{trial.what} corrected after this was signed".removeprefix("the ") in said
    assert "Please write an addendum, or declare it void" in said
    for name in ("review-addendum", "review-void"):
        assert f'href="{reverse(name, args=[intake.pk])}"' in page.content.decode()
    assert "says another" in words(clinician.get(reverse("person", args=[intake.patient_id])))
    assert "corrected since it was signed" in words(clinician.get("/queue/?state=signed"))


def test_a_signed_document_with_the_same_details_says_nothing(people: People, clinician: Client) -> None:
    intake = factories.signed(people)
    patient = Patient.objects.get(pk=intake.patient_id)
    patient.phone, patient.family_name = "0123", "Newname"
    correct_patient(actor=people.front_desk, patient=patient)
    for address in (reverse("review", args=[intake.pk]), reverse("person", args=[intake.patient_id])):
        page = words(clinician.get(address))
        assert "corrected after" not in page
        assert "says another" not in page


SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}


def test_an_addendum_since_then_is_pointed_at_and_one_before_is_not(people: People, clinician: Client) -> None:
    intake = factories.sign(people.clinician, submitted(people, TRIALS[1]))
    add_addendum(actor=people.clinician, intake=intake, number=1, reason="late", text="CK normal", **SIGNER)
    correct(people, intake, TRIALS[1])
    address = reverse("review", args=[intake.pk])
    assert "Please write an addendum" in section(clinician.get(address), "signing")
    add_addendum(actor=people.clinician, intake=intake, number=2, reason="birth date", text="He is 14.", **SIGNER)
    assert "An addendum was written since" in section(clinician.get(address), "signing")


def test_a_void_document_says_so_and_asks_for_nothing(people: People, clinician: Client) -> None:
    intake = factories.sign(people.clinician, submitted(people, TRIALS[1]))
    correct(people, intake, TRIALS[1])
    void_intake(actor=people.clinician, intake=intake, kind="identity", reason="birth date", **SIGNER)
    said = section(clinician.get(reverse("review", args=[intake.pk])), "signing")
    assert "corrected after this was signed" in said
    assert "Please write" not in said


# A birth date after an assessment


def test_a_birth_date_after_an_assessment_is_refused_beside_its_field(people: People, desk: Client) -> None:
    person = factories.patient(people.front_desk, age=50)
    intake = over_time.visit(people.front_desk, person, 100, {"pain.present": True})
    address = reverse("patient-details", args=[person.pk])
    day = timezone.localdate() - datetime.timedelta(days=98)  # summer time may move the visit by one
    typed = form_with(desk.get(address), "family_name")
    typed |= {
        "date_of_birth_day": [str(day.day)],
        "date_of_birth_month": [str(day.month)],
        "date_of_birth_year": [str(day.year)],
    }
    refused = desk.post(address, typed)
    assert refused.status_code == 422
    assert "before this birth date" in words(refused)
    assert f'value="{day.year}"' in refused.content.decode()
    assert Patient.objects.get(pk=person.pk).date_of_birth == person.date_of_birth
    assert intake.versions.count() == 1


def test_of_a_reopened_intake_both_dates_count(people: People) -> None:
    person = factories.patient(people.front_desk, age=50)
    intake = reopen_intake(
        actor=people.front_desk, intake=over_time.visit(people.front_desk, person, 100, {"pain.present": True})
    )
    today = timezone.localdate().isoformat()
    save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"ctx.encounter_date": today},
        malformed={},
    )
    person.date_of_birth = timezone.localdate() - datetime.timedelta(days=50)
    with pytest.raises(BornLaterError):
        correct_patient(actor=people.front_desk, patient=person)


def test_an_assessment_before_the_birth_that_was_stored_before_blames_no_missing_age(
    people: People, clinician: Client
) -> None:
    """As an earlier release stored it: the birth date is known, and the date of the assessment is wrong."""
    intake = submitted(people, TRIALS[1])
    long_ago = intake.answers | {"ctx.encounter_date": "1926-03-01"}
    Intake.objects.filter(pk=intake.pk).update(answers=long_ago)
    factories.acknowledged(people.clinician, intake)
    for page in ("review", "review-sign"):
        said = words(clinician.get(reverse(page, args=[intake.pk])))
        assert "The date of the assessment, 1 Mar 1926, lies before the person's birth" in said
        assert "The age is missing" not in said
    with pytest.raises(NotPossibleError, match="before the person's birth"):
        factories.sign(people.clinician, intake)
    with pytest.raises(NotPossibleError, match="before the person's birth"):
        assess_again(actor=people.clinician, intake=intake)


def test_queries_do_not_grow_with_what_was_corrected(people: People, clinician: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clinician.get(address).status_code == 200
        return len(captured)

    first = submitted(people, TRIALS[1])
    person = reverse("person", args=[first.patient_id])
    correct(people, first, TRIALS[1])
    before = [queries(address) for address in ("/queue/", person, reverse("review", args=[first.pk]))]
    for _ in range(3):
        factories.submitted(people.front_desk, SAID, patient=first.patient)
    correct(people, first, Trial("", {}, born(40), ""))
    after = [queries(address) for address in ("/queue/", person, reverse("review", args=[first.pk]))]
    assert after == before
