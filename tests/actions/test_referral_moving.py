"""Referrals when two records of a person become one, are taken apart, or an intake goes to the right person."""

from __future__ import annotations

import pytest

from intake.actions.corrections import move_intake
from intake.actions.merging import merge_patients, undo_merge
from intake.actions.referrals import OpenReferralError, StaleReferralError, reopen_referral
from intake.actions.refused import NotPossibleError
from intake.models import Intake, Merge, Patient, Referral, Service
from intake.models.referral_states import ReferralState
from intake.stored.referrals import lists
from tests import factories, referring
from tests.factories import People

S = ReferralState


def merge(people: People, kept: Patient, merged: Patient) -> Merge:
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="Registered twice")
    return Merge.objects.latest("pk")


def undo(people: People, of: Merge) -> None:
    undo_merge(actor=people.clinician, merge=of, reason="Two cousins")


def of(people: People, patient: Patient, to: Service, state: S = S.DRAFT) -> Referral:
    return referring.in_state(people, state, referring.accepted(people, patient=patient), service=to)


def two(people: People) -> tuple[Patient, Patient]:
    return factories.patient(people.front_desk, age=60), factories.patient(people.front_desk, age=60)


def test_referrals_move_with_their_intakes_and_back(people: People) -> None:
    kept, merged = two(people)
    there = referring.service()
    sent, ended = of(people, merged, there, S.SENT), of(people, merged, referring.service(), S.CLOSED)
    own = of(people, kept, referring.service())
    row = merge(people, kept, merged)
    assert set(Referral.objects.filter(patient=kept)) == {sent, ended, own}
    assert not Referral.objects.exclude(duplicate_of=None).exists()
    assert referring.now(sent).revision == sent.revision + 1
    assert lists.open_to(kept, there).get() == sent
    undo(people, row)
    assert set(Referral.objects.filter(patient=merged)) == {sent, ended}
    assert Referral.objects.get(patient=kept) == own


@pytest.mark.parametrize("first", ["kept", "merged"])
def test_of_two_open_ones_to_a_service_the_later_is_a_duplicate_until_they_are_taken_apart(
    first: str, people: People
) -> None:
    kept, merged = two(people)
    there = referring.service()
    order = (kept, merged) if first == "kept" else (merged, kept)
    earlier, later = (of(people, patient, there, S.SENT) for patient in order)
    row = merge(people, kept, merged)
    assert referring.now(later).duplicate_of == earlier
    assert referring.now(earlier).duplicate_of is None
    assert list(lists.open_to(kept, there)) == [earlier, later]
    with pytest.raises(OpenReferralError):
        of(people, kept, there)
    undo(people, row)
    assert not Referral.objects.exclude(duplicate_of=None).exists()
    assert {referring.now(each).patient for each in (earlier, later)} == {kept, merged}


def test_while_a_duplicate_is_open_no_third_one_is_begun_or_reopened(people: People) -> None:
    kept, merged = two(people)
    there = referring.service()
    earlier, later = (of(people, patient, there, S.SENT) for patient in (kept, merged))
    merge(people, kept, merged)
    ended = referring.change(people.clinician, referring.now(earlier), S.CANCELLED)
    with pytest.raises(OpenReferralError) as refused:
        of(people, kept, there)
    assert refused.value.referral == later
    with pytest.raises(OpenReferralError):
        reopen_referral(actor=people.clinician, referral=ended, revision=ended.revision, reason="needed")
    referring.change(people.clinician, referring.now(later), S.CANCELLED, reason="duplicate")
    assert of(people, kept, there).state == S.DRAFT


def test_three_records_of_which_the_first_leaves_keep_one_original(people: People) -> None:
    kept, merged = two(people)
    third, there = factories.patient(people.front_desk, age=60), referring.service()
    oldest = of(people, merged, there)
    middle, newest = of(people, kept, there), of(people, third, there)
    row = merge(people, kept, merged)
    merge(people, kept, third)
    assert {referring.now(each).duplicate_of for each in (middle, newest)} == {oldest}
    undo(people, row)
    assert referring.now(oldest).patient == merged
    assert [referring.now(each).duplicate_of for each in (oldest, middle, newest)] == [None, None, middle]


def test_a_duplicate_that_has_ended_is_no_duplicate_of_another_persons(people: People) -> None:
    kept, merged = two(people)
    there = referring.service()
    earlier, later = (of(people, patient, there, S.SENT) for patient in (kept, merged))
    row = merge(people, kept, merged)
    referring.change(people.clinician, referring.now(later), S.CANCELLED, reason="duplicate")
    assert referring.now(later).duplicate_of == earlier
    undo(people, row)
    assert referring.now(later).duplicate_of is None


def test_records_stay_together_once_a_letter_was_signed_on_what_moved(people: People) -> None:
    kept, merged = two(people)
    draft = of(people, merged, referring.service())
    row = merge(people, kept, merged)
    referring.sign(people.clinician, referring.now(draft))
    with pytest.raises(NotPossibleError, match="letter about an intake that moved"):
        undo(people, row)


def test_a_page_of_before_the_merge_signs_nothing_in_the_other_name(people: People) -> None:
    kept, merged = two(people)
    draft = of(people, merged, referring.service())
    merge(people, kept, merged)
    with pytest.raises(NotPossibleError, match="merged"):
        referring.sign(people.clinician, draft)
    with pytest.raises(StaleReferralError):
        referring.sign(people.clinician, referring.now(draft), revision=draft.revision)


# An intake that is somebody else's


def move(people: People, intake: Intake, to: Patient) -> None:
    now = Intake.objects.get(pk=intake.pk)
    move_intake(actor=people.clinician, intake=now, revision=now.revision, to=to, reason="Her sister's")


def test_an_intake_takes_its_draft_letters_to_the_right_person(people: People) -> None:
    draft, sister = referring.begun(people), factories.patient(people.front_desk)
    move(people, draft.intake, sister)
    moved = referring.now(draft)
    assert (moved.patient, moved.intake.patient) == (sister, sister)
    assert moved.is_of_older_answers
    assert moved.revision == draft.revision + 1


def test_a_draft_is_a_duplicate_where_the_right_person_has_one(people: People) -> None:
    sister = factories.patient(people.front_desk)
    there = referring.service()
    hers, draft = of(people, sister, there), referring.begun(people, service=there)
    move(people, draft.intake, sister)
    assert referring.now(draft).duplicate_of == hers


@pytest.mark.parametrize("state", [S.SENT, S.CANCELLED, S.ENTERED_IN_ERROR])
def test_an_intake_whose_letter_was_signed_stays_with_whom_it_names(state: S, people: People) -> None:
    referral, sister = referring.in_state(people, state), factories.patient(people.front_desk)
    before = referral.patient
    with pytest.raises(NotPossibleError, match="letter about this intake is signed"):
        move(people, referral.intake, sister)
    assert (referring.now(referral).patient, referring.now(referral).intake.patient) == (before, before)
