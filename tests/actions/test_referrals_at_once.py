"""Ten people, or one with a nervous finger, with one referral at the same moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError

from intake.actions.merging import merge_patients
from intake.actions.referrals import OpenReferralError, StaleReferralError, note, save_letter
from intake.actions.refused import NotPossibleError
from intake.models import AuditEvent, Referral, ReferralDocument
from intake.models.referral_states import ReferralState
from tests import factories, referring
from tests.actions.test_at_once import THREADS, at_once, meanwhile
from tests.factories import People

pytestmark = pytest.mark.usefixtures("transactional_db")
S = ReferralState


def result(act: Callable[[], object]) -> object:
    try:
        return act()
    except (NotPossibleError, StaleReferralError) as refused:
        return refused


def kinds(results: list[object], kind: type) -> int:
    return sum(isinstance(each, kind) for each in results)


def test_begun_ten_times_at_once_by_one_form_it_is_there_once(people: People) -> None:
    done, there = referring.accepted(people), referring.service()
    results = at_once(lambda _: result(lambda: referring.begun(people, done, service=there)))
    assert set(results) == {Referral.objects.get()}
    assert AuditEvent.objects.filter(action="begin referral").count() == 1


def test_of_ten_who_refer_at_once_to_one_service_one_does_and_nine_are_led_to_it(people: People) -> None:
    done, there = referring.accepted(people), referring.service()
    results = at_once(
        lambda number: result(
            lambda: referring.begun(people, done, service=there, letter={"reason": f"reason {number}"})
        )
    )
    assert (kinds(results, Referral), kinds(results, OpenReferralError)) == (1, THREADS - 1)
    (made,) = Referral.objects.all()
    assert {each.referral for each in results if isinstance(each, OpenReferralError)} == {made}


def test_two_drafts_that_go_to_one_service_at_once_end_in_one_there(people: People) -> None:
    done, there = referring.accepted(people), referring.service()
    drafts = [referring.begun(people, done) for _ in range(THREADS)]
    results = at_once(
        lambda number: result(
            lambda: save_letter(
                actor=people.clinician,
                referral=drafts[number],
                revision=0,
                letter=referring.LETTER,
                service=there,
                urgency="routine",
            )
        )
    )
    assert (kinds(results, Referral), kinds(results, OpenReferralError)) == (1, THREADS - 1)
    assert Referral.objects.filter(service=there).count() == 1


def test_the_database_itself_has_one_open_one_a_person_and_service(people: People) -> None:
    first = referring.begun(people)
    copied = Referral.objects.filter(pk=first.pk).values().get() | {"id": uuid.uuid4(), "number": "X"}
    with pytest.raises(IntegrityError):
        Referral.objects.create(**copied)


def test_signed_ten_times_at_once_it_is_signed_once(people: People) -> None:
    draft, token = referring.begun(people), uuid.uuid4()
    results = at_once(lambda _: result(lambda: referring.sign(people.clinician, draft, token=token)))
    assert kinds(results, Referral) == THREADS
    assert ReferralDocument.objects.count() == 2
    assert draft.events.count() == 1


def test_of_ten_who_record_different_things_at_once_one_does_and_nine_are_told(people: People) -> None:
    """The others have a revision that is not the newest any more (ASVS V15.4.2)."""
    sent = referring.in_state(people, S.SENT)
    to = [S.RECEIVED, S.ACCEPTED, S.DECLINED, S.NEEDS_INFO, S.BOOKED]
    results = at_once(lambda number: result(lambda: referring.change(people.clinician, sent, to[number % 5])))
    assert (kinds(results, Referral), kinds(results, StaleReferralError)) == (1, THREADS - 1)
    assert sent.events.filter(kind="changed").count() == 2


def test_ten_notes_at_once_are_all_kept_in_order(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    results = at_once(
        lambda number: result(lambda: note(actor=people.front_desk, referral=sent, words=f"note {number}"))
    )
    assert kinds(results, Referral) == THREADS
    assert list(sent.events.values_list("number", flat=True)) == list(range(1, THREADS + 3))


def test_what_is_begun_while_the_record_is_merged_is_refused(people: People) -> None:
    done, kept = referring.accepted(people), factories.patient(people.front_desk)
    merged = done.patient
    refused = meanwhile(
        lambda: merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="one person"),
        lambda: result(lambda: referring.begun(people, done)),
    )
    assert isinstance(refused, NotPossibleError)
    assert not Referral.objects.exists()


def test_what_is_begun_first_moves_with_the_merge(people: People) -> None:
    done, kept = referring.accepted(people), factories.patient(people.front_desk)
    merged = done.patient
    meanwhile(
        lambda: referring.begun(people, done),
        lambda: merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="one person"),
    )
    assert Referral.objects.get().patient == kept


def test_a_change_while_two_records_are_merged_is_refused_or_kept_whole(people: People) -> None:
    sent, kept = referring.in_state(people, S.SENT), factories.patient(people.front_desk)
    merged = sent.patient
    meanwhile(
        lambda: referring.change(people.front_desk, sent, S.RECEIVED),
        lambda: merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="one person"),
    )
    now = referring.now(sent)
    assert (now.state, now.patient) == (S.RECEIVED, kept)
