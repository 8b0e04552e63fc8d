"""The summary as text, handed out by the site to be pasted elsewhere."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake.actions.corrections import mark_in_error
from intake.actions.intakes import complete_intake
from intake.actions.patients import correct_patient
from intake.actions.signing import add_addendum, void_intake
from intake.clinical.telling.letter import Letter, LetterLine, LetterPart, letter_as_json
from intake.models import AuditEvent, ClinicProfile, Document, Intake, Patient, Referral, ReferralDocument
from tests import factories, referring
from tests.factories import People
from tests.views.pages import forbidden, words

TEXT_QUERIES = 14


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    names = {"family_name": "Nguyễn", "given_name": "Phương", "record_number": "R-0815"}
    return factories.submitted(people.front_desk, "V31", **names)


def copied(client: Client, intake: Intake, number: int = 1, **query: str) -> Any:
    return client.get(reverse("summary-text", args=[intake.pk, number]), query)


def text_of(response: Any) -> str:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return str(response.content.decode())


def test_the_brief_and_with_the_plan(clinician: Client, intake: Intake) -> None:
    ClinicProfile(name="Hillside Practice", address="1 High Street", own_contacts="Crisis line: 0800 1").save()
    brief, whole = text_of(copied(clinician, intake)), text_of(copied(clinician, intake, plan="yes"))
    for said in (brief, whole):
        assert said.startswith("INTAKE SUMMARY\nDRAFT: not signed\nRule set ")
        for expected in ("is not approved", "Hillside Practice\n1 High Street\n", "NGUYỄN, Phương\n", "R-0815"):
            assert expected in said
        assert f"Document {intake.pk.hex[:8]}-1." in said
        assert "unsafe at home" not in said.lower()
    assert "SAFETY-NETTING" in whole
    assert "SAFETY-NETTING" not in brief


def test_what_was_signed_and_not_the_details_of_today(clinician: Client, people: People) -> None:
    intake = factories.signed(people)
    patient = Patient.objects.get(pk=intake.patient_id)
    name, patient.family_name = patient.family_name.upper(), "Corrected"
    correct_patient(actor=people.front_desk, patient=patient)
    said = text_of(copied(clinician, intake))
    assert said.startswith("INTAKE SUMMARY\nSIGNED\n")
    assert f"{name}, " in said
    assert "CORRECTED" not in said
    assert f"Document {Document.objects.get(intake=intake).pk}." in said


def test_amended_and_void_say_so_first(clinician: Client, people: People) -> None:
    intake = factories.signed(people)
    signer = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}
    reason = {"reason": "A slip", "text": "It is the right leg.", "corrects": ["places"]}
    add_addendum(actor=people.clinician, intake=intake, number=1, **reason, **signer)
    assert text_of(copied(clinician, intake)).startswith("INTAKE SUMMARY\nAMENDED\n")
    void_intake(actor=people.clinician, intake=intake, kind="wrong_patient", reason="Mixed up", **signer)
    assert text_of(copied(clinician, intake)).startswith("INTAKE SUMMARY\nVOID: do not use\n")


def test_each_version_has_its_own(clinician: Client, intake: Intake, people: People) -> None:
    complete_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes={"ex.hr": 99}, token=uuid.uuid4()
    )
    first, second = (text_of(copied(clinician, intake, number, plan="yes")) for number in (1, 2))
    assert "Heart rate: 99" in second
    assert "Heart rate" not in first


def test_each_copy_is_noted_without_patient_data(clinician: Client, intake: Intake, people: People) -> None:
    copied(clinician, intake)
    clinician.get(reverse("summary-copy", args=[intake.pk, 1]))
    rows = AuditEvent.objects.filter(action="download").values_list("actor", "record_type", "record_id")
    assert list(rows) == [(people.clinician.pk, "answerversion", str(intake.versions.get().pk))] * 2
    signed = factories.signed(people)
    copied(clinician, signed)
    document = Document.objects.get(intake=signed)
    assert AuditEvent.objects.filter(action="download", record_type="document", record_id=document.pk).exists()


def test_there_is_none_of_a_draft_of_no_version_or_of_what_was_entered_in_error(
    clinician: Client, intake: Intake, people: People
) -> None:
    draft = factories.draft(people.front_desk, factories.example("V02"))
    for address in ("summary-text", "summary-copy"):
        assert clinician.get(reverse(address, args=[draft.pk, 1])).status_code == 404
        assert clinician.get(reverse(address, args=[intake.pk, 2])).status_code == 404
    mark_in_error(actor=people.clinician, intake=intake, revision=intake.revision, reason="Entered twice")
    for address in ("summary-text", "summary-copy"):
        assert clinician.get(reverse(address, args=[intake.pk, 1])).headers["Location"] == f"/review/{intake.pk}/"
    assert not AuditEvent.objects.filter(action="download").exists()


def test_without_a_script_both_texts_can_be_selected(clinician: Client, intake: Intake) -> None:
    page = clinician.get(reverse("summary-copy", args=[intake.pk, 1]))
    areas = re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", page.content.decode(), re.DOTALL)
    brief, whole = text_of(copied(clinician, intake)), text_of(copied(clinician, intake, plan="yes"))
    assert [html.unescape(area) for area in areas] == [brief, whole]
    assert forbidden(page) == []
    assert "<title>Copy as text" in page.content.decode()


def test_the_review_and_the_signed_page_offer_it(clinician: Client, intake: Intake, people: People) -> None:
    for each in (intake, factories.signed(people)):
        review = clinician.get(f"/review/{each.pk}/")
        address = reverse("summary-text", args=[each.pk, 1])
        page = review.content.decode()
        assert f'data-copies="{address}" data-key="c"' in page
        assert f'data-copies="{address}?plan=yes" data-key="Shift+C"' in page
        assert f'href="{reverse("summary-copy", args=[each.pk, 1])}#brief"' in page
    assert "Copies the brief as text" in words(clinician.get(f"/review/{intake.pk}/"))


def test_who_has_the_keys_off_has_these_off(clinician: Client, intake: Intake) -> None:
    assert 'data-copy-text data-keys="on"' in clinician.get(f"/review/{intake.pk}/").content.decode()
    clinician.post(reverse("preferences"), {})
    assert 'data-copy-text data-keys="off"' in clinician.get(f"/review/{intake.pk}/").content.decode()


def test_the_number_of_queries(clinician: Client, intake: Intake, django_assert_num_queries: Any) -> None:
    for plan in ("", "yes"):
        with django_assert_num_queries(TEXT_QUERIES):
            copied(clinician, intake, plan=plan)


# The letter of a referral

LETTER = Letter(
    reason="Cold leg – newly",
    question="Please see the leg",
    urgency="routine",
    parts=(
        LetterPart("case", "In one line", (LetterLine("case.one_line", "Woman of 50 with pain in the left calf."),)),
        LetterPart("findings", "Findings", (LetterLine("findings.a", "Said in private", sent=False, private=True),)),
    ),
    consent={"asked": "yes", "by": "Carol Clinician", "on": "2026-11-20"},
)


@pytest.fixture
def referral(people: People) -> Referral:
    intake = referring.accepted(people, family_name="Nguyễn")
    return referring.begun(people, intake, letter=letter_as_json(LETTER), service=referring.service("Vascular"))


def letter_of(client: Client, referral: Referral) -> Any:
    return client.get(reverse("referral-text", args=[referral.pk]))


def test_the_letter_as_it_is_written_and_as_it_was_signed(
    clinician: Client, people: People, referral: Referral
) -> None:
    draft = text_of(letter_of(clinician, referral))
    assert draft.startswith("REFERRAL LETTER\nDRAFT: not signed\nRule set ")
    signed = referring.sign(people.clinician, referral)
    Patient.objects.filter(pk=referral.patient_id).update(family_name="Corrected")
    said = text_of(letter_of(clinician, signed))
    assert said.startswith("REFERRAL LETTER\nSIGNED\nRule set ")
    for text in (draft, said):
        assert "TO\nVascular\n" in text
        assert "NGUYỄN" in text
        assert "Reason: Cold leg – newly\nWe ask: Please see the leg\n" in text
        assert "Said in private" not in text
        assert f"Letter number {referral.number}; " in text
    assert "Signed " in said
    assert "Signed " not in draft
    rows = AuditEvent.objects.filter(action="download").order_by("pk").values_list("record_type", "record_id")
    assert list(rows) == [("referral", str(referral.pk)), ("referraldocument", letter_document(referral).pk)]


def letter_document(referral: Referral) -> ReferralDocument:
    return ReferralDocument.objects.get(referral=referral, kind="letter")


def test_the_page_of_a_referral_offers_its_letter(clinician: Client, referral: Referral) -> None:
    page = clinician.get(reverse("referral", args=[referral.pk])).content.decode()
    address = reverse("referral-copy", args=[referral.pk])
    assert f'href="{address}" data-copies="{reverse("referral-text", args=[referral.pk])}" data-key="c"' in page
    copy = clinician.get(address)
    area = re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", copy.content.decode(), re.DOTALL)
    assert [html.unescape(each) for each in area] == [text_of(letter_of(clinician, referral))]
    assert forbidden(copy) == []


def test_what_was_entered_in_error_is_not_handed_out(clinician: Client, people: People) -> None:
    wrong = referring.in_state(people, "entered_in_error")
    for address in ("referral-text", "referral-copy"):
        answer = clinician.get(reverse(address, args=[wrong.pk]))
        assert answer.headers["Location"] == reverse("referral", args=[wrong.pk])
    assert "Copy the letter" not in words(clinician.get(reverse("referral", args=[wrong.pk])))
    assert not AuditEvent.objects.filter(action="download").exists()


def test_the_letter_of_a_void_intake_is_read_as_such_and_not_copied(clinician: Client, people: People) -> None:
    sent = referring.in_state(people, "sent")
    intake = factories.sign(people.clinician, sent.intake)
    voiding = {"kind": "wrong_patient", "reason": "Somebody else", "name": "Carol", "role": "GP"}
    void_intake(actor=people.clinician, intake=intake, printer=factories.stand_in_pdf, **voiding)
    for address in ("referral-text", "referral-copy"):
        assert clinician.get(reverse(address, args=[sent.pk])).headers["Location"] == f"/referrals/{sent.pk}/"
    page = words(clinician.get(reverse("referral", args=[sent.pk])))
    assert "void: do not use" in page
    assert "Copy the letter" not in page
    letter = letter_document(sent)
    found = clinician.get(reverse("referral-document", args=[letter.pk]))
    assert found.headers["Content-Disposition"] == f'attachment; filename="void-letter-{letter.pk}.pdf"'
    assert found.content == bytes(letter.pdf)
