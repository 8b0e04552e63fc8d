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

from intake.actions.alerts import Acknowledged, acknowledge_alerts
from intake.actions.corrections import move_intake, send_back
from intake.actions.follow_up import MovedOnError, close_follow_up
from intake.actions.heartbeat import take_hold
from intake.actions.intakes import StaleError, complete_intake, reopen_intake, save_draft, start_intake, submit_intake
from intake.actions.merging import merge_patients
from intake.actions.patients import correct_patient
from intake.actions.refused import NotPossibleError
from intake.actions.review import decide
from intake.models import (
    AnswerVersion,
    Assessment,
    AuditEvent,
    Correction,
    FollowUp,
    Intake,
    Patient,
    ReleaseTexts,
    Review,
)
from intake.models.heartbeat import JOBS
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


def test_the_first_ten_results_of_a_release_at_once_keep_its_texts_once(people: People) -> None:
    drafts = [factories.draft(people.front_desk, {}) for _ in range(THREADS)]
    assert not ReleaseTexts.objects.exists()
    results = at_once(
        lambda number: submit_intake(
            actor=people.front_desk, intake=drafts[number], revision=drafts[number].revision, token=uuid.uuid4()
        )
    )
    assert refused(results) == 0
    texts = ReleaseTexts.objects.get()
    assert [row.texts_id for row in Assessment.objects.all()] == [texts.pk] * THREADS


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
    """The row is taken under a lock, and only as the revision that the page showed (ASVS V15.4.2)."""
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
    """Nobody overwrites what they have not seen (ASVS V15.4.2)."""
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
    found = factories.found(done)
    steps = [*dict.fromkeys((*found.key_steps, *(step.id for step in found.steps)))][:THREADS]
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
    outcome = factories.FITTING[0]
    results = at_once(
        lambda _: acknowledge_alerts(actor=people.clinician, intake=draft, alert_ids=ids, outcome=outcome, words="")
    )
    done = [result for result in results if isinstance(result, Acknowledged)]
    assert sorted(result.now for result in done) == [0] * (THREADS - 1) + [len(ids)]
    assert all(len(result.before) == (0 if result.now else len(ids)) for result in done)
    assert AuditEvent.objects.filter(action="acknowledge").count() == 1


def test_of_ten_watchers_one_takes_hold(people: People) -> None:
    assert sum(map(bool, at_once(lambda number: take_hold(name=JOBS, by=f"watcher {number}")))) == 1


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


def with_age(intake: Intake, age: int) -> Patient:
    patient = Patient.objects.get(pk=intake.patient_id)
    patient.date_of_birth = datetime.date(timezone.localdate().year - age, 1, 1)
    return patient


def test_what_is_submitted_first_while_the_age_is_corrected_is_assessed_again(people: People) -> None:
    """The correction waits for the draft, which is one no more when it is its turn."""
    draft = factories.draft(people.front_desk, {"pt.age_years": 40})
    corrected = with_age(draft, 70)
    meanwhile(
        lambda: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4()),
        lambda: correct_patient(actor=people.front_desk, patient=corrected),
    )
    assert [version.answers["pt.age_years"] for version in draft.versions.all()] == [40, 70]


def test_a_save_while_the_age_is_corrected_is_kept(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pt.age_years": 40})
    corrected = with_age(draft, 70)
    saved = meanwhile(
        lambda: correct_patient(actor=people.front_desk, patient=corrected),
        lambda: save_draft(
            actor=people.front_desk,
            intake=draft,
            revision=draft.revision,
            changes={"pain.nrs_now": 3},
            malformed={},
        ),
    )
    assert isinstance(saved, Intake)
    assert saved.document() | {"pt.age_years": 70, "pain.nrs_now": 3} == saved.document()


def test_a_page_to_sign_that_was_shown_before_the_age_was_corrected_signs_nothing(people: People) -> None:
    done = factories.submitted(people.front_desk, {"pt.age_years": 40})
    shown, corrected = Intake.objects.get(pk=done.pk), with_age(done, 70)

    def sign() -> object:
        try:
            return factories.sign(people.clinician, done, revision=shown.revision)
        except StaleError as stale:
            return stale

    factories.acknowledged(people.clinician, done)
    stale = meanwhile(lambda: correct_patient(actor=people.front_desk, patient=corrected), sign)
    assert isinstance(stale, StaleError)
    assert done.versions.count() == 2


def test_what_is_signed_first_while_the_age_is_corrected_stays_as_it_was_signed(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11", age=40)
    assert done.current
    accepted = {f"step:{step.id}": {"choice": "accepted", "reason": ""} for step in factories.found(done).steps}
    decide(actor=people.clinician, intake=done, revision=0, changes=accepted)
    factories.acknowledged(people.clinician, done)
    corrected = with_age(done, 70)
    meanwhile(
        lambda: factories.sign(people.clinician, done),
        lambda: correct_patient(actor=people.front_desk, patient=corrected),
    )
    assert Intake.objects.get(pk=done.pk).state == Intake.State.SIGNED
    assert done.versions.count() == 1
    assert FollowUp.objects.exists()  # they refer to the person, whom the correction holds


def test_ten_corrections_of_one_person_at_once_end_in_one_that_all_agree_on(people: People) -> None:
    done = factories.submitted(people.front_desk, {"pt.age_years": 40})
    at_once(lambda number: correct_patient(actor=people.front_desk, patient=with_age(done, 50 + number)))
    intake = Intake.objects.get(pk=done.pk)
    assert intake.current
    assert intake.current.version.answers["pt.age_years"] == intake.patient.age
    assert intake.current.version.number == 1 + THREADS


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


def refusal(act: Callable[[], object]) -> object:
    try:
        return act()
    except (StaleError, NotPossibleError) as refused:
        return refused


def test_of_ten_who_send_it_back_at_once_one_does(people: People) -> None:
    done = factories.submitted(people.front_desk, {})
    results = at_once(
        lambda number: refusal(
            lambda: send_back(actor=people.clinician, intake=done, revision=done.revision, note=f"note {number}")
        )
    )
    assert sum(isinstance(result, Intake) for result in results) == 1
    assert Correction.objects.count() == AuditEvent.objects.filter(action="send back").count() == 1


def test_sending_back_while_the_author_starts_another_makes_one_draft(people: People) -> None:
    done = factories.submitted(people.front_desk, {})
    started = meanwhile(
        lambda: send_back(actor=people.clinician, intake=done, revision=done.revision, note="Which leg?"),
        lambda: start_intake(actor=people.front_desk, patient=done.patient),
    )
    assert started == done


def test_ten_moves_of_one_intake_at_once_make_one(people: People) -> None:
    done = factories.submitted(people.front_desk, {})
    others = [factories.patient(people.front_desk) for _ in range(THREADS)]
    results = at_once(
        lambda number: refusal(
            lambda: move_intake(
                actor=people.clinician, intake=done, revision=done.revision, to=others[number], reason="hers"
            )
        )
    )
    assert sum(isinstance(result, Intake) for result in results) == 1
    assert Correction.objects.get().to_patient == Intake.objects.get(pk=done.pk).patient


def test_what_somebody_closes_while_answers_would_close_it_stays_closed_by_them(people: People) -> None:
    seen = factories.signed(people, {"pain.present": True, "phq.q1": 2, "phq.q2": 2})
    over_time.planned(seen, step="M01")
    whole = {f"phq.q{item}": 1 for item in range(1, 9)} | {"phq.q9": 0}
    draft = factories.draft(people.front_desk, whole, patient=seen.patient)
    meanwhile(
        lambda: close_follow_up(
            actor=people.clinician, follow_up=FollowUp.objects.get(), state="done", words="Filled in by phone"
        ),
        lambda: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4()),
    )
    row = FollowUp.objects.get()
    assert (row.state, row.words, row.settled_by) == ("done", "Filled in by phone", None)


def test_a_start_on_a_record_that_is_being_merged_is_refused(people: People) -> None:
    kept, merged = factories.patient(people.front_desk), factories.patient(people.front_desk)
    started = meanwhile(
        lambda: merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="one person"),
        lambda: refusal(lambda: start_intake(actor=people.front_desk, patient=merged)),
    )
    assert isinstance(started, NotPossibleError)
    assert not Intake.objects.exists()


def test_what_is_signed_while_two_records_are_merged_is_signed_once_it_has_moved(people: People) -> None:
    """The signature's follow-ups refer to the person whom the merge holds, while the merge waits for the intake."""
    done, kept = factories.submitted(people.front_desk, "V11"), factories.patient(people.front_desk)
    merged = done.patient
    assert done.current
    accepted = {f"step:{step.id}": {"choice": "accepted", "reason": ""} for step in factories.found(done).steps}
    decide(actor=people.clinician, intake=done, revision=0, changes=accepted)
    factories.acknowledged(people.clinician, done)
    meanwhile(
        lambda: factories.sign(people.clinician, done),
        lambda: merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="one person"),
    )
    signed = Intake.objects.get(pk=done.pk)
    assert (signed.state, signed.patient) == (Intake.State.SIGNED, kept)
    assert set(FollowUp.objects.values_list("patient", flat=True)) == {kept.pk}


def test_merging_each_into_the_other_at_once_merges_one(people: People) -> None:
    pair = [factories.patient(people.front_desk) for _ in range(2)]
    results = at_once(
        lambda number: refusal(
            lambda: merge_patients(
                actor=people.clinician, kept=pair[number % 2], merged=pair[1 - number % 2], reason="one person"
            )
        )
    )
    assert sum(isinstance(result, Patient) for result in results) == 1
    assert Patient.objects.exclude(merged_into=None).count() == 1
