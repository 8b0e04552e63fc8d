"""What was wrong with an intake: corrected, sent back, discarded, withdrawn, moved. Nothing is lost; each says why."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intake.actions.alerts import acknowledge_alerts
from intake.actions.corrections import (
    discard_draft,
    mark_in_error,
    move_intake,
    restore_draft,
    restore_intake,
    send_back,
)
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import StaleError, correct_intake, reopen_intake, save_draft, start_intake, submit_intake
from intake.actions.merging import merge_patients, undo_merge
from intake.actions.patients import correct_patient
from intake.actions.refused import NotPossibleError
from intake.models import Alert, AnswerVersion, Correction, Intake, Patient
from intake.stored import corrections, details, history
from tests import factories, over_time
from tests.factories import People


def now(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def submit(people: People, intake: Intake) -> AnswerVersion:
    intake = now(intake)
    return submit_intake(actor=people.front_desk, intake=intake, revision=intake.revision, token=uuid.uuid4())


def save(people: People, intake: Intake, **answers: Any) -> Intake:
    intake = now(intake)
    changes = {key.replace("_", ".", 1): value for key, value in answers.items()}
    return save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes=changes, malformed={})


def sent_back(people: People, intake: Intake, note: str = "Which leg?") -> Intake:
    return send_back(actor=people.clinician, intake=intake, revision=now(intake).revision, note=note)


def discarded(people: People, intake: Intake) -> Intake:
    return discard_draft(actor=people.front_desk, intake=intake, revision=now(intake).revision, reason="Started twice")


def in_error(people: People, intake: Intake) -> Intake:
    return mark_in_error(actor=people.clinician, intake=intake, revision=now(intake).revision, reason="Entered twice")


def moved(people: People, intake: Intake, to: Patient) -> Intake:
    return move_intake(
        actor=people.clinician, intake=intake, revision=now(intake).revision, to=to, reason="Her sister came"
    )


# Rights


DESK, DOCTOR = ("front_desk",), ("clinician",)
EITHER = (*DESK, *DOCTOR)
"""Whose record something stands in is the front desk's to put right, too; what was submitted, a clinician withdraws."""
RIGHTS: list[tuple[Callable[[People, Any], object], tuple[str, ...]]] = [
    (lambda p, who: correct_intake(actor=who, intake=done(p), revision=0, changes={}, token=uuid.uuid4()), DOCTOR),
    (lambda p, who: send_back(actor=who, intake=done(p), revision=0, note="x"), DOCTOR),
    (lambda p, who: mark_in_error(actor=who, intake=done(p), revision=0, reason="x"), DOCTOR),
    (lambda p, who: restore_intake(actor=who, intake=in_error(p, done(p))), DOCTOR),
    (lambda p, who: move_intake(actor=who, intake=done(p), revision=0, to=done(p).patient, reason="x"), EITHER),
    (
        lambda p, who: merge_patients(actor=who, kept=done(p).patient, merged=done(p).patient, reason="x"),
        EITHER,
    ),
    (lambda p, who: undo_merge(actor=who, merge=a_merge(p), reason="x"), EITHER),
    (lambda p, who: discard_draft(actor=who, intake=done(p), revision=0, reason="x"), DESK),
    (lambda p, who: restore_draft(actor=who, intake=done(p)), DESK),
]
NAMES = [
    "correct",
    "send back",
    "in error",
    "restore intake",
    "move",
    "merge",
    "undo merge",
    "discard",
    "restore draft",
]


def done(people: People) -> Intake:
    return factories.submitted(people.front_desk, {"pain.nrs_now": 3})


def a_merge(people: People) -> Any:
    kept = done(people).patient
    merge_patients(actor=people.clinician, kept=kept, merged=done(people).patient, reason="one person")
    return kept.merges.get()


@pytest.mark.parametrize(("act", "roles"), RIGHTS, ids=NAMES)
def test_only_its_roles_may(act: Callable[[People, Any], object], roles: tuple[str, ...], people: People) -> None:
    others = {"front_desk", "clinician", "clinical_lead", "administrator"} - set(roles)
    for name in others:
        with pytest.raises(PermissionDenied):
            act(people, getattr(people, name))
    with pytest.raises(PermissionDenied):
        act(people, factories.user("no-role"))
    for name in roles:
        with contextlib.suppress(StaleError, NotPossibleError):  # refused for another reason than who asks
            act(people, getattr(people, name))


# Corrected by a clinician


def test_a_correction_is_a_version_of_the_clinicians_and_the_desks_stays(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True, "pain.nrs_now": 3, "pain.nrs_avg": 5})
    version = correct_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"pain.nrs_now": 8},
        token=uuid.uuid4(),
    )
    first = intake.versions.get(number=1)
    assert (version.number, version.cause, version.author) == (2, "corrected", people.clinician)
    assert (version.answers["pain.nrs_now"], first.answers["pain.nrs_now"]) == (8, 3)
    assert first.author == people.front_desk
    mark = corrections.marks(intake.versions.all(), version)
    assert mark.keys() == {"pain.nrs_now"}
    assert mark["pain.nrs_now"].by == version
    assert [(said.words, said.version) for said in mark["pain.nrs_now"].earlier] == [("3", first)]
    assert corrections.marks(intake.versions.all(), first) == {}


def test_what_was_not_answered_and_what_was_corrected_twice_is_told(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True})
    for number, answer in enumerate((4, 9), start=1):
        intake = now(intake)
        changes = {"pain.nrs_now": answer}
        correct_intake(
            actor=people.clinician, intake=intake, revision=intake.revision, changes=changes, token=uuid.uuid4()
        )
        newest = intake.versions.get(number=1 + number)
    mark = corrections.marks(intake.versions.all(), newest)["pain.nrs_now"]
    assert [said.words for said in mark.earlier] == ["Not answered", "4"]


def test_once_the_desk_answers_anew_the_answer_is_no_correction_any_more(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True, "pain.nrs_now": 3})
    correct_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes={"pain.nrs_now": 8}, token=uuid.uuid4()
    )
    reopen_intake(actor=people.front_desk, intake=now(intake))
    save(people, intake, pain_nrs_now=5)
    third = submit(people, intake)
    assert corrections.marks(intake.versions.all(), third) == {}
    assert "pain.nrs_now" in corrections.marks(intake.versions.all(), intake.versions.get(number=2))


def test_a_correction_of_what_the_desk_is_correcting_takes_in_its_draft_and_loses_nothing(people: People) -> None:
    """The desk's page, open since before, keeps its other answers, and is told of the one that differs."""
    intake = factories.submitted(people.front_desk, {"pain.present": True, "pain.nrs_now": 3})
    intake = reopen_intake(actor=people.front_desk, intake=intake)
    shown = intake.revision
    save(people, intake, pain_nrs_avg=6)
    intake = now(intake)
    version = correct_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes={"pain.nrs_now": 8}, token=uuid.uuid4()
    )
    assert version.answers["pain.nrs_avg"] == 6
    assert now(intake).is_draft
    with pytest.raises(StaleError) as stale:
        save_draft(
            actor=people.front_desk,
            intake=intake,
            revision=shown,
            changes={"pain.nrs_now": 2, "pain.nrs_worst": 9},
            malformed={},
            page="p1",
        )
    assert stale.value.conflicts == {"pain.nrs_now"}


# Sent back


def test_sent_back_it_is_a_draft_of_its_author_with_the_note_until_it_is_submitted_again(people: People) -> None:
    intake = done(people)
    intake = sent_back(people, intake, "  Which leg?\nAnd since when?  ")
    assert intake.is_draft
    assert intake.author == people.front_desk
    note = corrections.note_to_desk(intake)
    assert note
    assert (note.reason, note.made_by) == ("Which leg?\nAnd since when?", people.clinician)
    colleague = factories.user("colleague", "Front desk")
    save_draft(actor=colleague, intake=intake, revision=intake.revision, changes={"pain.nrs_now": 4}, malformed={})
    submit(people, intake)
    intake = now(intake)
    assert corrections.note_to_desk(intake) is None
    told = corrections.of_intake(intake)
    assert told.sent_back == note
    assert told.answered
    assert told.answered.made_by == people.front_desk


def test_reopened_later_for_another_reason_it_is_not_sent_back(people: People) -> None:
    intake = sent_back(people, done(people))
    submit(people, intake)
    intake = reopen_intake(actor=people.front_desk, intake=now(intake))
    assert corrections.note_to_desk(intake) is None
    submit(people, intake)
    assert intake.corrections.filter(kind="answered").count() == 1


def test_sent_back_twice_the_newest_note_stands(people: People) -> None:
    intake = sent_back(people, done(people), "First")
    submit(people, intake)
    intake = sent_back(people, intake, "Second")
    note = corrections.note_to_desk(intake)
    assert note
    assert note.reason == "Second"
    assert corrections.of_intake(intake).answered is None


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_note_is_needed(note: str, people: People) -> None:
    intake = done(people)
    with pytest.raises(ValueError, match="reason"):
        sent_back(people, intake, note)
    assert now(intake).state == Intake.State.SUBMITTED


def test_an_author_with_another_draft_of_the_person_is_named(people: People) -> None:
    intake = done(people)
    start_intake(actor=people.front_desk, patient=intake.patient)
    with pytest.raises(NotPossibleError, match="front-desk has another draft open"):
        sent_back(people, intake)
    assert now(intake).state == Intake.State.SUBMITTED


def test_a_page_that_was_open_before_sends_nothing_back(people: People) -> None:
    intake = done(people)
    with pytest.raises(StaleError):
        send_back(actor=people.clinician, intake=intake, revision=intake.revision - 1, note="Which leg?")


# Discarded


def test_a_discarded_draft_is_restored_as_it_was(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.nrs_now": 4})
    before = {key: value for key, value in vars(now(draft)).items() if key not in ("_state", "revision")}
    draft = discarded(people, draft)
    assert draft.state == Intake.State.DISCARDED
    told = corrections.of_intake(draft).withdrawn
    assert told
    assert (told.reason, told.made_by) == ("Started twice", people.front_desk)
    colleague = factories.user("colleague", "Front desk")
    restore_draft(actor=colleague, intake=draft)
    after = {key: value for key, value in vars(now(draft)).items() if key not in ("_state", "revision")}
    assert after == before
    assert corrections.of_intake(now(draft)).withdrawn is None


def test_a_page_of_a_draft_that_was_discarded_saves_nothing(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.nrs_now": 4})
    discarded(people, draft)
    with pytest.raises(StaleError):
        save_draft(
            actor=people.front_desk, intake=draft, revision=draft.revision, changes={"pain.nrs_now": 1}, malformed={}
        )
    assert now(draft).answers["pain.nrs_now"] == 4


def test_alerts_of_a_discarded_draft_stay_open_until_they_are_acknowledged(people: People) -> None:
    draft = discarded(people, factories.draft(people.front_desk, {"phq.q9": 1}))
    alert = Alert.objects.still_open().get(intake=draft, flag="RF17a")
    acknowledge_alerts(
        actor=people.clinician,
        intake=draft,
        alert_ids=[alert.pk],
        outcome=factories.FITTING[0],
        words="",
    )
    assert not Alert.objects.still_open().filter(pk=alert.pk).exists()


def test_its_author_can_start_anew_and_then_the_old_one_is_not_restored(people: People) -> None:
    draft = discarded(people, factories.draft(people.front_desk, {"pain.nrs_now": 4}))
    other = start_intake(actor=people.front_desk, patient=draft.patient)
    assert other != draft
    with pytest.raises(NotPossibleError, match="another draft open"):
        restore_draft(actor=people.front_desk, intake=draft)
    assert now(draft).state == Intake.State.DISCARDED
    discarded(people, other)
    restore_draft(actor=people.front_desk, intake=draft)
    assert now(draft).is_draft


def discarded_days_ago(draft: Intake, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written once cannot be dated back: the clock goes on instead."""
    later = timezone.now() + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_for_thirty_days_it_is_listed_and_restored(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = discarded(people, factories.draft(people.front_desk, {"pain.nrs_now": 4}))
    discarded_days_ago(draft, 29, monkeypatch)
    assert draft in corrections.listed(draft.patient.intakes.all())
    restore_draft(actor=people.front_desk, intake=draft)


def test_after_thirty_days_it_is_out_of_reach_and_still_there(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = discarded(people, factories.draft(people.front_desk, {"pain.nrs_now": 4}))
    other = factories.submitted(people.front_desk, {}, patient=draft.patient)
    discarded_days_ago(draft, 31, monkeypatch)
    assert list(corrections.listed(draft.patient.intakes.all())) == [other]
    with pytest.raises(NotPossibleError, match="more than 30 days ago"):
        restore_draft(actor=people.front_desk, intake=draft)
    assert now(draft).answers["pain.nrs_now"] == 4


def test_restored_it_goes_by_the_persons_details_of_today(people: People) -> None:
    draft = discarded(people, factories.draft(people.front_desk, {"pt.age_years": 60, "phq.q9": 1}))
    draft.alerts.update(lapsed_at=timezone.now(), settled_at=timezone.now())
    patient = draft.patient
    patient.date_of_birth = datetime.date(timezone.localdate().year - 14, 1, 1)
    correct_patient(actor=people.front_desk, patient=patient)
    assert not draft.alerts.still_open().exists()
    restore_draft(actor=people.front_desk, intake=draft)
    assert draft.alerts.still_open().exists()


# Entered in error


def test_entered_in_error_it_counts_nowhere_and_is_readable(people: People) -> None:
    person = factories.patient(people.front_desk)
    wrong = over_time.visit(people.front_desk, person, 60, over_time.answers(phq="222222220"))
    right = over_time.visit(people.front_desk, person, 5, over_time.answers(phq="111111110"))
    assert right.current
    assert history.up_to(right, right.current.version)
    wrong = in_error(people, wrong)
    assert history.up_to(right, right.current.version) == ()
    assert wrong.current
    assert history.up_to(wrong, wrong.current.version) == ()
    assert wrong.claimed_by is None
    told = corrections.of_intake(wrong).withdrawn
    assert told
    assert told.reason == "Entered twice"
    assert wrong.versions.count() == 1


def test_it_is_no_newer_visit_of_a_follow_up(people: People) -> None:
    from intake.views.follow_up import planned

    due = over_time.planned(over_time.signed(people.clinician, done(people), days_ago=10))
    newer = factories.submitted(people.front_desk, {}, patient=due.patient)
    assert planned.loaded().get(pk=due.pk).newer_intake_at
    in_error(people, newer)
    assert planned.loaded().get(pk=due.pk).newer_intake_at is None


def test_restored_it_waits_as_before(people: People) -> None:
    intake = in_error(people, done(people))
    intake = restore_intake(actor=people.clinician, intake=intake)
    assert now(intake).state == Intake.State.SUBMITTED
    assert intake.versions.count() == 1
    assert factories.sign(people.clinician, intake).state == Intake.State.SIGNED


def test_restored_after_the_birth_date_was_corrected_it_is_assessed_again(people: People) -> None:
    intake = in_error(people, factories.submitted(people.front_desk, {"pt.age_years": 60}))
    patient = intake.patient
    patient.date_of_birth = datetime.date(timezone.localdate().year - 14, 1, 1)
    correct_patient(actor=people.front_desk, patient=patient)
    assert intake.versions.count() == 1
    restore_intake(actor=people.clinician, intake=intake)
    assert [version.answers["pt.age_years"] for version in intake.versions.all()] == [60, 14]


def test_a_reopened_one_is_restored_to_the_desk_unless_its_author_has_another(people: People) -> None:
    intake = in_error(people, reopen_intake(actor=people.front_desk, intake=done(people)))
    other = start_intake(actor=people.front_desk, patient=intake.patient)
    with pytest.raises(NotPossibleError, match="another draft open"):
        restore_intake(actor=people.clinician, intake=intake)
    discarded(people, other)
    restore_intake(actor=people.clinician, intake=intake)
    assert now(intake).is_draft


# Moved


def test_moved_it_is_assessed_under_the_right_age_and_sex_and_both_records_say_so(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pt.age_years": 60, "pt.sex": "male", "phq.q9": 1})
    sister = factories.patient(people.front_desk, age=15, sex_at_birth="female")
    brother = intake.patient
    intake = moved(people, intake, sister)
    second = intake.versions.get(number=2)
    assert (second.cause, second.answers["pt.age_years"], second.answers["pt.sex"]) == ("moved", 15, "female")
    assert second.note == "assessed again because the intake was moved to this person's record"
    assert now(intake).patient == sister
    assert now(intake).current == second.assessment
    first = intake.versions.get(number=1)
    assert (first.answers["pt.age_years"], first.answers["pt.sex"]) == (60, "male")
    assert details.differing(sister, second) == ()
    row = Correction.objects.get(intake=intake)
    assert (row.from_patient, row.to_patient, row.reason) == (brother, sister, "Her sister came")
    assert corrections.of_person(brother).moves == corrections.of_person(sister).moves == [row]
    assert Alert.objects.still_open().filter(intake__patient=sister, flag="RF17a").exists()


def test_a_draft_is_moved_too_and_has_no_version(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pt.age_years": 60})
    sister = factories.patient(people.front_desk, age=15)
    draft = moved(people, draft, sister)
    assert now(draft).document()["pt.age_years"] == 15
    assert draft.versions.count() == 0
    submit(people, draft)


@pytest.mark.parametrize("kind", ["draft", "reopened"])
def test_not_onto_a_draft_of_the_same_author(kind: str, people: People) -> None:
    intake = factories.draft(people.front_desk, {}) if kind == "draft" else done(people)
    sister = factories.patient(people.front_desk)
    if kind == "reopened":
        intake = reopen_intake(actor=people.front_desk, intake=intake)
    start_intake(actor=people.front_desk, patient=sister)
    with pytest.raises(NotPossibleError, match="another draft open"):
        moved(people, intake, sister)
    assert now(intake).patient == intake.patient


def test_not_while_the_person_has_the_screen(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    start_hand_over(actor=people.front_desk, intake=draft)
    with pytest.raises(NotPossibleError, match="not answering"):
        moved(people, draft, factories.patient(people.front_desk))


def test_not_to_where_it_is(people: People) -> None:
    intake = done(people)
    with pytest.raises(NotPossibleError, match="already"):
        moved(people, intake, intake.patient)


def test_not_to_somebody_who_was_not_born_yet(people: People) -> None:
    intake = over_time.visit(people.front_desk, factories.patient(people.front_desk), 60, {})
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    baby = factories.patient(people.front_desk, date_of_birth=yesterday)
    with pytest.raises(NotPossibleError, match="not born yet"):
        moved(people, intake, baby)
    assert now(intake).patient == intake.patient
    assert not Correction.objects.exists()


def test_a_page_that_was_opened_before_it_was_moved_is_stale(people: People) -> None:
    intake = done(people)
    shown = intake.revision
    moved(people, intake, factories.patient(people.front_desk))
    with pytest.raises(StaleError):
        correct_intake(
            actor=people.clinician, intake=intake, revision=shown, changes={"pain.nrs_now": 1}, token=uuid.uuid4()
        )
    with pytest.raises(NotPossibleError, match="moved to another"):
        reopen_intake(actor=people.front_desk, intake=intake)
