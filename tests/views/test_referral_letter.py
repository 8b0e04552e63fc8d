"""The letter: all of it can be changed, nothing that was typed is lost, and it is signed with a password."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from intake.actions.corrections import mark_in_error
from intake.clinical.telling.letter import (
    PLAIN,
    Letter,
    LetterLine,
    LetterPart,
    letter_as_json,
    letter_from_json,
    plain,
)
from intake.models import AuditEvent, ClinicProfile, Intake, Patient, Referral, ReferralDocument, Service, StaffMember
from intake.views.referral.letter_form import OTHERWISE
from tests import factories, referring
from tests.factories import PASSWORD, People
from tests.referring import now
from tests.report.reading import content
from tests.views.browser import error_beside, form_with, offered
from tests.views.pages import words

LETTER = Letter(
    reason="Cold leg",
    question="Please see the leg",
    urgency="routine",
    parts=(
        LetterPart("case", "In one line", (LetterLine("case.one_line", "Woman of 50 with pain in the left calf."),)),
        LetterPart(
            "findings",
            "Findings",
            (
                LetterLine("findings.cold", "Cold foot: yes"),
                LetterLine("findings.private", "Thoughts: said in private", sent=False, private=True),
            ),
        ),
        LetterPart("done", "Done and told", (LetterLine("done.done", ""),)),
    ),
    consent={"asked": "yes", "by": "Carol Clinician", "on": "2026-11-20"},
    copies=("patient",),
    plain=dict.fromkeys(PLAIN, ""),
)


@pytest.fixture
def referral(people: People) -> Referral:
    about = factories.patient(people.front_desk, address="1 Mill Lane", phone="0123 456")
    ClinicProfile.objects.update_or_create(pk=1, defaults={"phone": "020 7946 0123"})
    intake = referring.accepted(people, patient=about)
    return referring.begun(people, intake, letter=letter_as_json(LETTER), service=referring.service("Vascular"))


@pytest.fixture
def doctor(people: People) -> Client:
    StaffMember.objects.create(user=people.clinician, job_title="GP", registration_number="GMC 1234567")
    client = Client()
    client.force_login(people.clinician)
    return client


def address(referral: Referral, name: str = "letter") -> str:
    return reverse(f"referral-{name}", args=[referral.pk])


def on_paper(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def typed(page: Any, field: str = "revision", **changes: Any) -> dict[str, Any]:
    """What the page's form sends, with this typed over."""
    return form_with(page, field) | changes


# Writing


def test_all_of_it_stands_on_the_page_and_saving_it_as_it_is_changes_nothing(
    referral: Referral, doctor: Client
) -> None:
    page = doctor.get(address(referral))
    said = words(page)
    assert "private: tick to send" in said
    assert form_with(page, "revision")["text-findings.cold"] == ["Cold foot: yes"]
    assert doctor.post(address(referral), typed(page)).status_code == 302
    assert letter_from_json(now(referral).letter) == LETTER
    assert now(referral).revision == 0


def test_lines_are_struck_out_ticked_changed_and_added(referral: Referral, doctor: Client) -> None:
    other = referring.service("Rheumatology")
    changes: dict[str, Any] = {
        "text-findings.cold": "Cold foot since Monday",
        "send-findings.private": "on",
        "new-findings": "Pulse not felt",
        "text-done.done": "Aspirin given",
        "reason": "Cold leg, new",
        "service": other.pk,
        "urgency": "now",
        "consent": "best_interests",
        "hear_by": "2026-12-04",
        "copies": ["patient", "gp"],
        "plain_plan": "Rest the leg.",
        "plain_urgency": "Please go there today.",
    }
    sent = typed(doctor.get(address(referral)), **changes)
    del sent["send-case.one_line"]
    assert doctor.post(address(referral), sent).status_code == 302
    stored = now(referral)
    letter = letter_from_json(stored.letter)
    assert [line.sent for line in letter.part("case").lines] == [False]
    assert [line.text for line in letter.part("findings").sent] == [
        "Cold foot since Monday",
        "Thoughts: said in private",
        "Pulse not felt",
    ]
    assert letter.part("done").sent[0].text == "Aspirin given"
    assert (letter.reason, letter.hear_by, letter.copies) == ("Cold leg, new", "2026-12-04", ("patient", "gp"))
    assert letter.consent == {"asked": "best_interests", "by": "Carol Clinician", "on": "2026-11-20"}
    assert letter.plain == {
        "reason": "",
        "question": "",
        "told_extra": "",
        "plan": "Rest the leg.",
        "urgency": "Please go there today.",
    }
    assert (stored.service, stored.urgency, letter.urgency) == (other, "now", "now")


@pytest.mark.parametrize(
    ("asked", "by", "printed"),
    [
        ("", "", "Consent: not recorded."),
        ("", "Carol Clinician", "Consent: not recorded (Carol Clinician)."),
        ("no", "", "The person did not agree."),
    ],
)
def test_consent_is_kept_as_it_was_answered(
    asked: str, by: str, printed: str, referral: Referral, doctor: Client
) -> None:
    """On the page, as text and on paper."""
    Referral.objects.update(letter=letter_as_json(LETTER) | {"consent": {"asked": "", "by": "", "on": ""}})
    sent = typed(doctor.get(address(referral)), consent_by=by, **({"consent": asked} if asked else {}))
    assert doctor.post(address(referral), sent).status_code == 302
    form = form_with(doctor.get(address(referral)), "revision")
    assert (form.get("consent", [""]), form["consent_by"]) == ([asked], [by])
    assert printed in " ".join(doctor.get(reverse("referral-text", args=[referral.pk])).content.decode().split())
    assert printed in on_paper(doctor.get(address(referral, "preview")).content)


def test_consent_that_was_ticked_by_a_slip_is_taken_back(referral: Referral, doctor: Client) -> None:
    page = doctor.get(address(referral))
    assert form_with(page, "revision")["consent"] == ["yes"]
    assert offered(page)["consent"] == ["", "yes", "best_interests", "no"]
    doctor.post(address(referral), typed(page, consent=""))
    assert now(referral).letter["consent"]["asked"] == ""


def test_a_letter_that_is_sent_again_is_told_to_be_saved(referral: Referral, doctor: Client) -> None:
    """The first answer was lost on its way: a line that it adds is there once."""
    sent = typed(doctor.get(address(referral)), reason="New", **{"new-findings": "Pulse not felt"})
    for _ in range(2):
        assert doctor.post(address(referral), sent).status_code == 302
    lines = letter_from_json(now(referral).letter).part("findings").lines
    assert [line.text for line in lines].count("Pulse not felt") == 1
    assert (len(lines), now(referral).revision) == (3, 1)


def test_a_line_that_somebody_else_added_meanwhile_stays(referral: Referral, doctor: Client) -> None:
    old = doctor.get(address(referral))
    doctor.post(address(referral), typed(old, **{"new-findings": "Theirs"}))
    page = doctor.post(address(referral), typed(old, reason="Mine"))
    assert page.status_code == 409
    assert doctor.post(address(referral), typed(page)).status_code == 302
    letter = letter_from_json(now(referral).letter)
    assert letter.part("findings").sent[-1].text == "Theirs"
    assert letter.reason == "Mine"


def test_what_is_wrong_in_the_persons_copy_stands_unfolded(referral: Referral, doctor: Client) -> None:
    page = doctor.get(address(referral))
    assert '<details class="fold">' in page.content.decode()
    page = doctor.post(address(referral), typed(page, plain_plan="x" * 2001))
    assert page.status_code == 422
    assert '<details class="fold" open>' in page.content.decode()


def test_the_persons_copy_may_tell_a_total_and_never_item_9(referral: Referral, doctor: Client) -> None:
    lines = (LetterLine("score.phq9", "PHQ-9: 12"), LetterLine("item9", "Item 9: several days"))
    letter = letter_as_json(replace(LETTER, parts=(LetterPart("scores", "Scores", lines),)))
    Referral.objects.update(letter=letter)
    assert offered(doctor.get(address(referral)))["scores_for_person"] == ["score.phq9"]


def test_what_cannot_be_kept_is_said_beside_its_field_and_all_else_stands(referral: Referral, doctor: Client) -> None:
    changes = {"consent_on": "31.31.2026", "text-findings.cold": "x" * 2001, "reason": "Typed with care"}
    page = doctor.post(address(referral), typed(doctor.get(address(referral)), **changes))
    assert page.status_code == 422
    assert error_beside(page, "consent_on") == "Write the day, such as 2026-12-03."
    assert "Please keep it to 2000 characters" in error_beside(page, "text-findings.cold")
    assert form_with(page, "revision")["reason"] == ["Typed with care"]
    assert form_with(page, "revision")["consent_on"] == ["31.31.2026"]
    assert now(referral).revision == 0


def test_nobody_agreed_in_the_future(referral: Referral, doctor: Client) -> None:
    page = doctor.post(address(referral), typed(doctor.get(address(referral)), consent_on="2099-11-20"))
    assert page.status_code == 422
    assert error_beside(page, "consent_on") == "This is in the future."


def test_a_page_that_is_out_of_date_shows_both_and_says_who(referral: Referral, doctor: Client, people: People) -> None:
    old = doctor.get(address(referral))
    other = Client()
    other.force_login(factories.user("second", "Clinician"))
    other.post(address(referral), typed(other.get(address(referral)), reason="Theirs"))
    page = doctor.post(address(referral), typed(old, reason="Mine"))
    assert page.status_code == 409
    said = words(page)
    assert "second changed this at" in said
    assert "Theirs" in said
    assert form_with(page, "revision")["reason"] == ["Mine"]
    assert now(referral).letter["reason"] == "Theirs"
    assert doctor.post(address(referral), typed(page)).status_code == 302
    assert now(referral).letter["reason"] == "Mine"


def test_a_service_with_an_open_referral_is_refused_beside_its_field(
    referral: Referral, doctor: Client, people: People
) -> None:
    other = referring.service("Rheumatology")
    referring.begun(people, referral.intake, service=other)
    page = doctor.post(address(referral), typed(doctor.get(address(referral)), service=other.pk, reason="Kept"))
    assert page.status_code == 422
    assert "has an open referral to this service already" in words(page)
    assert form_with(page, "revision")["reason"] == ["Kept"]


def test_the_draft_on_paper_says_that_it_is_one(referral: Referral, doctor: Client) -> None:
    pdf = doctor.get(address(referral, "preview"))
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="letter-{referral.number}-draft.pdf"'
    assert not ReferralDocument.objects.exists()
    assert AuditEvent.objects.filter(action="download", record_id=str(referral.pk)).count() == 1
    sign(doctor, referral)
    assert doctor.get(address(referral, "preview")).headers["Location"] == reverse("referral", args=[referral.pk])


# The person's copy


def struck_out(page: Any, *names: str) -> dict[str, Any]:
    sent = typed(page)
    for name in names:
        del sent[f"say_{name}"]
    return sent


def test_what_the_persons_copy_says_by_itself_is_struck_out_and_stays_out(referral: Referral, doctor: Client) -> None:
    page = doctor.get(address(referral))
    assert "If you think about ending your life, call 111" in words(page)
    sent = struck_out(page, "crisis", "not_sent") | {"plain_bring": "Your glasses."}
    assert doctor.post(address(referral), sent).status_code == 302
    assert letter_from_json(now(referral).letter).left_out == ("not_sent", "crisis")
    again = typed(doctor.get(address(referral)))
    assert "say_crisis" not in again
    assert again["say_bring"] == ["on"]
    sign(doctor, referral)
    shown = copy_of(referral)
    assert "ending your life" not in shown
    assert "What we did not send" not in shown
    assert "Please bring Your glasses." in shown


def copy_of(referral: Referral) -> str:
    found = referral.documents.get(kind="patient")
    return " ".join(content(page).text for page in PdfReader(io.BytesIO(bytes(found.pdf))).pages)


def test_every_sentence_of_the_persons_copy_has_a_field() -> None:
    assert tuple(OTHERWISE) == plain.PROPOSED


def test_whom_to_call_is_what_the_handouts_say_and_not_guessed(referral: Referral, doctor: Client) -> None:
    clinic = ClinicProfile.load()
    clinic.own_contacts = "NHS urgent help: 111"
    clinic.save()
    sign(doctor, referral)
    shown = copy_of(referral)
    assert "turns cold" not in shown
    assert "If you think about ending your life, call 111 (NHS urgent help)." in shown
    stored = referral.documents.get(kind="patient").content["numbers"]
    assert stored == {name: asdict(number) for name, number in clinic.handout_numbers.items()}


def test_how_soon_and_how_they_get_in_touch_follow_the_limits_and_the_record(
    referral: Referral, doctor: Client
) -> None:
    referral.service.limits = "routine: seen 42 days"
    referral.service.save()
    Patient.objects.update(may_phone=True, may_write=True, may_message=False)
    part = LetterPart("access", "Access needs", (LetterLine("access.contact", "Can be reached by: phone, letter"),))
    letter = replace(LETTER, parts=(*LETTER.parts, part))
    Referral.objects.update(letter=letter_as_json(letter))
    sign(doctor, referral)
    shown = copy_of(referral)
    assert "You should hear the date of your visit within six weeks." in shown
    assert "They will get in touch with you by phone or letter." in shown


# Signing


def sign(doctor: Client, referral: Referral, **changes: Any) -> Any:
    page = doctor.get(address(referral, "sign"))
    return doctor.post(address(referral, "sign"), typed(page, "password", **({"password": PASSWORD} | changes)))


def test_it_is_signed_with_the_password_role_and_registration_number(referral: Referral, doctor: Client) -> None:
    assert form_with(doctor.get(address(referral, "sign")), "password")["registration_number"] == ["GMC 1234567"]
    assert sign(doctor, referral).headers["Location"] == reverse("referral", args=[referral.pk])
    letter, copy = referral.documents.order_by("kind")
    assert (letter.kind, copy.kind) == ("letter", "patient")
    assert letter.content["referrer"]["registration_number"] == "GMC 1234567"
    assert letter.content["referrer"]["role"] == "GP"
    assert now(referral).state == "draft"  # nothing was sent


def test_a_wrong_password_signs_nothing(referral: Referral, doctor: Client) -> None:
    page = sign(doctor, referral, password="wrong", role="Registrar")
    assert page.status_code == 422
    assert error_beside(page, "password") == "That password is not right."
    assert form_with(page, "password")["role"] == ["Registrar"]
    assert not referral.documents.exists()


@pytest.mark.parametrize("asked", ["no", ""])
def test_without_consent_it_cannot_be_signed(asked: str, referral: Referral, doctor: Client) -> None:
    consent = {"asked": asked, "by": "", "on": ""}
    form = typed(doctor.get(address(referral, "sign")), "password", password=PASSWORD)
    Referral.objects.update(letter=letter_as_json(LETTER) | {"consent": consent})
    page = doctor.get(address(referral, "sign"))
    assert "It cannot be signed yet." in words(page)
    assert ("can be cancelled" in words(page)) == (asked == "no")
    assert 'name="password"' not in page.content.decode().partition("sign-in-again-form")[0]
    assert doctor.post(address(referral, "sign"), form).status_code == 422
    assert not referral.documents.exists()


def test_what_is_not_recorded_is_named_and_signed_only_after_a_tick(referral: Referral, doctor: Client) -> None:
    StaffMember.objects.update(registration_number="")
    Patient.objects.update(address="")
    page = doctor.get(address(referral, "sign"))
    assert "Not recorded: address, registration number." in words(page)
    page = sign(doctor, referral)
    assert page.status_code == 422
    assert "Not recorded: address, registration number. Add it, or tick this." in words(page)
    assert sign(doctor, referral, not_recorded="on").status_code == 302
    assert referral.documents.count() == 2


def test_a_letter_to_a_service_that_is_not_in_use_any_more_is_not_signed(referral: Referral, doctor: Client) -> None:
    form = typed(doctor.get(address(referral, "sign")), "password", password=PASSWORD)
    Service.objects.update(active=False)
    for name in ("sign", "letter"):
        assert "This service is not in use any more." in words(doctor.get(address(referral, name)))
    assert "not in use any more" in words(doctor.post(address(referral, "sign"), form, follow=True))
    assert not referral.documents.exists()


def test_what_is_printed_of_person_and_clinic_and_is_not_recorded_is_named(referral: Referral, doctor: Client) -> None:
    Patient.objects.update(sex_at_birth="")
    ClinicProfile.objects.update(phone="")
    assert "Not recorded: sex, phone number of the clinic." in words(doctor.get(address(referral, "sign")))


def test_a_copy_for_a_gp_whom_the_record_does_not_name_is_refused(referral: Referral, doctor: Client) -> None:
    sent = typed(doctor.get(address(referral)), copies=["patient", "gp"])
    doctor.post(address(referral), sent)
    assert "The record names no GP to send the copy to" in words(doctor.get(address(referral, "sign")))
    Patient.objects.update(gp_name="Dr Jo Hale")
    assert sign(doctor, referral).status_code == 302
    assert referral.documents.count() == 3
    Patient.objects.update(gp_name="")
    page = amend(doctor, referral, amendment="New number")
    assert page.status_code == 422
    assert "The record names no GP to send the copy to" in words(page)


def test_a_signature_that_is_sent_again_is_told_to_be_made(referral: Referral, doctor: Client) -> None:
    sent = typed(doctor.get(address(referral, "sign")), "password", password=PASSWORD)
    for _ in range(2):
        assert "Signed. Nothing was sent" in words(doctor.post(address(referral, "sign"), sent, follow=True))
    assert referral.documents.count() == 2


def test_a_page_that_is_out_of_date_signs_nothing(referral: Referral, doctor: Client) -> None:
    form = typed(doctor.get(address(referral, "sign")), "password", password=PASSWORD)
    doctor.post(address(referral), typed(doctor.get(address(referral)), reason="Changed"))
    page = doctor.post(address(referral, "sign"), form)
    assert page.status_code == 409
    assert "clinician changed the letter" in words(page)
    assert "Changed" in words(page)
    assert not referral.documents.exists()


def test_the_letter_and_its_copy_are_handed_out_as_they_were_made(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    for document in referral.documents.all():
        found = doctor.get(reverse("referral-document", args=[document.pk]))
        assert found.content == bytes(document.pdf)
        assert found.headers["Content-Disposition"] == f'attachment; filename="letter-{document.pk}.pdf"'
        assert AuditEvent.objects.filter(action="download", record_id=document.pk).count() == 1
        assert document.pk in words(doctor.get(reverse("referral", args=[referral.pk])))


def test_what_is_signed_is_not_written_or_signed_again(referral: Referral, doctor: Client) -> None:
    form = typed(doctor.get(address(referral)), reason="Too late")
    sign(doctor, referral)
    for name in ("letter", "sign"):
        assert doctor.get(address(referral, name)).status_code == 302
    assert doctor.post(address(referral), form).status_code == 302
    assert now(referral).letter["reason"] == "Cold leg"


def test_a_letter_of_an_intake_that_does_not_count_is_not_signed(
    referral: Referral, doctor: Client, people: People
) -> None:
    form = typed(doctor.get(address(referral, "sign")), "password", password=PASSWORD)
    revision = Intake.objects.get().revision
    mark_in_error(actor=people.clinician, intake=referral.intake, revision=revision, reason="Somebody else")
    assert "was entered in error" in words(doctor.get(address(referral, "sign")))
    assert doctor.get(address(referral, "preview")).status_code == 302
    said = doctor.post(address(referral, "sign"), form, follow=True)
    assert "No letter about it can be signed" in words(said)
    assert not referral.documents.exists()


# Amending


def amend(doctor: Client, referral: Referral, **changes: Any) -> Any:
    page = doctor.get(address(referral, "amend"))
    return doctor.post(address(referral, "amend"), typed(page, "amendment", **({"password": PASSWORD} | changes)))


def test_an_amended_letter_says_why_and_the_ones_before_are_superseded(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    changes = {"amendment": "The side was wrong", "reason": "Cold right leg"}
    assert amend(doctor, referral, **changes).status_code == 302
    assert list(referral.documents.values_list("number", "kind").order_by("number", "kind")) == [
        (1, "letter"),
        (1, "patient"),
        (2, "letter"),
        (2, "patient"),
    ]
    assert now(referral).letter["reason"] == "Cold right leg"
    page = words(doctor.get(reverse("referral", args=[referral.pk])))
    assert page.count("superseded SHA-256") == 2
    assert "The side was wrong" in page


def test_an_amendment_that_is_sent_again_is_signed_once(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    sent = typed(doctor.get(address(referral, "amend")), "amendment", amendment="Side", password=PASSWORD)
    for _ in range(2):
        assert "Amended and signed." in words(doctor.post(address(referral, "amend"), sent, follow=True))
    assert referral.documents.count() == 4
    said = words(doctor.get(reverse("referral", args=[referral.pk])))
    assert (said.count("Letter amended"), said.count("Letter signed")) == (1, 1)


def test_without_a_reason_or_consent_nothing_is_amended_and_all_stands(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    page = amend(doctor, referral, reason="Changed", amendment="")
    assert page.status_code == 422
    assert error_beside(page, "amendment") == "Say why the letter is amended."
    assert form_with(page, "amendment")["reason"] == ["Changed"]
    page = amend(doctor, referral, amendment="Withdrawn", consent="no")
    assert page.status_code == 422
    assert "It cannot be signed yet." in words(page)
    assert referral.documents.count() == 2


def test_to_whom_it_went_is_not_amended(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    amend(doctor, referral, amendment="New number", service=referring.service().pk, urgency="now")
    assert (now(referral).service, now(referral).urgency) == (referral.service, "routine")


def test_an_amendment_of_a_page_that_is_out_of_date_shows_both(referral: Referral, doctor: Client) -> None:
    sign(doctor, referral)
    old = doctor.get(address(referral, "amend"))
    amend(doctor, referral, amendment="First", reason="Theirs")
    sent = typed(old, "amendment", amendment="Second", reason="Mine", password=PASSWORD)
    page = doctor.post(address(referral, "amend"), sent)
    assert page.status_code == 409
    assert "Theirs" in words(page)
    assert form_with(page, "amendment")["reason"] == ["Mine"]
    assert referral.documents.count() == 4
