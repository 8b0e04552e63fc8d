"""Signing, addenda and voiding: what each refuses, what it keeps, and that one of two wins."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.intakes import StaleError, complete_intake, reopen_intake, save_draft, submit_intake
from intake.actions.patients import correct_patient
from intake.actions.signing import NotPossibleError, WordsMissingError, add_addendum, sign_intake, void_intake
from intake.clinical.rules import red_flags, rule_set
from intake.clinical.telling.still_open import still_open
from intake.clinical.working import trend
from intake.fingerprint import rule_set_fingerprint
from intake.models import (
    Addendum,
    Alert,
    AuditEvent,
    ClinicProfile,
    Document,
    FollowUp,
    Intake,
    Review,
    RuleSetApproval,
    Signature,
)
from intake.stored import history
from intake.stored.printing import LAYOUT, document_pdf
from tests import factories
from tests.actions.test_at_once import at_once, refused
from tests.factories import People
from tests.over_time import answers, visit

SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": document_pdf}
BY = {"by": "Carol Clinician", "at": "2026-11-26T10:00:00+00:00"}

OWN = {"text": "Ring the daughter", "choice": "accepted", "reason": ""}


def alert(intake: Intake, people: People, **details: Any) -> Alert:
    given = {"flag": "RF17a", "title": "Thoughts", "tier": 2, "because": [], "raised_by": people.front_desk}
    return Alert.objects.create(intake=intake, **(given | details))


def review(intake: Intake, **decided: Any) -> Review:
    return Review.objects.create(intake=intake, **({"revision": 1} | decided))


def words_on(intake: Intake) -> dict[str, str]:
    assert intake.current
    return {item.key: "Not today" for item in still_open(factories.found(intake), ())}


def amend(people: People, intake: Intake, number: int = 1, **said: Any) -> Addendum:
    given = {"reason": "late result", "text": "CK normal"}
    return add_addendum(actor=people.clinician, intake=intake, number=number, **(given | said), **SIGNER)


def void(people: People, intake: Intake) -> None:
    void_intake(actor=people.clinician, intake=intake, kind="wrong_patient", reason="Entered for her sister", **SIGNER)


def agreed(signature: Signature, step: str) -> dict[str, str]:
    """By whom and by when, as a signature has it of what is planned."""
    row = FollowUp.objects.get(intake=signature.intake_id, step=step)
    assert row.owner
    return {"owner": row.owner.get_full_name() or row.owner.username, "due": row.due_by.isoformat()}


def text_of(document: Document) -> str:
    reader = PdfReader(io.BytesIO(document.pdf))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def pages_of(document: Document) -> set[tuple[int, int]]:
    """Their sizes in points."""
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}


# What is refused


def test_a_draft_that_is_being_corrected(people: People) -> None:
    done = reopen_intake(actor=people.front_desk, intake=factories.submitted(people.front_desk, "V11"))
    with pytest.raises(NotPossibleError, match="correcting"):
        factories.sign(people.clinician, done)


def test_a_draft_that_was_never_submitted(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    submitted = factories.submitted(people.front_desk, {})
    with pytest.raises(NotPossibleError, match="correcting"):
        sign_as_if(people, draft, submitted)


def sign_as_if(people: People, intake: Intake, like: Intake) -> None:
    seen = {"revision": like.revision, "review_revision": 0, "fingerprint": rule_set_fingerprint()}
    sign_intake(actor=people.clinician, intake=intake, words=words_on(like), **seen, **SIGNER)


@pytest.mark.parametrize("after", ["signed", "void"])
def test_what_is_signed_already(after: str, people: People) -> None:
    done = factories.signed(people)
    if after == "void":
        void(people, done)
    with pytest.raises(NotPossibleError, match="signed already"):
        factories.sign(people.clinician, done)
    assert Signature.objects.count() == 1


def test_an_open_alert_is_not_explained_away(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    assert done.alerts.still_open().exists()
    with pytest.raises(NotPossibleError, match="alert is open"):
        sign_as_if(people, done, done)
    assert factories.sign(people.clinician, done).is_frozen


def test_an_alert_that_settled_by_itself_does_not_hinder(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    alert(done, people, settled_at=timezone.now())
    assert factories.sign(people.clinician, done).is_frozen


def test_another_intakes_alert_does_not_hinder(people: People) -> None:
    alert(factories.submitted(people.front_desk, "V11"), people)
    assert factories.signed(people).is_frozen


def test_a_page_from_before_the_last_answer(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    with pytest.raises(StaleError):
        factories.sign(people.clinician, done, revision=done.revision - 1)
    assert not Signature.objects.exists()


def test_a_page_from_before_the_last_decision(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    review(done)
    with pytest.raises(StaleError):
        factories.sign(people.clinician, done, review_revision=0)


def test_a_page_from_before_the_rules_changed(people: People) -> None:
    done, before = factories.submitted(people.front_desk, "V11"), rule_set_fingerprint()
    with factories.other_rules(), pytest.raises(StaleError):
        factories.sign(people.clinician, done, fingerprint=before)
    assert not Signature.objects.exists()


def test_an_assessment_with_other_rules_needs_a_word_which_is_printed(people: People) -> None:
    with factories.other_rules():
        done = factories.submitted(people.front_desk, "V11")
    with pytest.raises(WordsMissingError) as missing:
        factories.sign(people.clinician, done, words=words_on(done))
    assert [item.key for item in missing.value.left] == ["rules:rules"]
    signed = factories.sign(people.clinician, done, printer=document_pdf)
    label = "Not assessed with the rules in use at the signature"
    assert signed.signature.fingerprint == factories.OTHER_RULES
    assert signed.signature.still_open[0] == {"kind": "rules", "id": "rules", "label": label, "words": "Not today"}
    assert f"{label}: Not today" in text_of(signed.documents.get())


@pytest.mark.parametrize("approved", ["the rules that assessed", "today's rules", "neither"])
def test_a_signature_says_whether_the_rules_that_assessed_were_approved(approved: str, people: People) -> None:
    with factories.other_rules():
        done = factories.submitted(people.front_desk, "V11")
    fingerprints = {"the rules that assessed": factories.OTHER_RULES, "today's rules": rule_set_fingerprint()}
    if approved in fingerprints:
        RuleSetApproval.objects.create(
            rule_set_version=rule_set.VERSION,
            fingerprint=fingerprints[approved],
            approved=True,
            decided_on=timezone.localdate(),
            made_by=people.clinical_lead,
        )
    signed = factories.sign(people.clinician, done)
    assert signed.signature.rule_set_approved is (approved == "the rules that assessed")


@pytest.mark.parametrize("word", [None, "", "  "])
def test_each_open_thing_needs_a_word(word: str | None, people: People) -> None:
    done = factories.submitted(people.front_desk, "V35")
    given = words_on(done)
    first, *others = given
    assert others
    said = {key: text for key, text in given.items() if key != first} | ({} if word is None else {first: word})
    with pytest.raises(WordsMissingError) as missing:
        factories.sign(people.clinician, done, words=said)
    assert [item.key for item in missing.value.left] == [first]


def test_a_decided_step_needs_no_word_and_a_mere_reason_is_no_decision(people: People) -> None:
    done = factories.submitted(people.front_desk, "V35")
    steps = [key.removeprefix("step:") for key in words_on(done) if key.startswith("step:")]
    assert len(steps) > 2
    decided = {step: {"choice": "done", "reason": "", **BY} for step in steps[1:]}
    review(done, steps=decided | {steps[0]: {"choice": "", "reason": "later", **BY}})
    kept = factories.sign(people.clinician, done).signature.still_open
    assert [item["id"] for item in kept if item["kind"] == "step"] == [steps[0]]


# What is kept


def test_what_a_signature_freezes(people: People) -> None:
    at = {"name": "Hillside Practice", "address": "1 High Street", "own_contacts": "Crisis line: 0800 1"}
    ClinicProfile(**at, paper="Letter").save()
    done = factories.submitted(
        people.front_desk, "V12", family_name="Franklin", given_name="Rosalind", phone="01234 567"
    )
    Intake.objects.filter(pk=done.pk).update(claimed_by=people.clinician, claimed_at=timezone.now())
    assert done.current
    step, flag = factories.found(done).steps[0], factories.found(done).flags[0]
    review(
        done,
        steps={step.id: {"choice": "not_needed", "reason": "done last week", **BY}, "gone": {"choice": "done", **BY}},
        own_steps={"a1": {"text": "Ring the daughter", "choice": "accepted", "reason": "", **BY}},
        flags={flag.id: {"words": "examined, no sign", **BY}},
        text="Mechanical pain; mood to be seen again.",
    )
    signed = factories.sign(people.clinician, done, printer=document_pdf)
    kept = signed.signature
    assert (signed.state, signed.claimed_by, signed.claimed_at) == ("signed", None, None)
    assert kept.version.assessment == done.current
    assert (kept.name, kept.role, kept.signed_by) == ("Carol Clinician", "GP", people.clinician)
    assert (kept.rule_set_version, kept.fingerprint) == (rule_set.VERSION, rule_set_fingerprint())
    assert kept.rule_set_approved is False
    assert (kept.person["family_name"], kept.person["phone"]) == ("Franklin", "01234 567")
    assert (kept.letterhead["clinic"], kept.letterhead["paper"]) == ("Hillside Practice", "Letter")
    assert kept.decisions == {
        "text": "Mechanical pain; mood to be seen again.",
        "steps": [{"id": step.id, "text": step.text, "choice": "not_needed", "reason": "done last week", **BY}],
        "own_steps": [
            {"id": "a1", "text": "Ring the daughter", "choice": "accepted", "reason": "", **BY, **agreed(kept, "a1")}
        ],
        "flags": [{"id": flag.id, "title": flag.title, "words": "examined, no sign", **BY}],
        "history": [],
        "handouts": [],
    }
    assert {item["words"] for item in kept.still_open} == {"Not today"}
    document = signed.documents.get()
    assert (document.status, document.sha256) == ("SIGNED", sha256(document.pdf).hexdigest())
    assert document.layout == LAYOUT
    text = text_of(document)
    said_first = ("SIGNED", document.pk, "Mechanical pain; mood", "Ring the daughter", "Phone 01234 567")
    for said in (*said_first, "examined, no sign", "Not today"):
        assert said in text, said
    assert "DRAFT" not in text


def test_addenda_and_voiding_make_documents_of_their_own(people: People) -> None:
    done = factories.signed(people, printer=document_pdf)
    amend(people, done)
    amend(people, done, number=2, text="TSH normal")
    void(people, done)
    first, second, third, last = done.documents.all()
    assert [document.status for document in done.documents.all()] == ["SIGNED", "AMENDED", "AMENDED", "VOID"]
    assert "CK normal" not in text_of(first)
    assert "CK normal" in text_of(second)
    assert "TSH normal" not in text_of(second)
    assert "TSH normal" in text_of(third)
    assert "Entered for her sister" in text_of(last)
    assert len({document.sha256 for document in done.documents.all()}) == 4
    assert Intake.objects.get().state == "void"


def test_a_double_click_writes_one_addendum(people: People) -> None:
    done = factories.signed(people)
    assert amend(people, done) == amend(people, done)
    assert AuditEvent.objects.filter(action="amend").count() == 1


def test_an_addendum_marks_what_it_corrects_on_the_first_page(people: People) -> None:
    done = factories.signed(people, printer=document_pdf)
    assert amend(people, done, corrects=["places", "urgency"]).corrects == ["urgency", "places"]
    assert amend(people, done, corrects=["urgency", "places"]).number == 1
    with pytest.raises(StaleError):
        amend(people, done, corrects=["urgency"])
    first, second = done.documents.all()
    assert "See correction" not in text_of(first)
    assert text_of(second).count("See correction 1 above.") == 2
    assert document_pdf(second) == bytes(second.pdf)


def test_a_part_that_the_first_page_does_not_have(people: People) -> None:
    done = factories.signed(people)
    with pytest.raises(ValueError, match="the first page has no part leg; person, urgency, "):
        amend(people, done, corrects=["places", "leg"])
    assert not Addendum.objects.exists()


def test_an_addendum_under_a_number_that_is_taken(people: People) -> None:
    done = factories.signed(people)
    amend(people, done)
    with pytest.raises(StaleError):
        amend(people, done, text="something else")


@pytest.mark.parametrize("state", ["submitted", "void"])
def test_only_what_is_signed_has_addenda_and_is_voided(state: str, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11") if state == "submitted" else factories.signed(people)
    if state == "void":
        void(people, done)
    with pytest.raises(NotPossibleError):
        amend(people, done)
    with pytest.raises(NotPossibleError):
        void(people, done)


def test_an_old_signed_summary_renders_again_identically(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    done = factories.signed(people, "V12", printer=document_pdf)
    amend(people, done)
    void(people, done)
    done.patient.family_name, done.patient.date_of_birth = "Changed", None
    correct_patient(actor=people.front_desk, patient=done.patient)
    ClinicProfile(name="Another name", own_contacts="Elsewhere: 1").save()
    monkeypatch.setattr(rule_set, "VERSION", "another version")
    monkeypatch.setattr(rule_set, "STEPS", ())
    for flag in red_flags.RED_FLAGS:
        monkeypatch.setitem(flag.__dict__, "title", "Another title")
    documents = list(Document.objects.all())
    assert len(documents) == 3
    for document in documents:
        assert document_pdf(document) == bytes(document.pdf)


def test_what_was_accepted_is_printed_with_whom_and_when_as_it_is_planned(people: People) -> None:
    """And stays so, whatever becomes of the follow-up."""
    User.objects.filter(pk=people.clinical_lead.pk).update(first_name="Lena", last_name="Lead")
    done = factories.submitted(people.front_desk, "V02")
    decided = {"choice": "accepted", "reason": "", **BY, "user": people.clinical_lead.pk}
    review(done, steps={"F01": decided, "F05": {"choice": "done", "reason": "", **BY}}, own_steps={"a1": OWN | BY})
    kept = factories.sign(people.clinician, done, printer=document_pdf).signature
    steps = {step["id"]: step for step in (*kept.decisions["steps"], *kept.decisions["own_steps"])}
    assert steps["F01"] | agreed(kept, "F01") == steps["F01"]
    assert steps["F01"]["owner"] == "Lena Lead"
    assert steps["a1"] | agreed(kept, "a1") == steps["a1"]
    assert steps["F05"].keys() & {"owner", "due"} == set()
    document = done.documents.get()
    for row in FollowUp.objects.filter(intake=done):
        assert row.owner
        owner = row.owner.get_full_name() or row.owner.username
        assert f"Accepted: {owner}, by {row.due_by.day} {row.due_by:%b %Y}" in text_of(document)
    FollowUp.objects.filter(intake=done).update(owner=people.clinician, due_by="2031-01-01")
    assert document_pdf(document) == bytes(document.pdf)


def test_what_was_signed_before_whom_when_phone_and_paper_were_kept(people: People) -> None:
    ClinicProfile(paper="Letter").save()
    done = factories.submitted(people.front_desk, "V02", phone="01234 567")
    review(done, own_steps={"a1": OWN | BY})
    document = factories.sign(people.clinician, done, printer=document_pdf).documents.get()
    assert pages_of(document) == {(612, 792)}
    signature = document.intake.signature
    for kept, keys in ((signature.decisions["own_steps"][0], ("owner", "due")), (signature.person, ("phone",))):
        for key in keys:
            del kept[key]
    del signature.letterhead["paper"]
    document.pdf = document_pdf(document)
    assert pages_of(document) == {(595, 842)}
    assert "Ring the daughter" in text_of(document)
    assert "Phone" not in text_of(document)
    assert "clinician, by" not in text_of(document)


# Scores over time


def came_before(people: People, intake: Intake, days_ago: int, phq: str) -> Intake:
    """Another visit of the same person."""
    return visit(people.front_desk, intake.patient, days_ago, answers(phq=phq))


def seen_again(people: People) -> tuple[Intake, Intake]:
    """Two visits, the first signed already and the second to be signed."""
    first = visit(people.front_desk, factories.patient(people.front_desk), 30, answers(phq="222222220"))
    return factories.sign(people.clinician, first), came_before(people, first, 0, "111111110")


def test_a_signature_keeps_the_scores_over_time_as_printed(people: People) -> None:
    _, second = seen_again(people)
    came_before(people, second, 14, "222222---")
    signed = factories.sign(people.clinician, second, printer=document_pdf)
    kept = Signature.objects.get(intake=signed).decisions["history"]
    today = timezone.localdate()
    days = [(today - timedelta(days=days_ago)).isoformat() for days_ago in (30, 14, 0)]
    nothing = {"from_first": "", "from_before": "", "marks": []}
    last = {
        "from_first": "down 8",
        "from_before": "down 8",
        "marks": ["reliable change: down by 5 or more", "response: down by half or more"],
    }
    assert kept == [
        {
            "id": "phq9",
            "name": "PHQ-9",
            "greatest": 27,
            "items": 9,
            "decimals": 0,
            "points": [
                {"on": days[0], "least": 16, "greatest": 16, "missing": 0, **nothing},
                {"on": days[1], "least": 12, "greatest": 21, "missing": 3, **nothing},
                {"on": days[2], "least": 8, "greatest": 8, "missing": 0, **last},
            ],
            "joined": [],
        }
    ]
    text = text_of(second.documents.get())
    assert "down 8 from first; reliable change; response" in text
    assert "12 to 21" in text


def test_the_scores_over_time_stay_as_they_were_signed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = seen_again(people)
    signed = factories.sign(people.clinician, second, printer=document_pdf)
    assert signed.signature.decisions["history"][0]["joined"] == [[0, 1]]
    amend(people, signed)
    void(people, first)
    came_before(people, first, 20, "333333333")
    came_before(people, first, -1, "333333333")
    monkeypatch.setattr(trend, "FOLLOWED", {})
    monkeypatch.setattr(history, "FOLLOWED", {})
    void(people, signed)
    documents = list(Document.objects.filter(intake=signed))
    assert [document.status for document in documents] == ["SIGNED", "AMENDED", "VOID"]
    for document in documents:
        assert "down 8 from first" in text_of(document)
        assert document_pdf(document) == bytes(document.pdf)


def test_what_was_signed_before_scores_were_kept_has_none(people: People) -> None:
    _, second = seen_again(people)
    document = factories.sign(people.clinician, second, printer=document_pdf).documents.get()
    assert "A line joins two whole scores" in text_of(document)
    del document.intake.signature.decisions["history"]
    document.pdf = document_pdf(document)
    assert "A line joins two whole scores" not in text_of(document)
    assert "SIGNED" in text_of(document)


# What the others do with what is signed


def test_nothing_else_touches_it(people: People) -> None:
    done = factories.signed(people)
    token = uuid.uuid4()
    with pytest.raises(StaleError):
        save_draft(actor=people.front_desk, intake=done, revision=done.revision, changes={"phq.q9": 1}, malformed={})
    with pytest.raises(StaleError):
        submit_intake(actor=people.front_desk, intake=done, revision=done.revision, token=token)
    with pytest.raises(StaleError):
        complete_intake(
            actor=people.clinician, intake=done, revision=done.revision, changes={"mh.plan": True}, token=token
        )
    assert reopen_intake(actor=people.front_desk, intake=done).state == "signed"
    assert not AuditEvent.objects.filter(action="reopen").exists()


def test_two_clinicians_sign_at_once_and_one_has(transactional_db: None, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")

    def sign(number: int) -> object:
        try:
            return factories.sign(people.clinician, done, printer=document_pdf)
        except NotPossibleError:
            raise StaleError(done) from None

    assert refused(at_once(sign)) == 9
    assert (Signature.objects.count(), Document.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="sign").count() == 1


def test_signing_while_somebody_saves_answers_keeps_one_of_the_two(transactional_db: None, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")

    def act(number: int) -> object:
        if number % 2:
            try:
                return sign_as_if(people, done, done)
            except NotPossibleError:
                raise StaleError(done) from None
        return complete_intake(
            actor=people.clinician,
            intake=done,
            revision=done.revision,
            changes={"mh.plan": True},
            token=uuid.uuid4(),
        )

    assert refused(at_once(act)) == 9
    after = Intake.objects.get()
    assert after.is_frozen == (after.versions.count() == 1)
