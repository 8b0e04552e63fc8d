"""Two records of one person: one is kept, the other leads to it; taken apart again while nothing was signed on it."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from intake.actions.corrections import move_intake
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import correct_intake, start_intake
from intake.actions.merging import merge_patients, undo_merge
from intake.actions.patients import correct_patient
from intake.actions.refused import NotPossibleError
from intake.models import Correction, FollowUp, Intake, Merge, Patient
from intake.stored import corrections, history
from tests import factories, over_time
from tests.factories import People


@pytest.fixture
def kept(people: People) -> Patient:
    return factories.patient(people.front_desk, age=60, record_number="KEPT")


@pytest.fixture
def merged(people: People) -> Patient:
    return factories.patient(people.front_desk, age=15, record_number="DOUBLE")


def merge(people: People, kept: Patient, merged: Patient) -> Merge:
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="Registered twice")
    return Merge.objects.latest("pk")


def undo(people: People, of: Merge) -> None:
    undo_merge(actor=people.clinician, merge=of, reason="Two cousins")


def now(row: Intake) -> Intake:
    return Intake.objects.get(pk=row.pk)


def record(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


def test_everything_moves_and_the_other_record_leads_on(people: People, kept: Patient, merged: Patient) -> None:
    signed = factories.sign(people.clinician, factories.submitted(people.front_desk, "V11", patient=merged))
    due = over_time.planned(signed)
    waiting = factories.submitted(people.front_desk, {"pain.nrs_now": 3}, patient=merged)
    draft = factories.draft(people.front_desk, {"pain.nrs_now": 3}, patient=merged)
    own = factories.submitted(people.clinician, {"pain.nrs_now": 3}, patient=kept)
    row = merge(people, kept, merged)
    assert record(merged).record_in_use == record(kept).record_in_use == kept
    assert set(kept.intakes.all()) == {signed, waiting, draft, own}
    assert not merged.intakes.exists()
    assert FollowUp.objects.get(pk=due.pk).patient == kept
    assert {move.intake for move in Correction.objects.filter(merge=row)} == {signed, waiting, draft}
    assert corrections.of_person(kept).merges == corrections.of_person(merged).merges == [row]


def test_what_is_not_signed_is_assessed_anew_where_age_or_sex_differ(
    people: People, kept: Patient, merged: Patient
) -> None:
    signed = factories.sign(people.clinician, factories.submitted(people.front_desk, "V11", patient=merged))
    waiting = factories.submitted(people.front_desk, {"pain.nrs_now": 3}, patient=merged)
    own = factories.submitted(people.clinician, {"pain.nrs_now": 3}, patient=kept)
    merge(people, kept, merged)
    assert [version.answers["pt.age_years"] for version in waiting.versions.all()] == [15, 60]
    assert waiting.versions.get(number=2).cause == "moved"
    assert signed.versions.count() == own.versions.count() == 1


def test_where_they_agree_nothing_is_assessed_anew_and_open_pages_are_stale(people: People, kept: Patient) -> None:
    double = factories.patient(people.front_desk, age=60)
    waiting = factories.submitted(people.front_desk, {"pain.nrs_now": 3}, patient=double)
    merge(people, kept, double)
    assert waiting.versions.count() == 1
    assert now(waiting).revision > waiting.revision


def test_the_trend_goes_over_both_records(people: People, kept: Patient, merged: Patient) -> None:
    over_time.visit(people.front_desk, merged, 60, over_time.answers(phq="222222220"))
    newer = over_time.visit(people.front_desk, kept, 5, over_time.answers(phq="111111110"))
    assert newer.current
    assert history.up_to(newer, newer.current.version) == ()
    merge(people, kept, merged)
    assert history.up_to(newer, newer.current.version)


def test_nothing_is_started_or_corrected_on_the_record_that_leads_on(
    people: People, kept: Patient, merged: Patient
) -> None:
    merge(people, kept, merged)
    with pytest.raises(NotPossibleError, match="merged"):
        start_intake(actor=people.front_desk, patient=merged)
    with pytest.raises(NotPossibleError, match="merged"):
        correct_patient(actor=people.front_desk, patient=record(merged))
    own = factories.submitted(people.front_desk, {}, patient=kept)
    with pytest.raises(NotPossibleError, match="merged"):
        move_intake(actor=people.clinician, intake=own, revision=own.revision, to=merged, reason="wrong")


def test_not_twice_and_not_with_itself(people: People, kept: Patient, merged: Patient) -> None:
    with pytest.raises(NotPossibleError, match="one and the same"):
        merge(people, kept, kept)
    merge(people, kept, merged)
    for pair in ((kept, merged), (merged, kept)):
        with pytest.raises(NotPossibleError, match="merged"):
            merge(people, *pair)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(reason: str, people: People, kept: Patient, merged: Patient) -> None:
    with pytest.raises(ValueError, match="reason"):
        merge_patients(actor=people.clinician, kept=kept, merged=merged, reason=reason)
    assert record(merged).merged_into is None


def test_a_draft_of_one_author_on_both_is_told(people: People, kept: Patient, merged: Patient) -> None:
    for patient in (kept, merged):
        start_intake(actor=people.front_desk, patient=patient)
    start_intake(actor=people.clinician, patient=merged)
    with pytest.raises(NotPossibleError, match="front-desk has a draft open on both"):
        merge(people, kept, merged)
    assert merged.intakes.count() == 2


def test_not_while_the_person_has_the_screen(people: People, kept: Patient, merged: Patient) -> None:
    start_hand_over(actor=people.front_desk, intake=factories.draft(people.front_desk, {}, patient=merged))
    with pytest.raises(NotPossibleError, match="answering"):
        merge(people, kept, merged)


def test_not_where_an_assessment_would_be_before_the_birth(people: People, merged: Patient) -> None:
    over_time.visit(people.front_desk, merged, 60, {})
    baby = factories.patient(people.front_desk, date_of_birth=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(NotPossibleError, match="before the birth"):
        merge(people, baby, merged)
    assert record(merged).merged_into is None
    assert not Merge.objects.exists()


PHQ_2 = {"pain.present": True, "phq.q1": 2, "phq.q2": 2}
PHQ_9 = PHQ_2 | {f"phq.q{item}": 2 for item in range(1, 9)} | {"phq.q9": 0}


def agreed(people: People, patient: Patient) -> FollowUp:
    """The PHQ-9 is to be completed: another visit that has it whole closes that."""
    seen = factories.sign(people.clinician, over_time.visit(people.front_desk, patient, 20, PHQ_2))
    return over_time.planned(seen, step="M01")


def state(row: FollowUp) -> str:
    return FollowUp.objects.get(pk=row.pk).state


def test_what_a_visit_had_closed_stays_closed_when_both_move(people: People, kept: Patient, merged: Patient) -> None:
    row = agreed(people, merged)
    over_time.visit(people.front_desk, merged, 2, PHQ_9)
    assert state(row) == "settled"
    merge(people, kept, merged)
    assert state(row) == "settled"


# Taken apart


def test_taken_apart_what_came_goes_back_and_what_was_started_since_stays(
    people: People, kept: Patient, merged: Patient
) -> None:
    signed = factories.sign(people.clinician, factories.submitted(people.front_desk, "V11", patient=merged))
    due = over_time.planned(signed)
    waiting = factories.submitted(people.front_desk, {"pain.nrs_now": 3}, patient=merged)
    row = merge(people, kept, merged)
    since = factories.submitted(people.front_desk, {}, patient=record(kept))
    undo(people, row)
    assert set(merged.intakes.all()) == {signed, waiting}
    assert list(kept.intakes.all()) == [since]
    assert FollowUp.objects.get(pk=due.pk).patient == merged
    assert record(merged).merged_into is None
    assert [version.answers["pt.age_years"] for version in waiting.versions.all()] == [15, 60, 15]
    assert [merge.kind for merge in corrections.of_person(merged).merges] == ["undone", "merged"]
    start_intake(actor=people.front_desk, patient=merged)


@pytest.mark.parametrize("of_merged", [True, False], ids=["of the merged record", "of the kept record"])
def test_taken_apart_what_the_other_persons_answers_had_closed_is_open_again(
    of_merged: bool, people: People, kept: Patient
) -> None:
    merged = factories.patient(people.front_desk, age=60)
    row = agreed(people, merged if of_merged else kept)
    if of_merged:
        made = merge(people, kept, merged)
        over_time.visit(people.front_desk, record(kept), 2, PHQ_9)
    else:
        later = over_time.visit(people.front_desk, merged, 2, PHQ_2)
        made = merge(people, kept, merged)
        correct_intake(
            actor=people.clinician, intake=later, revision=now(later).revision, changes=PHQ_9, token=uuid.uuid4()
        )
    assert state(row) == "settled"
    undo(people, made)
    assert state(row) == "open"


def test_not_once_something_that_moved_was_signed(people: People, kept: Patient, merged: Patient) -> None:
    waiting = factories.submitted(people.front_desk, {"pain.nrs_now": 3}, patient=merged)
    row = merge(people, kept, merged)
    factories.sign(people.clinician, waiting)
    with pytest.raises(NotPossibleError, match="signed since"):
        undo(people, row)
    assert now(waiting).patient == kept


def test_something_signed_before_or_of_the_kept_record_hinders_nothing(
    people: People, kept: Patient, merged: Patient
) -> None:
    factories.sign(people.clinician, factories.submitted(people.front_desk, "V11", patient=merged))
    row = merge(people, kept, merged)
    factories.sign(people.clinician, factories.submitted(people.front_desk, "V11", patient=record(kept)))
    undo(people, row)


def test_taken_apart_once(people: People, kept: Patient, merged: Patient) -> None:
    first = merge(people, kept, merged)
    undo(people, first)
    with pytest.raises(NotPossibleError, match="apart already"):
        undo(people, first)
    with pytest.raises(NotPossibleError, match="apart already"):
        undo(people, Merge.objects.latest("pk"))
    second = merge(people, record(kept), record(merged))
    with pytest.raises(NotPossibleError, match="apart already"):
        undo(people, first)
    undo(people, second)


def test_not_while_the_kept_record_leads_on_itself(people: People, kept: Patient, merged: Patient) -> None:
    first = merge(people, kept, merged)
    third = factories.patient(people.front_desk)
    second = merge(people, third, record(kept))
    assert record(merged).record_in_use == third
    with pytest.raises(NotPossibleError, match="undone first"):
        undo(people, first)
    undo(people, second)
    undo(people, first)


def test_not_once_an_intake_was_moved_on(people: People, kept: Patient, merged: Patient) -> None:
    waiting = factories.submitted(people.front_desk, {}, patient=merged)
    row = merge(people, kept, merged)
    moving = now(waiting)
    move_intake(
        actor=people.clinician,
        intake=moving,
        revision=moving.revision,
        to=factories.patient(people.front_desk),
        reason="third",
    )
    with pytest.raises(NotPossibleError, match="moved on"):
        undo(people, row)
