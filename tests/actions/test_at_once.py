"""Ten people at the same moment, or one with a nervous finger."""

from __future__ import annotations

import datetime
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intake.actions.alerts import Acknowledged, acknowledge_alerts, claim_mail
from intake.actions.follow_up import MovedOnError, close_follow_up
from intake.actions.intakes import StaleError, complete_intake, reopen_intake, save_draft, start_intake, submit_intake
from intake.actions.patients import correct_patient
from intake.actions.review import decide
from intake.models import AnswerVersion, AuditEvent, ClinicProfile, FollowUp, Intake, Patient, Review
from tests import factories, over_time
from tests.factories import People

pytestmark = pytest.mark.usefixtures("transactional_db")
THREADS = 10


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each thread got; a StaleError in its place where it was refused."""
    together = threading.Barrier(THREADS)

    def one(number: int) -> object:
        together.wait()
        try:
            return act(number)
        except StaleError as stale:
            return stale
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def refused(results: list[object]) -> int:
    return sum(isinstance(result, StaleError) for result in results)


def test_one_token_sent_ten_times_at_once_makes_one_version(people: People) -> None:
    draft, token = factories.draft(people.front_desk, factories.example("V11")), uuid.uuid4()
    versions = at_once(
        lambda _: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=token)
    )
    assert len(set(versions)) == 1
    assert AnswerVersion.objects.count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


def test_ten_tokens_at_once_make_one_version_too(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    results = at_once(
        lambda _: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    )
    assert refused(results) == THREADS - 1
    assert AnswerVersion.objects.count() == 1


def test_starting_ten_times_at_once_makes_one_draft(people: People) -> None:
    patient = factories.patient(people.front_desk)
    started = at_once(lambda _: start_intake(actor=people.front_desk, patient=patient))
    assert len(set(started)) == 1
    assert Intake.objects.count() == 1
    assert AuditEvent.objects.filter(action="start").count() == 1


def test_of_ten_saves_at_once_one_is_kept_and_nine_are_told(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    results = at_once(
        lambda number: save_draft(
            actor=people.front_desk,
            intake=draft,
            revision=draft.revision,
            changes={"pain.nrs_now": number},
            malformed={},
        )
    )
    assert refused(results) == THREADS - 1
    assert Intake.objects.get().revision == draft.revision + 1


def test_ten_intakes_of_one_person_reopened_at_once_make_one_draft(people: People) -> None:
    first = factories.submitted(people.front_desk, {})
    done = [first, *(factories.submitted(people.front_desk, {}, patient=first.patient) for _ in range(THREADS - 1))]
    reopened = at_once(lambda number: reopen_intake(actor=people.front_desk, intake=done[number]))
    assert len(set(reopened)) == 1
    assert Intake.objects.filter(state=Intake.State.DRAFT).count() == 1


def test_a_clinicians_double_click_makes_one_version(people: People) -> None:
    done, token = factories.submitted(people.front_desk, "V11"), uuid.uuid4()
    versions = at_once(
        lambda _: complete_intake(
            actor=people.clinician, intake=done, revision=done.revision, changes={"mh.plan": True}, token=token
        )
    )
    assert len(set(versions)) == 1
    assert done.versions.count() == 2


def test_of_ten_who_close_a_follow_up_at_once_one_is_kept(people: People) -> None:
    planned = over_time.planned(factories.submitted(people.front_desk, "V11"))

    def close(number: int) -> object:
        try:
            return close_follow_up(actor=people.clinician, follow_up=planned, state="done", words=f"by {number}")
        except MovedOnError:
            return None

    kept = [closed for closed in at_once(close) if isinstance(closed, FollowUp)]
    assert [closed.words for closed in kept] == [FollowUp.objects.get().words]
    assert AuditEvent.objects.filter(action="close").count() == 1


def test_of_ten_who_decide_the_same_at_once_one_is_kept_and_nine_are_told(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    results = at_once(
        lambda number: decide(
            actor=people.clinician, intake=done, revision=0, changes={"text": {"text": str(number)}}, page=f"p{number}"
        )
    )
    assert refused(results) == THREADS - 1
    assert Review.objects.get().revision == 1


def test_ten_who_decide_different_things_at_once_are_all_kept(people: People) -> None:
    done = factories.submitted(people.front_desk, "V10")
    assert done.current
    steps = factories.found(done).key_steps[:THREADS]
    value = {"choice": "done", "reason": ""}
    results = at_once(
        lambda number: decide(
            actor=people.clinician, intake=done, revision=0, changes={f"step:{steps[number]}": value}, page=f"p{number}"
        )
    )
    assert refused(results) == 0
    assert set(Review.objects.get().steps) == set(steps)
    assert Intake.objects.get().undecided == 0


def test_ten_saves_at_once_raise_one_alert_for_one_answer(people: People) -> None:
    """Ten pages, each with an answer of its own and all with item 9: each save sees what the one before raised."""
    draft = factories.draft(people.front_desk, {})
    results = at_once(
        lambda number: save_draft(
            actor=people.front_desk,
            intake=draft,
            revision=draft.revision,
            changes={"phq.q9": 1, f"gad.q{1 + number % 7}": 1},
            malformed={},
            page=f"page{number}",
        )
    )
    assert refused(results) == 0
    assert draft.alerts.filter(flag="RF17a").count() == 1


def test_of_ten_who_acknowledge_at_once_one_does_and_nine_are_told_who(people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    ids = [alert.pk for alert in draft.alerts.all()]
    outcome = ClinicProfile.load().outcomes[0]
    results = at_once(
        lambda _: acknowledge_alerts(actor=people.clinician, intake=draft, alert_ids=ids, outcome=outcome, words="")
    )
    done = [result for result in results if isinstance(result, Acknowledged)]
    assert sorted(result.now for result in done) == [0] * (THREADS - 1) + [len(ids)]
    assert all(len(result.before) == (0 if result.now else len(ids)) for result in done)
    assert AuditEvent.objects.filter(action="acknowledge").count() == 1


def test_of_ten_watchers_one_mails(people: People) -> None:
    alert = factories.draft(people.front_desk, {"phq.q9": 1}).alerts.get(flag="RF17a")
    assert sum(map(bool, at_once(lambda _: claim_mail(alert=alert)))) == 1


def meanwhile(act: Callable[[], object], then: Callable[[], object]) -> object:
    """What ``then`` came to, which began while ``act`` was not finished, and had to wait for it."""

    def after() -> object:
        try:
            return then()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            waiting = pool.submit(after)
            time.sleep(0.5)
        return waiting.result()


def test_what_is_submitted_while_the_age_is_corrected_has_the_new_age(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pt.age_years": 40})
    corrected = Patient.objects.get(pk=draft.patient_id)
    corrected.date_of_birth = datetime.date(timezone.localdate().year - 70, 1, 1)
    version = meanwhile(
        lambda: correct_patient(actor=people.front_desk, patient=corrected),
        lambda: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4()),
    )
    assert isinstance(version, AnswerVersion)
    assert version.answers["pt.age_years"] == 70


def test_a_decision_made_while_answers_are_completed_is_kept(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    changes = {"mh.plan": True}
    review = meanwhile(
        lambda: complete_intake(
            actor=people.clinician, intake=done, revision=done.revision, changes=changes, token=uuid.uuid4()
        ),
        lambda: decide(actor=people.clinician, intake=done, revision=0, changes={"text": {"text": "See her today"}}),
    )
    assert isinstance(review, Review)
    assert Review.objects.get().text == "See her today"


def test_signing_and_reopening_at_once_do_not_wait_for_each_other(people: People) -> None:
    """The signature's follow-ups refer to the person, whom reopening holds while it waits for the intake."""
    done = factories.submitted(people.front_desk, "V11")
    assert done.current
    accepted = {f"step:{step.id}": {"choice": "accepted", "reason": ""} for step in factories.found(done).steps}
    decide(actor=people.clinician, intake=done, revision=0, changes=accepted)
    factories.acknowledged(people.clinician, done)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Intake.objects.select_for_update().get(pk=done.pk)
            reopening = pool.submit(reopen, people, done)
            time.sleep(0.5)
            factories.sign(people.clinician, done)
        assert reopening.result().state == Intake.State.SIGNED
    assert FollowUp.objects.exists()


def reopen(people: People, intake: Intake) -> Intake:
    try:
        return reopen_intake(actor=people.front_desk, intake=intake)
    finally:
        connection.close()
