"""A referral is begun, its letter written, signed and amended."""

from __future__ import annotations

import datetime
import uuid
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intake.actions import corrections, intakes, signing
from intake.actions.patients import correct_patient
from intake.actions.referrals import (
    NotCompleteError,
    OpenReferralError,
    StaleReferralError,
    amend_letter,
    letters,
    save_letter,
)
from intake.actions.refused import NotPossibleError
from intake.actions.review import decide
from intake.models import AuditEvent, ClinicProfile, Intake, Patient, Referral, ReferralDocument, Service
from intake.models.referral_states import ReferralState
from intake.stored.referrals import printed
from tests import factories, referring
from tests.factories import People
from tests.referring import LETTER, SIGNER, STEP, refusal

S = ReferralState
OTHER_LETTER = LETTER | {"question": "Is it the nerve?", "copies": ["patient", "gp"]}


def save(people: People, referral: Referral, **details: Any) -> Referral:
    given: dict[str, Any] = {"revision": referral.revision, "letter": OTHER_LETTER}
    given |= {"service": referral.service, "urgency": referral.urgency, **details}
    return save_letter(actor=people.clinician, referral=referral, **given)


def amend(people: People, referral: Referral, **details: Any) -> Referral:
    given: dict[str, Any] = {"revision": referral.revision, "letter": OTHER_LETTER, "reason": "A result came"}
    given |= {"printer": referring.stand_in_pdf, **SIGNER, **details}
    return amend_letter(actor=people.clinician, referral=referral, **given)


# Beginning


def test_a_referral_is_begun_with_what_is_due_and_whose_it_is(people: People) -> None:
    done, there = referring.accepted(people), referring.service("Vascular surgery")
    referral = referring.begun(people, done, service=there)
    stored = referring.now(referral)
    assert (stored.patient, stored.intake, stored.service) == (done.patient, done, there)
    assert done.current
    assert stored.version == done.current.version
    assert (stored.state, stored.steps, stored.letter, stored.urgency) == ("draft", [STEP], LETTER, "routine")
    assert (stored.referrer, stored.owner, stored.made_by) == (people.clinician, "referrer", people.clinician)
    assert stored.due_at
    assert timezone.localtime(stored.due_at).strftime("%H:%M") == "23:59"
    assert stored.number not in ("", str(stored.pk))


def test_of_an_intake_that_is_signed_somebody_can_be_referred_too(people: People) -> None:
    done = referring.accepted(people)
    signed = factories.sign(people.clinician, done)
    assert referring.begun(people, signed).state == S.DRAFT


@pytest.mark.parametrize("how", ["draft", "reopened", "in error", "void"])
def test_of_an_intake_that_is_being_written_or_withdrawn_nobody_is_referred(how: str, people: People) -> None:
    done = factories.draft(people.front_desk, {}) if how == "draft" else referring.accepted(people)
    if how == "reopened":
        intakes.reopen_intake(actor=people.front_desk, intake=done)
    elif how == "in error":
        corrections.mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="twice")
    elif how == "void":
        signed, by = factories.sign(people.clinician, done), {"name": "Carol", "role": "GP"}
        said: dict[str, Any] = {"kind": "identity", "reason": "wrong", "printer": factories.stand_in_pdf, **by}
        signing.void_intake(actor=people.clinician, intake=signed, **said)
    with pytest.raises(NotPossibleError, match="submitted or signed"):
        referring.begun(people, done)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("steps", [["H01"], [STEP, "H01"], ["R01"], [], ["nothing"]])
def test_only_accepted_steps_of_which_one_refers_are_carried_out(steps: list[str], people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    if steps == [STEP, "H01"]:
        referring.accept(people.clinician, done)
    with pytest.raises(NotPossibleError, match="accepted"):
        referring.begun(people, done, steps=steps)


def test_an_accepted_step_that_refers_nowhere_is_not_enough(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    step = next(step.id for step in factories.found(done).steps if not step.refers)
    referring.accept(people.clinician, done, step)
    with pytest.raises(NotPossibleError, match="has to be a referral"):
        referring.begun(people, done, steps=[step])
    referring.accept(people.clinician, done)
    assert referring.begun(people, done, steps=[step, STEP]).steps == sorted([step, STEP])


@pytest.mark.parametrize("choice", ["accepted", "done"])
@pytest.mark.parametrize("by_id", [True, False])
def test_a_step_of_the_clinicians_own_can_be_carried_out(choice: str, by_id: bool, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    own = {"text": "Refer to the foot clinic", "choice": choice, "reason": ""}
    decide(actor=people.clinician, intake=done, revision=0, changes={"own:a1": own})
    steps = ["a1"] if by_id else []
    if choice == "accepted":
        assert referring.begun(people, done, steps=steps).steps == steps
    else:
        with pytest.raises(NotPossibleError, match=r"accepted|referral"):
            referring.begun(people, done, steps=steps)


def test_only_a_clinician_refers(people: People) -> None:
    done = referring.accepted(people)
    for actor in (people.front_desk, people.clinical_lead, people.administrator):
        with pytest.raises(PermissionDenied):
            referring.begun(people, done, actor=actor)


def test_a_service_that_is_not_in_use_any_more_is_not_referred_to(people: People) -> None:
    with pytest.raises(NotPossibleError, match="not in use"):
        referring.begun(people, service=referring.service(active=False))


def test_an_urgency_that_no_page_offers_is_no_urgency(people: People) -> None:
    with pytest.raises(ValueError, match="soon is no urgency"):
        referring.begun(people, urgency="soon")


def test_begun_twice_by_a_form_sent_twice_it_is_there_once(people: People) -> None:
    done, there = referring.accepted(people), referring.service()
    first = referring.begun(people, done, service=there)
    assert referring.begun(people, done, service=there) == first
    assert AuditEvent.objects.filter(action="begin referral").count() == 1


@pytest.mark.parametrize("state", [S.DRAFT, S.SENT, S.SEEN, S.DECLINED, S.NOT_ATTENDED])
def test_a_second_open_one_to_a_service_names_the_first(state: S, people: People) -> None:
    first = referring.in_state(people, state)
    again = referring.accepted(people, patient=first.patient)
    refused = refusal(lambda: referring.begun(people, again, service=first.service), OpenReferralError)
    assert refused.referral == first
    other = referring.begun(people, again)
    assert other.service != first.service
    refused = refusal(lambda: save(people, other, service=first.service), OpenReferralError)
    assert refused.referral == first


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED, S.ENTERED_IN_ERROR])
def test_once_the_first_has_ended_there_can_be_another(state: S, people: People) -> None:
    first = referring.in_state(people, state)
    again = referring.accepted(people, patient=first.patient)
    assert referring.begun(people, again, service=first.service) != first


def test_another_person_can_be_referred_to_the_same_service(people: People) -> None:
    first = referring.begun(people)
    assert referring.begun(people, service=first.service).patient != first.patient


def test_in_the_place_of_a_declined_one_a_new_one_is_begun_which_closes_it(people: People) -> None:
    declined = referring.in_state(people, S.DECLINED)
    again = referring.accepted(people, patient=declined.patient)
    new = referring.begun(people, again, follows=declined)
    assert new.follows == declined
    closed = referring.now(declined)
    assert (closed.state, closed.owner, closed.due_at) == (S.CLOSED, "nobody", None)
    event = closed.events.latest("number")
    assert (event.before, event.after, event.reason) == ("declined", "closed", "new_referral")
    assert event.details == {"followed_by": str(new.pk)}
    assert AuditEvent.objects.filter(record_id=str(declined.pk)).latest("pk").action == "record change"


@pytest.mark.parametrize("state", [S.SENT, S.CLOSED])
def test_a_new_one_follows_only_what_was_declined(state: S, people: People) -> None:
    other = referring.in_state(people, state)
    again = referring.accepted(people, patient=other.patient)
    with pytest.raises(NotPossibleError, match="declined"):
        referring.begun(people, again, follows=other)
    assert Referral.objects.count() == 1


def test_a_new_one_follows_only_what_was_declined_of_the_same_person(people: People) -> None:
    declined = referring.in_state(people, S.DECLINED)
    with pytest.raises(NotPossibleError, match="same person"):
        referring.begun(people, follows=declined)


# Writing


def test_the_letter_is_kept_as_it_is_written(people: People) -> None:
    draft, there = referring.begun(people), referring.service()
    saved = save(people, draft, service=there, urgency="now")
    stored = referring.now(saved)
    assert (stored.letter, stored.service, stored.urgency) == (OTHER_LETTER, there, "now")
    assert (stored.revision, stored.changed_by) == (draft.revision + 1, people.clinician)
    assert stored.due_at
    assert stored.due_at - stored.made_at == datetime.timedelta(hours=1)


def test_the_limits_of_the_service_go_before_those_of_the_site(people: People) -> None:
    ClinicProfile(referral_limits="routine: sent 3 hours").save()
    draft = referring.begun(people)
    assert draft.due_at
    assert draft.due_at - draft.made_at == datetime.timedelta(hours=3)
    saved = save(people, draft, service=referring.service(limits="routine: sent 2 hours"))
    assert saved.due_at
    assert saved.due_at - saved.made_at == datetime.timedelta(hours=2)


def test_a_page_that_is_stale_saves_nothing_and_is_told_who_was_first(people: People) -> None:
    draft, colleague = referring.begun(people), factories.user("colleague", "Clinician")
    given: dict[str, Any] = {"service": draft.service, "urgency": "routine", "revision": 0}
    save_letter(actor=colleague, referral=draft, letter=OTHER_LETTER, **given)
    stale = refusal(lambda: save(people, draft, letter=LETTER | {"reason": "Mine"}), StaleReferralError)
    assert (stale.referral.changed_by, stale.referral.letter) == (colleague, OTHER_LETTER)


def test_what_is_there_already_is_not_saved_again(people: People) -> None:
    draft = referring.begun(people)
    first, second = save(people, draft), save(people, draft)
    assert first.revision == second.revision == 1
    assert AuditEvent.objects.filter(action="save letter").count() == 1


def test_what_is_signed_is_not_written_on(people: People) -> None:
    signed = referring.signed(people)
    with pytest.raises(NotPossibleError, match="can be amended"):
        save(people, signed)


def test_a_draft_does_not_go_to_a_service_that_is_not_in_use(people: People) -> None:
    with pytest.raises(NotPossibleError, match="not in use"):
        save(people, referring.begun(people), service=referring.service(active=False))


# Signing


def test_each_document_tells_its_layout(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LAYOUT", 7)
    assert set(referring.signed(people).documents.values_list("layout", flat=True)) == {7}


def test_a_letter_is_signed_with_its_copies_and_kept(people: People) -> None:
    ClinicProfile(name="Riverside", phone="01 234", address="1 Bank").save()
    person = factories.patient(people.front_desk, family_name="Lovelace", given_name="Ada", gp_name="Dr Roe")
    draft = referring.begun(
        people, referring.accepted(people, patient=person), service=referring.service("Vascular", phone="55")
    )
    signed = referring.sign(people.clinician, save(people, draft))
    letter, patient, gp = (signed.documents.get(kind=kind) for kind in ("letter", "patient", "gp"))
    assert signed.documents.count() == 3
    assert {document.number for document in (letter, patient, gp)} == {1}
    assert len({document.pk for document in (letter, patient, gp)}) == 3
    for document in (letter, patient, gp):
        assert bytes(document.pdf) == referring.stand_in_pdf(document)
        assert document.sha256 == sha256(bytes(document.pdf)).hexdigest()
        assert document.signed_by == people.clinician
    kept = letter.content
    assert kept["letter"] == OTHER_LETTER
    assert (kept["number"], kept["document_id"], kept["kind"]) == (signed.number, letter.pk, "letter")
    assert (kept["person"]["family_name"], kept["person"]["gp_name"]) == ("Lovelace", "Dr Roe")
    assert kept["person"]["date_of_birth"] == str(person.date_of_birth)
    assert (kept["service"]["name"], kept["service"]["phone"]) == ("Vascular", "55")
    assert (kept["referrer"]["name"], kept["referrer"]["registration_number"]) == ("Carol Clinician", "GMC 1234567")
    assert (kept["referrer"]["practice"], kept["referrer"]["phone"]) == ("Riverside", "01 234")
    assert (kept["letterhead"]["address"], kept["paper"]) == ("1 Bank", "A4")
    assert (kept["status"], kept["amended"], kept["approved"]) == ("SIGNED", [], False)
    assert (signed.state, signed.owner) == (S.DRAFT, "referrer")
    event = signed.events.get()
    assert (event.kind, event.details) == ("signed", {"document": 1, "copies": ["patient", "gp"]})


def test_only_the_copies_that_were_chosen_are_made(people: People) -> None:
    signed = referring.signed(people, letter=LETTER | {"copies": []})
    assert [document.kind for document in signed.documents.all()] == ["letter"]


def test_what_cannot_be_printed_is_not_signed(people: People) -> None:
    draft = referring.begun(people)

    def broken(document: ReferralDocument) -> bytes:
        if document.kind == "patient":
            raise RuntimeError("out of paper")
        return b"%PDF"

    with pytest.raises(RuntimeError, match="out of paper"):
        referring.sign(people.clinician, draft, printer=broken)
    assert not ReferralDocument.objects.exists()
    assert not draft.events.exists()
    assert referring.now(draft).revision == draft.revision


def test_signed_twice_under_one_token_it_is_signed_once(people: People) -> None:
    draft, token = referring.begun(people), uuid.uuid4()
    first = referring.sign(people.clinician, draft, token=token)
    assert referring.sign(people.clinician, draft, token=token) == first
    assert first.documents.count() == 2


def test_signed_twice_without_a_token_the_second_is_stale(people: People) -> None:
    draft = referring.begun(people)
    referring.sign(people.clinician, draft)
    with pytest.raises(StaleReferralError):
        referring.sign(people.clinician, draft)
    with pytest.raises(NotPossibleError, match="is signed"):
        referring.sign(people.clinician, referring.now(draft))


def test_a_letter_is_not_signed_against_what_the_person_wants(people: People) -> None:
    draft = referring.begun(people, letter=LETTER | {"consent": {"asked": "no"}})
    with pytest.raises(NotPossibleError, match="does not agree"):
        referring.sign(people.clinician, draft)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"consent": {"asked": "", "by": "", "on": ""}}, "Record the person's consent"),
        ({"reason": " "}, "Write the reason in one line."),
        ({"question": ""}, "Write the question to the service."),
    ],
)
def test_a_letter_that_lacks_something_is_neither_signed_nor_amended(
    changed: dict[str, Any], said: str, people: People
) -> None:
    wrong = refusal(
        lambda: referring.sign(people.clinician, referring.begun(people, letter=LETTER | changed)), NotCompleteError
    )
    assert said in wrong.errors["letter"]
    signed = referring.signed(people)
    wrong = refusal(lambda: amend(people, signed, letter=LETTER | changed), NotCompleteError)
    assert said in wrong.errors["letter"]
    assert signed.documents.filter(number=2).count() == 0


def test_no_copy_is_made_for_a_gp_whom_nobody_knows(people: People) -> None:
    draft = referring.begun(people, letter=OTHER_LETTER)
    Patient.objects.update(gp_name="", gp_practice="", gp_address="")
    wrong = refusal(lambda: referring.sign(people.clinician, draft), NotCompleteError)
    assert "names no GP" in wrong.errors["letter"]
    Patient.objects.update(gp_practice="Quayside Surgery")
    assert referring.sign(people.clinician, draft).documents.count() == 3


@pytest.mark.parametrize(("details", "field"), [({"name": " "}, "name"), ({}, "letter")])
def test_a_letter_without_words_or_a_signer_is_not_signed(details: dict[str, Any], field: str, people: People) -> None:
    draft = referring.begun(people, letter={} if field == "letter" else LETTER)
    wrong = refusal(lambda: referring.sign(people.clinician, draft, **details), NotCompleteError)
    assert list(wrong.errors) == [field]


def test_nothing_about_a_withdrawn_intake_is_signed_or_sent(people: People) -> None:
    draft, signed = referring.begun(people), referring.signed(people)
    for referral in (draft, signed):
        done = Intake.objects.get(pk=referral.intake_id)
        corrections.mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="twice")
    with pytest.raises(NotPossibleError, match="entered in error"):
        referring.sign(people.clinician, referring.now(draft))
    with pytest.raises(NotPossibleError, match="cannot be sent"):
        referring.change(people.clinician, referring.now(signed), S.SENT)
    assert referring.now(signed).is_of_withdrawn_intake
    referring.change(people.clinician, referring.now(signed), S.CANCELLED)


def test_what_was_sent_is_followed_up_when_its_intake_is_withdrawn(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    done = Intake.objects.get(pk=sent.intake_id)
    corrections.mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="twice")
    assert referring.change(people.front_desk, referring.now(sent), S.RECEIVED).state == S.RECEIVED
    with pytest.raises(NotPossibleError, match="entered in error"):
        amend(people, referring.now(sent))


# Amending


def test_an_amended_letter_has_the_next_number_and_the_first_stays_as_it_was(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    before = list(sent.documents.order_by("pk").values())
    amended = amend(people, sent)
    again = amend(people, amended, letter=LETTER, reason="The copy for the GP was not wanted")
    assert sorted(again.documents.values_list("number", "kind")) == [
        (1, "letter"),
        (1, "patient"),
        (2, "gp"),
        (2, "letter"),
        (2, "patient"),
        (3, "letter"),
        (3, "patient"),
    ]
    assert list(sent.documents.filter(number=1).order_by("pk").values()) == before
    second, third = (again.documents.get(number=number, kind="letter").content for number in (2, 3))
    assert (second["status"], second["letter"]) == ("AMENDED", OTHER_LETTER)
    assert second["amended"] == [{"number": 1, "reason": "A result came"}]
    assert [each["number"] for each in third["amended"]] == [1, 2]
    assert (again.state, again.due_at, again.letter) == (S.SENT, sent.due_at, LETTER)


def test_an_amendment_says_why(people: People) -> None:
    signed = referring.signed(people)
    wrong = refusal(lambda: amend(people, signed, reason=" "), NotCompleteError)
    assert list(wrong.errors) == ["reason"]
    with pytest.raises(NotPossibleError, match="signed letter"):
        amend(people, referring.begun(people))


def test_amended_twice_under_one_token_it_is_amended_once(people: People) -> None:
    signed, token = referring.signed(people), uuid.uuid4()
    amend(people, signed, token=token)
    assert amend(people, signed, token=token).documents.filter(kind="letter").count() == 2


# What the letter names


def test_details_corrected_after_the_signature_are_told(people: People) -> None:
    signed = referring.signed(people)
    assert printed.names_other_details(signed) == ()
    person = Patient.objects.get(pk=signed.patient_id)
    person.family_name, person.phone, person.date_of_birth = "Byron", "0999", datetime.date(1970, 1, 2)
    correct_patient(actor=people.front_desk, patient=person)
    now = referring.now(signed)
    assert printed.names_other_details(now) == ("family name", "birth date", "phone")
    assert now.is_of_older_answers
    assert printed.names_other_details(amend(people, now)) == ()
    assert printed.names_other_details(referring.begun(people)) == ()


def test_a_letter_that_went_on_to_another_service_names_the_one_before(people: People) -> None:
    received = referring.in_state(people, S.RECEIVED)
    assert not printed.goes_to_other_service(received)
    redirected = referring.change(people.front_desk, received, S.REDIRECTED)
    assert printed.goes_to_other_service(redirected)
    assert not printed.goes_to_other_service(amend(people, redirected))
    assert redirected.service == Service.objects.latest("pk")


def test_a_service_under_another_name_is_the_same_service(people: People) -> None:
    signed = referring.signed(people, service=referring.service("Vascular"))
    Service.objects.update(name="Vascular and foot")
    assert not printed.goes_to_other_service(referring.now(signed))


def test_a_letter_made_of_earlier_answers_says_so_from_its_beginning(people: People) -> None:
    done = referring.accepted(people)
    assert done.current
    version = done.current.version
    person = Patient.objects.get(pk=done.patient_id)
    person.date_of_birth = datetime.date(1970, 1, 2)
    correct_patient(actor=people.front_desk, patient=person)
    referral = referring.begun(people, Intake.objects.get(pk=done.pk), version=version)
    assert referral.version == version
    assert referring.now(referral).is_of_older_answers


def test_a_letter_made_of_answers_of_another_intake_begins_nothing(people: People) -> None:
    one, other = referring.accepted(people), referring.accepted(people)
    with pytest.raises(ValueError, match="another intake"):
        referring.begun(people, one, version=referring.version_of(other))
    assert not Referral.objects.exists()
