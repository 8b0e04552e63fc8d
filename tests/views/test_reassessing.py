"""An assessment of other rules than today's: said on its pages, and made again with a click."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from intake.actions.intakes import StaleError, reassess_intake, reopen_intake
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working import flags
from intake.fingerprint import rule_set_fingerprint
from intake.models import AnswerVersion, AuditEvent, Intake, SubmissionToken
from intake.stored.assessments import findings
from tests import factories
from tests.actions.test_at_once import at_once, refused
from tests.factories import People
from tests.views.browser import form_to
from tests.views.pages import forbidden, words
from tests.views.test_signing import filled_in, queries

NOTICE = "Not assessed with today's rules."
BUTTON = "Assess again with today's rules"
THOUGHTS = {"pt.age_years": 50, "phq.q9": 1, "asq.q5": False, "mh.plan": False, "mh.intent": False}


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People, monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Assessed when the rules did not know the flag of its item 9 yet."""
    with monkeypatch.context() as before, factories.other_rules():
        before.setattr(flags, "RED_FLAGS", tuple(flag for flag in RED_FLAGS if flag.id != "RF17a"))
        done = factories.submitted(people.front_desk, THOUGHTS)
    assert not done.alerts.exists()
    return done


def review(intake: Intake) -> str:
    return f"/review/{intake.pk}/"


def reassess(people: People, intake: Intake, token: uuid.UUID | None = None) -> AnswerVersion:
    return reassess_intake(actor=people.clinician, intake=intake, token=token or uuid.uuid4())


# What it makes


def test_a_new_version_of_the_same_answers(people: People, intake: Intake) -> None:
    version = reassess(people, intake)
    before = intake.versions.get(number=1)
    assert (version.number, version.answers, version.author) == (2, before.answers, people.clinician)
    assert (before.assessment.fingerprint, version.assessment.fingerprint) == (
        factories.OTHER_RULES,
        rule_set_fingerprint(),
    )
    now = Intake.objects.get(pk=intake.pk)
    assert (now.current, now.state, now.submitted_at) == (version.assessment, "submitted", intake.submitted_at)
    assert now.undecided == len(findings(version.assessment).whole().key_steps)
    assert now.answers == intake.answers


def test_alerts_are_raised_as_on_any_save(people: People, intake: Intake) -> None:
    reassess(people, intake)
    assert [alert.flag for alert in intake.alerts.all()] == ["RF17a"]


def test_sent_twice_it_makes_one(people: People, intake: Intake) -> None:
    token = uuid.uuid4()
    made = reassess(people, intake, token)
    with factories.other_rules():  # the rules may have moved on once more when the browser sends it again
        assert reassess(people, intake, token) == made
    assert AuditEvent.objects.filter(action="reassess").count() == 1


def test_two_clinicians_at_once_make_one(transactional_db: None, people: People) -> None:
    with factories.other_rules():
        done = factories.submitted(people.front_desk, "V11")
    made = at_once(lambda number: reassess(people, done))
    assert refused(made) == 0
    assert {version.number for version in made if isinstance(version, AnswerVersion)} == {2}
    assert SubmissionToken.objects.count() == 2


def test_what_is_of_todays_rules_stays(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    assert reassess(people, done).number == 1
    assert AnswerVersion.objects.count() == 1
    assert not AuditEvent.objects.filter(action="reassess").exists()


@pytest.mark.parametrize("state", ["signed", "being corrected", "never submitted"])
def test_what_is_signed_or_with_the_front_desk_stays(state: str, people: People, intake: Intake) -> None:
    if state == "signed":
        intake = factories.sign(people.clinician, intake)
    elif state == "being corrected":
        intake = reopen_intake(actor=people.front_desk, intake=intake)
    else:
        intake = factories.draft(people.front_desk, THOUGHTS)
    versions = AnswerVersion.objects.count()
    with pytest.raises(StaleError):
        reassess(people, intake)
    assert AnswerVersion.objects.count() == versions


def test_a_token_of_another_intake_makes_nothing(people: People, intake: Intake) -> None:
    token = uuid.uuid4()
    reassess(people, intake, token)
    with factories.other_rules():
        other = factories.submitted(people.front_desk, "V11")
    with pytest.raises(StaleError):
        reassess(people, other, token)


# What the pages say


def test_the_review_and_the_sign_page_say_so_and_offer_it(clinician: Client, intake: Intake) -> None:
    for address in (review(intake), f"{review(intake)}sign/"):
        page = clinician.get(address)
        assert NOTICE in words(page)
        assert "The rules, or their words, have changed since." in words(page)
        assert forbidden(page) == []
        assert form_to(page, f"{review(intake)}reassess/")["token"]


def test_a_click_assesses_again_and_says_what_changed(clinician: Client, intake: Intake) -> None:
    sent = form_to(clinician.get(review(intake)), f"{review(intake)}reassess/")
    after = clinician.post(f"{review(intake)}reassess/", sent, follow=True)
    assert "Version 2, the same answers with today's rules: 1 flag now present" in words(after)
    assert NOTICE not in words(after)
    again = clinician.post(f"{review(intake)}reassess/", sent, follow=True)
    assert "assessed with today's rules already" in words(again)
    older = clinician.get(f"{review(intake)}1/")
    assert "This is an older version." in words(older)
    assert NOTICE not in words(older)


def test_where_no_flag_changed_it_says_that(clinician: Client, people: People) -> None:
    with factories.other_rules():
        done = factories.submitted(people.front_desk, "V11")
    after = clinician.post(f"{review(done)}reassess/", {"token": str(uuid.uuid4())}, follow=True)
    assert "Version 2, the same answers with today's rules: no flag has changed." in words(after)


def test_from_before_fingerprints_it_says_what_is_known(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("intake.actions.assessing.rule_set_fingerprint", str)
        done = factories.submitted(people.front_desk, "V11")
    shown = words(clinician.get(review(done)))
    assert "Not known to be assessed with today's rules." in shown
    assert "The program did not record yet which rules made an assessment." in shown
    assert clinician.post(f"{review(done)}reassess/", {"token": str(uuid.uuid4())}).status_code == 302
    assert done.versions.count() == 2


def test_of_todays_rules_nothing_is_said(clinician: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    shown = words(clinician.get(review(done)))
    assert NOTICE not in shown
    assert f"Fingerprint {rule_set_fingerprint()[:12]}" in shown


@pytest.mark.parametrize("state", ["signed", "being corrected"])
def test_what_cannot_be_assessed_again_is_not_offered(
    state: str, clinician: Client, people: People, intake: Intake
) -> None:
    sent = {"token": str(uuid.uuid4())}
    if state == "signed":
        factories.sign(people.clinician, intake)
        assert NOTICE not in words(clinician.get(review(intake)))
    else:
        reopen_intake(actor=people.front_desk, intake=intake)
        assert f"{NOTICE} The rules, or their words, have changed" in words(clinician.get(review(intake)))
        assert "it is assessed again once it is submitted" in words(clinician.get(review(intake)))
    assert BUTTON not in words(clinician.get(review(intake)))
    refused = clinician.post(f"{review(intake)}reassess/", sent, follow=True)
    why = (
        "This intake is signed"
        if state == "signed"
        else "The front desk is correcting this intake. Nothing was changed."
    )
    assert why in words(refused)
    assert clinician.post(f"{review(intake)}reassess/", {"token": "none"}).status_code == 400


def test_signing_without_it_needs_a_word(clinician: Client, people: People, intake: Intake) -> None:
    page = clinician.get(f"{review(intake)}sign/")
    title = "Not assessed with the rules in use at the signature"
    assert title in words(page)
    sent = filled_in(page, role="GP")
    refused = clinician.post(f"{review(intake)}sign/", sent)
    assert refused.status_code == 422
    signed = clinician.post(
        f"{review(intake)}sign/", sent | {"word-rules-rules": "The same for this person", "same_words": "Later"}
    )
    assert signed.status_code == 302
    kept: Any = Intake.objects.get(pk=intake.pk).signature
    assert (kept.fingerprint, kept.still_open[0]["words"]) == (factories.OTHER_RULES, "The same for this person")
    assert f"fingerprint {factories.OTHER_RULES[:12]}, signed before this site had approved it" in words(
        clinician.get(review(intake))
    )


def test_a_sign_page_from_before_the_rules_changed_is_shown_anew(clinician: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    factories.acknowledged(people.clinician, done)
    sent = filled_in(clinician.get(f"{review(done)}sign/"), role="GP", same_words="Next week")
    with factories.other_rules():
        stale = clinician.post(f"{review(done)}sign/", sent)
        assert stale.status_code == 409
        assert "The intake or the rules have changed since this page was opened" in words(stale)
        assert "Next week" in words(stale)
        assert NOTICE in words(stale)
    assert not Intake.objects.get(pk=done.pk).is_frozen


def test_the_notice_asks_the_database_nothing(clinician: Client, people: People) -> None:
    today = factories.submitted(people.front_desk, "V11")
    with factories.other_rules():
        other = factories.submitted(people.front_desk, "V11")
    for page in ("", "sign/"):
        assert queries(clinician, f"{review(today)}{page}") == queries(clinician, f"{review(other)}{page}")
