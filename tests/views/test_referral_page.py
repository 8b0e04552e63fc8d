"""What happened to a referral is recorded by its state and by whom; nothing that was typed is lost."""

from __future__ import annotations

import datetime
import uuid
from html import unescape
from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions.corrections import mark_in_error, move_intake
from intake.actions.intakes import correct_intake, reopen_intake
from intake.actions.patients import correct_patient
from intake.actions.signing import void_intake
from intake.models import Intake, Patient, Referral, Service
from intake.models.referral_states import CHANGES, ReferralState
from intake.roles import CLINICIAN
from intake.views.review.signing_forms import printed_name
from tests import factories, referring
from tests.factories import People
from tests.referring import now
from tests.views.browser import error_beside, offered
from tests.views.pages import words

S = ReferralState


@pytest.fixture
def doctor(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def page_of(referral: Referral) -> str:
    return reverse("referral", args=[referral.pk])


def record(client: Client, referral: Referral, kind: str, **typed: Any) -> Any:
    """As the page sends it, whose revision is that of the row given."""
    sent = {"record": kind, "revision": referral.revision, "token": uuid.uuid4(), "happened_at": minute()}
    return client.post(reverse("referral-record", args=[referral.pk]), sent | typed)


def minute(later: int = 0) -> str:
    """So many minutes from now, as a browser sends it."""
    return f"{timezone.localtime() + datetime.timedelta(minutes=later):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("state", ReferralState)
def test_the_page_offers_what_the_table_allows_and_nothing_else(
    state: ReferralState, doctor: Client, people: People
) -> None:
    page = doctor.get(page_of(referring.in_state(people, state)))
    offers = {value.removeprefix("to-") for value in offered(page).get("record", []) if value.startswith("to-")}
    assert offers == {change.to for change in CHANGES[state] if CLINICIAN in change.roles}


@pytest.mark.parametrize("state", [state for state in ReferralState if CHANGES[state]])
def test_each_change_that_is_offered_can_be_recorded(state: ReferralState, doctor: Client, people: People) -> None:
    """With what its form asks for, and no more."""
    typed: dict[str, dict[str, Any]] = {
        S.SENT: {"channel": "post"},
        S.BOOKED: {"appointment_at": minute(60), "appointment_where": "Room 3"},
        S.REPORT_BACK: {"report": "A letter of two pages"},
        S.CLOSED: {"question_answered": "yes", "told_on": timezone.localdate().isoformat()},
        S.NEEDS_INFO: {"reason": "result"},
        S.DECLINED: {"reason": "criteria"},
        S.REDIRECTED: {"reason": "area"},
        S.APPOINTMENT_CANCELLED: {"reason": "ill"},
        S.CANCELLED: {"reason": "not_needed"},
        S.ENTERED_IN_ERROR: {"reason": "twice"},
    }
    for change in CHANGES[state]:
        about = factories.patient(people.front_desk)
        referral = referring.in_state(people, state, referring.accepted(people, patient=about))
        if state == S.DRAFT and change.to == S.SENT:
            referral = referring.sign(people.clinician, referral)
        if change.contact:
            assert record(doctor, referral, "contact", channel="phone", reached="yes").status_code == 302
        given = dict(typed.get(change.to, {}))
        if change.to == S.REDIRECTED:
            given["service"] = referring.service().pk
        if change.to == S.CLOSED and state == S.DECLINED:
            given = {"reason": "managed_here", "told_on": timezone.localdate().isoformat()}
        answer = record(doctor, now(referral), f"to-{change.to}", **given)
        assert answer.status_code == 302, (change.to, words(answer))
        assert now(referral).state == change.to


def test_what_is_missing_is_said_beside_its_field_and_the_fold_stays_open(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    page = record(doctor, referral, "to-declined", words="They rang back", happened_at="2999-01-01T10:00")
    assert page.status_code == 422
    assert error_beside(page, "to-declined_reason") == "Choose a reason."
    html = page.content.decode()
    fold = html[html.index('<details class="record" open id="record-problem">') :]
    assert "Declined by the service" in words(fold[: fold.index("</details>")])
    assert "They rang back" in html
    page = record(doctor, referral, "to-declined", reason="other", words="")
    assert error_beside(page, "to-declined_words") == "Say the reason in a few words."
    page = record(doctor, referral, "to-received", happened_at="2999-01-01T10:00")
    assert error_beside(page, "to-received_happened_at") == "This is in the future."
    assert now(referral).state == S.SENT


def test_unsigned_it_cannot_be_sent_and_the_page_says_why(doctor: Client, people: People) -> None:
    referral = referring.begun(people)
    page = record(doctor, referral, "to-sent", channel="post")
    assert page.status_code == 422
    assert "The letter has to be signed before it is sent." in words(page)


def test_after_a_missed_appointment_the_person_is_contacted_first(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.NOT_ATTENDED)
    booked = {"appointment_at": minute(1)}
    page = record(doctor, referral, "to-booked", **booked)
    assert page.status_code == 422
    assert "Please try to contact the person first" in words(page)
    assert record(doctor, referral, "contact", channel="phone", reached="message").status_code == 302
    assert record(doctor, now(referral), "to-booked", **booked).status_code == 302
    assert "A message was left" in words(doctor.get(page_of(referral)))


def test_sent_twice_it_is_recorded_once(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    once = {"token": uuid.uuid4(), "happened_at": minute()}
    for _ in range(2):
        record(doctor, referral, "contact", channel="phone", reached="no", **once)
    assert referral.events.filter(kind="contact").count() == 1
    for _ in range(2):
        assert record(doctor, referral, "to-received", **once).status_code == 302
    assert referral.events.filter(after=S.RECEIVED).count() == 1


def test_a_page_that_the_browser_went_back_to_records_what_is_sent_next(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.NOT_ATTENDED)
    page = {"token": uuid.uuid4(), "happened_at": minute()}
    record(doctor, referral, "contact", channel="phone", reached="no", **page)
    record(doctor, referral, "contact", channel="phone", reached="yes", **page)
    assert referral.events.filter(kind="contact").count() == 2
    record(doctor, referral, "to-booked", appointment_at=minute(1), **page)
    assert now(referral).state == S.BOOKED
    other = referring.in_state(people, S.SENT, referring.accepted(people, patient=factories.patient(people.front_desk)))
    assert record(doctor, other, "contact", channel="phone", reached="no", **page).status_code == 302


def test_a_change_that_is_sent_again_is_told_to_be_recorded(doctor: Client, people: People) -> None:
    """The first answer was lost on its way: nobody else changed anything."""
    referral, once = referring.in_state(people, S.SENT), uuid.uuid4()
    for _ in range(2):
        assert record(doctor, referral, "to-received", token=once).status_code == 302
    assert referral.events.filter(after=S.RECEIVED).count() == 1


def test_a_hand_over_that_is_sent_again_is_told_to_be_recorded(doctor: Client, people: People) -> None:
    referral, once = referring.in_state(people, S.SENT), uuid.uuid4()
    colleague = factories.user("colleague", CLINICIAN)
    for _ in range(2):
        assert record(doctor, referral, "hand", to=colleague.pk, token=once).status_code == 302
    assert referral.events.filter(kind="handed").count() == 1


def test_what_happened_names_people_and_services_as_of_then(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.RECEIVED, service=referring.service("Old ward"))
    there = referring.service("New ward")
    record(doctor, referral, "to-redirected", reason="area", service=there.pk)
    Service.objects.update(name=Concat(Value("Renamed "), "name"))
    colleague = factories.user("colleague", CLINICIAN)
    record(doctor, now(referral), "hand", to=colleague.pk)
    said = words(doctor.get(page_of(referral)))
    assert "Renamed" in said
    assert "Now with: New ward Before with: Old ward" in said
    assert f"From: {printed_name(people.clinician)} To: {printed_name(colleague)}" in said


@pytest.mark.parametrize("name", ["appointment_at", "happened_at"])
@pytest.mark.parametrize("year", ["9999", "0001"])
def test_a_year_of_a_slip_of_the_key_is_said_beside_its_field(
    name: str, year: str, doctor: Client, people: People
) -> None:
    referral = referring.in_state(people, S.ACCEPTED)
    given = {"appointment_at": minute(1), name: f"{year}-12-31T23:59"}
    page = record(doctor, referral, "to-booked", **given)
    assert page.status_code == 422
    assert error_beside(page, f"to-booked_{name}") == "Please check the year."


def test_a_page_that_is_out_of_date_records_nothing_and_says_who(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    referring.change(people.front_desk, referral, S.RECEIVED)
    page = record(doctor, referral, "to-accepted", words="Typed with care")
    assert page.status_code == 409
    assert "front-desk changed this referral at" in words(page)
    assert "What you typed stands below" in words(page)
    assert "Typed with care" in page.content.decode()
    referring.change(people.front_desk, now(referral), S.SEEN)
    page = record(doctor, referral, "to-received", words="Cannot be kept")
    assert page.status_code == 409
    assert "You wrote: “Cannot be kept”" in words(page)
    assert now(referral).state == S.SEEN


def test_what_the_page_never_offered_is_refused(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    for kind in ("to-closed", "reopen", "no-such-thing"):
        assert record(doctor, referral, kind).status_code == 400


def test_a_note_a_hand_over_and_what_goes_on_after_all(doctor: Client, people: People) -> None:
    colleague = factories.user("colleague", CLINICIAN)
    gone = factories.user("gone", CLINICIAN)
    gone.is_active = False
    gone.save()
    referral = referring.in_state(people, S.SENT)
    assert record(doctor, referral, "note", words="").status_code == 422
    assert record(doctor, referral, "note", words="Rang twice").status_code == 302
    assert "Rang twice" in words(doctor.get(page_of(referral)))
    assert record(doctor, now(referral), "hand", to=gone.pk).status_code == 422
    assert record(doctor, now(referral), "hand", to=colleague.pk).status_code == 302
    assert now(referral).referrer == colleague
    record(doctor, now(referral), "to-cancelled", reason="not_needed")
    assert record(doctor, now(referral), "reopen").status_code == 422
    assert record(doctor, now(referral), "reopen", reason="mistake").status_code == 302
    assert now(referral).state == S.SENT


def test_all_that_happened_stands_there_with_what_was_passed_over(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    given = {"report": "From the ward", "channel": "portal", "words": "Came by portal"}
    record(doctor, referral, "to-report_back", **given)
    said = words(doctor.get(page_of(referral)))
    passed = [f"{state}: not recorded by itself" for state in ("Received", "Accepted", "Booked", "Seen")]
    assert [text for text in (*passed, "From the ward", "“Came by portal”") if text not in said] == []


def test_an_intake_that_was_entered_in_error_is_said(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    assert "was entered in error" not in words(doctor.get(page_of(referral)))
    intake = Intake.objects.get()
    mark_in_error(actor=people.clinician, intake=intake, revision=intake.revision, reason="Somebody else")
    assert "was entered in error" in words(doctor.get(page_of(referral)))


def test_an_intake_that_is_void_is_said(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    voiding = {"kind": "wrong_patient", "reason": "Somebody else", "name": "Carol", "role": "GP"}
    intake = factories.sign(people.clinician, referral.intake)
    void_intake(actor=people.clinician, intake=intake, printer=factories.stand_in_pdf, **voiding)
    assert "was declared void" in words(doctor.get(page_of(referral)))


def test_details_that_are_not_those_of_the_letter_are_said(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    assert "than the newest letter" not in words(doctor.get(page_of(referral)))
    Patient.objects.filter(pk=referral.patient_id).update(family_name="Other", address="Elsewhere")
    assert "The record now has another family name and another address than the newest letter." in words(
        doctor.get(page_of(referral))
    )


# Declined


def test_what_was_declined_is_closed_with_a_reason(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.DECLINED)
    page = doctor.get(page_of(referral))
    assert "Declined: what now?" in words(page)
    assert "question_answered" not in offered(page)
    today = timezone.localdate().isoformat()
    assert record(doctor, referral, "to-closed", told_on=today).status_code == 422
    assert record(doctor, referral, "to-closed", reason="managed_here", told_on="").status_code == 302


def test_what_was_declined_goes_elsewhere_with_its_letter(doctor: Client, people: People) -> None:
    letter = referring.LETTER | {"told": "You hear soon", "hear_by": "2026-11-02"}
    referral = referring.in_state(people, S.DECLINED, letter=letter)
    person = Patient.objects.get(pk=referral.patient_id)
    person.date_of_birth = datetime.date(1970, 1, 2)
    correct_patient(actor=people.front_desk, patient=person)
    assert now(referral).is_of_older_answers
    other = referring.service("Another ward")
    address = reverse("referral-elsewhere", args=[referral.pk])
    page = doctor.get(address)
    assert str(referral.service_id) not in offered(page)["service"]
    assert doctor.post(address, {"urgency": "now"}).status_code == 422
    doctor.post(address, {"urgency": "now", "service": other.pk})
    new = Referral.objects.get(service=other)
    assert new.is_of_older_answers  # as the letter before was
    assert (new.letter["told"], new.letter["hear_by"]) == ("", "")  # of the other service
    assert (new.follows, new.urgency, new.state) == (referral, "now", S.DRAFT)
    assert new.letter["question"] == referral.letter["question"]
    assert new.letter["consent"] == {"asked": "", "by": "", "on": ""}  # asked for the other service
    said = doctor.get(reverse("referral-text", args=[new.pk])).content.decode()
    assert "Consent: not recorded." in said
    assert "did not agree" not in said
    assert now(referral).state == S.CLOSED
    assert "A new referral was begun in its place: to Another ward" in words(doctor.get(page_of(referral)))
    assert "a referral that was declined" in words(doctor.get(page_of(new)))
    assert doctor.get(address).status_code == 302  # decided


def test_what_goes_elsewhere_is_still_of_the_answers_that_its_letter_was_made_from(
    doctor: Client, people: People
) -> None:
    referral = referring.in_state(people, S.DECLINED)
    letter = referring.LETTER | {"hear_by": "2026-12-01", "plain": {"urgency": "Within a week", "plan": "Rest"}}
    Referral.objects.filter(pk=referral.pk).update(letter=letter)
    intake, changes = Intake.objects.get(pk=referral.intake_id), {"pain.nrs_avg": 9}
    correct_intake(actor=people.clinician, intake=intake, revision=intake.revision, changes=changes, token=uuid.uuid4())
    other = referring.service()
    doctor.post(reverse("referral-elsewhere", args=[referral.pk]), {"urgency": "routine", "service": other.pk})
    new = Referral.objects.get(service=other)
    assert new.version_id == referral.version_id
    assert "Answers of the intake were put right since the letter was begun." in words(doctor.get(page_of(new)))
    # What was said and promised of the other service is said anew.
    assert new.letter["hear_by"] == ""
    assert new.letter["plain"] == {"plan": "Rest"}


def test_a_draft_that_was_begun_in_another_record_says_so(doctor: Client, people: People) -> None:
    said = "The letter was begun in another person's record"
    draft = referring.begun(people)
    assert said not in unescape(words(doctor.get(page_of(draft))))
    intake, sister = Intake.objects.get(pk=draft.intake_id), factories.patient(people.front_desk)
    move_intake(actor=people.front_desk, intake=intake, revision=intake.revision, to=sister, reason="Her sister's")
    for name in ("referral", "referral-letter", "referral-sign"):
        assert said in unescape(words(doctor.get(reverse(name, args=[draft.pk]))))


def test_a_draft_says_that_the_answers_are_being_changed(doctor: Client, people: People) -> None:
    draft = referring.begun(people)
    assert "its answers are being changed" not in words(doctor.get(page_of(draft)))
    reopen_intake(actor=people.front_desk, intake=draft.intake)
    for name in ("referral", "referral-letter", "referral-sign"):
        assert "its answers are being changed" in words(doctor.get(reverse(name, args=[draft.pk])))


def test_what_is_urgent_now_is_sent_with_the_name_of_who_took_it(doctor: Client, people: People) -> None:
    referral = referring.signed(people, urgency="now")
    page = record(doctor, referral, "to-sent", channel="phone")
    assert page.status_code == 422
    assert error_beside(page, "to-sent_confirmation") == "Say who took it."
    assert record(doctor, referral, "to-sent", channel="phone", confirmation="Dr Lee").status_code == 302
    assert now(referral).confirmation == "Dr Lee"


def test_a_confidential_service_is_named_to_clinicians_alone(doctor: Client, people: People) -> None:
    referral = referring.in_state(people, S.RECEIVED)
    referring.service("Ward of secrets", confidential=True)
    assert "Ward of secrets" in doctor.get(page_of(referral)).content.decode()
    desk = Client()
    desk.force_login(people.front_desk)
    page = desk.get(reverse("desk-referral", args=[referral.pk])).content.decode()
    assert "Ward of secrets" not in page
    assert "A clinician records it where the service is a confidential one." in page
