"""What happens to a referral: changes of its state, attempts to contact the person, hand-overs, reopening."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from intake.actions.referrals import (
    NotCompleteError,
    OpenReferralError,
    StaleReferralError,
    hand_referral,
    note,
    record_change,
    reopen_referral,
)
from intake.actions.refused import NotPossibleError
from intake.models import AuditEvent, ReferralEvent
from intake.models.referral_states import ReferralState
from tests import factories, referring
from tests.factories import People
from tests.referring import ago, change, contacted, refusal

S = ReferralState


def wrong(people: People, state: str, to: str, **details: Any) -> dict[str, str]:
    """By field, what is said of a change that is not complete; nothing is written."""
    referral = referring.in_state(people, state)
    if state == S.DRAFT:
        referral = referring.sign(people.clinician, referral)
    before = referral.events.count()
    errors: dict[str, str] = refusal(lambda: change(people.clinician, referral, to, **details), NotCompleteError).errors
    assert (referral.events.count(), referring.now(referral).state) == (before, state)
    return errors


# The way of most


def test_the_whole_way_from_the_letter_to_the_end(people: People) -> None:
    desk, clinician = people.front_desk, people.clinician
    referral = referring.signed(people, urgency="two_weeks")
    sent = change(clinician, referral, S.SENT, details={"confirmation": "Ms Lee"})
    assert (sent.owner, sent.confirmation) == ("desk", "Ms Lee")
    assert sent.sent_at
    accepted = change(desk, change(desk, sent, S.RECEIVED), S.ACCEPTED, details={"confirmation": "V-77"})
    assert accepted.confirmation == "V-77"
    assert accepted.due_at
    assert timezone.localdate(accepted.due_at) == timezone.localdate(sent.sent_at) + datetime.timedelta(days=14)
    booked = change(desk, accepted, S.BOOKED)
    assert (booked.appointment_where, booked.confirmation) == ("Room 3", "V-77")
    seen = change(desk, booked, S.SEEN)
    assert seen.seen_at
    reported = change(desk, seen, S.REPORT_BACK)
    assert reported.owner == "referrer"
    closed = referring.now(change(clinician, reported, S.CLOSED))
    assert (closed.state, closed.owner, closed.due_at) == (S.CLOSED, "nobody", None)
    assert [after for kind, _, after in referring.said(closed) if kind == "changed"] == [
        "sent",
        "received",
        "accepted",
        "booked",
        "seen",
        "report_back",
        "closed",
    ]
    assert [event.number for event in closed.events.all()] == list(range(1, 9))
    assert closed.events.get(after=S.CLOSED).details["question_answered"] == "yes"
    assert closed.events.get(after=S.REPORT_BACK).details["report"].startswith("Letter of two pages")


def test_each_event_holds_what_was_due_from_then_on(people: People) -> None:
    booked = referring.in_state(people, S.BOOKED)
    assert booked.events.latest("number").due_at == referring.now(booked).due_at


def test_what_a_clinic_on_paper_passed_over_is_recorded_as_skipped(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    then = timezone.now()
    referral = change(people.front_desk, sent, S.SEEN, happened_at=then)
    assert referring.said(referral)[-4:] == [
        ("skipped", "sent", "received"),
        ("skipped", "received", "accepted"),
        ("skipped", "accepted", "booked"),
        ("changed", "sent", "seen"),
    ]
    passed = ReferralEvent.objects.filter(referral=referral, kind="skipped")
    assert {event.happened_at for event in passed} == {then}
    assert {event.due_at for event in passed} == {None}
    assert AuditEvent.objects.filter(record_id=str(referral.pk), action="record change").count() == 2


# What is asked for


@pytest.mark.parametrize(
    ("state", "to", "given", "field"),
    [
        (S.DRAFT, S.SENT, {"channel": ""}, "channel"),
        (S.ACCEPTED, S.BOOKED, {"details": {}}, "appointment_at"),
        (S.ACCEPTED, S.BOOKED, {"details": {"appointment_at": "tomorrow"}}, "appointment_at"),
        (S.ACCEPTED, S.BOOKED, {"details": {"appointment_at": "2001-01-01T09:00+00:00"}}, "appointment_at"),
        (S.ACCEPTED, S.BOOKED, {"details": {"appointment_at": "2031-01-01T09:00"}}, "appointment_at"),
        (S.ACCEPTED, S.BOOKED, {"details": {"appointment_at": "9999-12-31T23:59+00:00"}}, "appointment_at"),
        (S.BOOKED, S.SEEN, {"happened_at": None}, "happened_at"),
        (S.SEEN, S.REPORT_BACK, {"happened_at": None}, "happened_at"),
        (S.SEEN, S.REPORT_BACK, {"details": {"report": " "}}, "report"),
        (S.SEEN, S.REPORT_BACK, {"details": {"report": "x" * 1001}}, "report"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"told_on": "2026-01-01"}}, "question_answered"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"question_answered": "maybe"}}, "question_answered"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"question_answered": "yes"}}, "told_on"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"question_answered": "yes", "told_on": "soon"}}, "told_on"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"question_answered": "yes", "told_on": "2999-01-01"}}, "told_on"),
        (S.REPORT_BACK, S.CLOSED, {"details": {"question_answered": "yes", "told_on": "0206-11-30"}}, "told_on"),
        (S.DECLINED, S.CLOSED, {"reason": ""}, "reason"),
        (S.DECLINED, S.CLOSED, {"reason": "other"}, "words"),
        (S.DECLINED, S.CLOSED, {"reason": "managed_here", "details": {"told_on": "soon"}}, "told_on"),
        (S.RECEIVED, S.REDIRECTED, {"details": {}}, "service"),
        (S.RECEIVED, S.REDIRECTED, {"details": {"service": 0}}, "service"),
        (S.RECEIVED, S.REDIRECTED, {"reason": "", "details": {"service": 0}}, "reason"),
        (S.SENT, S.DECLINED, {"reason": ""}, "reason"),
        (S.SENT, S.NEEDS_INFO, {"reason": ""}, "reason"),
        (S.SENT, S.CANCELLED, {"reason": "other", "words": " "}, "words"),
        (S.BOOKED, S.APPOINTMENT_CANCELLED, {"reason": ""}, "reason"),
        (S.SEEN, S.ENTERED_IN_ERROR, {"reason": ""}, "reason"),
        (S.SENT, S.RECEIVED, {"words": "x" * 2001}, "words"),
        (S.SENT, S.RECEIVED, {"details": {"confirmation": "x" * 81}}, "confirmation"),
    ],
)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_said_beside_its_field(
    state: S, to: S, given: dict[str, Any], field: str, people: People
) -> None:
    assert field in wrong(people, state, to, **given)


def test_what_cannot_wait_is_told_to_somebody_who_is_named(people: People) -> None:
    signed = referring.signed(people, urgency="now")
    for details in ({}, {"confirmation": " "}):
        with pytest.raises(NotCompleteError, match="who took it"):
            change(people.clinician, signed, S.SENT, details=details)
    sent = change(people.clinician, signed, S.SENT, channel="phone", details={"confirmation": "Dr Roe"})
    assert (sent.confirmation, sent.events.latest("number").channel) == ("Dr Roe", "phone")
    assert sent.due_at
    assert sent.sent_at
    assert sent.due_at - sent.sent_at == datetime.timedelta(hours=1)


def test_all_that_is_wrong_is_said_at_once(people: People) -> None:
    assert set(wrong(people, S.REPORT_BACK, S.CLOSED, details={}, happened_at=ago(days=-1))) == {
        "question_answered",
        "told_on",
        "happened_at",
    }


@pytest.mark.parametrize(
    ("state", "to", "given"),
    [
        (S.SENT, S.RECEIVED, {"details": {"report": "x"}}),
        (S.SENT, S.RECEIVED, {"channel": "pigeon"}),
        (S.SENT, S.RECEIVED, {"reason": "capacity"}),
        (S.SENT, S.DECLINED, {"reason": "not_wanted"}),
        (S.SENT, "lost", {}),
    ],
)
def test_what_no_page_offers_is_a_fault_of_the_page(state: S, to: str, given: dict[str, Any], people: People) -> None:
    with pytest.raises(ValueError, match=r"cannot be told|no channel|has no reason|is no reason|not a valid"):
        change(people.clinician, referring.in_state(people, state), to, **given)


def test_what_was_declined_is_closed_with_a_reason_alone(people: People) -> None:
    declined = referring.in_state(people, S.DECLINED)
    closed = change(people.clinician, declined, S.CLOSED, reason="managed_here", words="Exercise first")
    event = closed.events.latest("number")
    assert (closed.state, event.reason, event.words) == (S.CLOSED, "managed_here", "Exercise first")


def test_an_appointment_is_given_as_a_time_or_as_its_text(people: People) -> None:
    when = timezone.now() + datetime.timedelta(days=3)
    for given in (when, when.isoformat()):
        booked = change(
            people.front_desk,
            referring.in_state(people, S.ACCEPTED),
            S.BOOKED,
            details={"appointment_at": given, "appointment_where": ""},
        )
        assert booked.appointment_at == when
        assert booked.events.latest("number").details == {"appointment_at": when.isoformat()}


def test_an_appointment_may_be_in_the_minute_of_the_sending(people: People) -> None:
    accepted = referring.in_state(people, S.ACCEPTED)
    assert accepted.sent_at
    minute = accepted.sent_at.replace(second=0, microsecond=0)
    booked = change(people.front_desk, accepted, S.BOOKED, details={"appointment_at": minute})
    assert booked.appointment_at == minute
    earlier = minute - datetime.timedelta(minutes=1)
    again = referring.in_state(people, S.ACCEPTED)
    wrong = refusal(
        lambda: change(people.front_desk, again, S.BOOKED, details={"appointment_at": earlier}), NotCompleteError
    )
    assert list(wrong.errors) == ["appointment_at"]


def test_redirected_it_is_sent_to_the_new_service(people: People) -> None:
    received, there = referring.in_state(people, S.RECEIVED), referring.service()
    before, was = received.service_id, received.service.name
    redirected = change(people.front_desk, received, S.REDIRECTED, reason="area", details={"service": there.pk})
    assert (redirected.service, redirected.owner) == (there, "desk")
    assert redirected.events.latest("number").details == {
        "service": there.pk,
        "service_before": before,
        "service_name": there.name,
        "service_before_name": was,
    }
    assert change(people.front_desk, redirected, S.RECEIVED).state == S.RECEIVED


def test_it_is_not_redirected_to_where_the_person_has_an_open_one(people: People) -> None:
    received = referring.in_state(people, S.RECEIVED)
    other = referring.begun(people, referring.accepted(people, patient=received.patient))
    details = {"service": other.service_id}
    refused = refusal(
        lambda: change(people.front_desk, received, S.REDIRECTED, reason="area", details=details), OpenReferralError
    )
    assert refused.referral == other


# When it happened


def test_nothing_happens_in_the_future_or_before_what_was_before_it(people: People) -> None:
    assert "future" in wrong(people, S.SENT, S.RECEIVED, happened_at=ago(minutes=-6))["happened_at"]
    assert "before the step" in wrong(people, S.SENT, S.RECEIVED, happened_at=ago(minutes=2))["happened_at"]


def test_a_letter_is_not_sent_before_it_was_signed(people: People) -> None:
    with time_machine.travel(ago(days=2)):
        draft = referring.begun(people)
    signed = referring.sign(people.clinician, draft)
    refused = refusal(lambda: change(people.clinician, signed, S.SENT, happened_at=ago(hours=3)), NotCompleteError)
    assert "before the letter was signed" in refused.errors["happened_at"]


def test_a_clock_that_goes_a_little_before_ours_is_taken_for_now(people: People) -> None:
    received = change(people.front_desk, referring.in_state(people, S.SENT), S.RECEIVED, happened_at=ago(minutes=-3))
    assert received.events.latest("number").happened_at <= timezone.now()


def test_typed_to_the_minute_it_may_be_in_the_same_minute_as_what_was_before_it(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    before = sent.events.latest("number").happened_at
    received = change(people.front_desk, sent, S.RECEIVED, happened_at=before.replace(second=0, microsecond=0))
    assert received.events.latest("number").happened_at == before


def test_what_happened_before_an_amendment_can_be_recorded_after_it(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    ReferralEvent.objects.create(
        referral=sent,
        number=9,
        kind="signed",
        happened_at=timezone.now() + datetime.timedelta(minutes=4),
        recorded_by=people.clinician,
    )
    assert change(people.front_desk, sent, S.RECEIVED).state == S.RECEIVED


def test_nobody_misses_an_appointment_before_its_day(people: People) -> None:
    accepted = referring.in_state(people, S.ACCEPTED)
    later = timezone.now() + datetime.timedelta(days=3)
    booked = change(people.front_desk, accepted, S.BOOKED, details={"appointment_at": later})
    refused = refusal(lambda: change(people.front_desk, booked, S.NOT_ATTENDED), NotCompleteError)
    assert list(refused.errors) == ["happened_at"]
    assert change(people.front_desk, booked, S.SEEN).state == S.SEEN  # it was brought forward


def test_the_limits_count_from_when_it_happened(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    seen_at = timezone.now()
    seen = change(people.front_desk, sent, S.SEEN, happened_at=seen_at)
    assert seen.seen_at == seen_at
    assert seen.due_at
    assert timezone.localdate(seen.due_at) == timezone.localdate(seen_at) + datetime.timedelta(days=14)


def test_sent_again_after_a_question_the_person_still_waits_since_the_first_time(people: People) -> None:
    asked = referring.in_state(people, S.NEEDS_INFO)
    assert (asked.owner, asked.due_at) == ("referrer", asked.events.latest("number").due_at)
    again = change(people.clinician, asked, S.SENT, channel="phone")
    assert again.sent_at == asked.sent_at
    assert [after for kind, _, after in referring.said(again) if kind == "changed"] == ["sent", "needs_info", "sent"]


# After a missed appointment


@pytest.mark.parametrize("state", [S.NOT_ATTENDED, S.APPOINTMENT_CANCELLED])
@pytest.mark.parametrize("to", [S.BOOKED, S.ACCEPTED])
def test_after_a_missed_appointment_the_person_is_contacted_first(state: S, to: S, people: People) -> None:
    missed = referring.in_state(people, state)
    assert (missed.owner, missed.appointment_at, missed.appointment_where) == ("referrer", None, "")
    with pytest.raises(NotPossibleError, match="contact the person first"):
        change(people.front_desk, missed, to)
    contacted(people.front_desk, missed)
    assert change(people.front_desk, missed, to).state == to


def test_an_attempt_before_the_missed_appointment_does_not_count(people: People) -> None:
    booked = referring.in_state(people, S.BOOKED)
    sent = booked.events.filter(after=S.SENT).get()
    ReferralEvent.objects.create(
        referral=booked,
        number=50,
        kind="contact",
        happened_at=sent.happened_at - datetime.timedelta(minutes=5),
        recorded_by=people.front_desk,
        details={"reached": "yes"},
    )
    missed = change(people.front_desk, booked, S.NOT_ATTENDED)
    with pytest.raises(NotPossibleError, match="contact the person first"):
        change(people.front_desk, missed, S.BOOKED)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"reached": ""}, "reached"),
        ({"happened_at": ago(days=-1)}, "happened_at"),
        ({"happened_at": ago(days=9)}, "happened_at"),
        ({"words": "x" * 2001}, "words"),
    ],
)
def test_an_attempt_says_how_when_and_whether_they_were_reached(
    given: dict[str, Any], field: str, people: People
) -> None:
    sent = referring.in_state(people, S.SENT)
    refused = refusal(lambda: contacted(people.front_desk, sent, **given), NotCompleteError)
    assert list(refused.errors) == [field]


def test_an_attempt_changes_neither_state_nor_revision(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    after = referring.now(contacted(people.front_desk, sent, reached="message", words="Asked to ring back"))
    assert (after.state, after.revision, after.due_at) == (S.SENT, sent.revision, sent.due_at)
    event = after.events.latest("number")
    assert (event.kind, event.channel, event.details) == ("contact", "phone", {"reached": "message"})


# Sent twice, and stale


def test_recorded_twice_under_one_token_it_is_recorded_once(people: People) -> None:
    sent, token = referring.in_state(people, S.SENT), uuid.uuid4()
    first = change(people.front_desk, sent, S.RECEIVED, token=token)
    again = change(people.front_desk, sent, S.RECEIVED, token=token)
    assert (first, again.revision) == (again, first.revision)
    assert sent.events.filter(after=S.RECEIVED).count() == 1


def test_notes_and_attempts_sent_twice_are_there_once(people: People) -> None:
    sent, token = referring.in_state(people, S.SENT), uuid.uuid4()
    for _ in range(2):
        note(actor=people.front_desk, referral=sent, words="New flat", token=token)
    token = uuid.uuid4()
    for _ in range(2):
        contacted(people.front_desk, sent, token=token)
    assert [kind for kind, _, _ in referring.said(sent)][-2:] == ["note", "contact"]
    assert sent.events.count() == 4


def test_a_change_of_a_stale_page_is_refused_with_the_row_as_it_is_now(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    change(people.front_desk, sent, S.RECEIVED)
    stale = refusal(lambda: change(people.clinician, sent, S.ACCEPTED), StaleReferralError)
    assert (stale.referral.state, stale.referral.changed_by) == (S.RECEIVED, people.front_desk)


def test_a_note_has_words(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    for words in (" ", "x" * 2001):
        refused = refusal(
            lambda words=words: note(actor=people.clinician, referral=sent, words=words), NotCompleteError
        )
        assert list(refused.errors) == ["words"]


# Handed over


def test_handed_to_a_colleague_it_is_theirs_to_decide(people: People) -> None:
    declined, colleague = referring.in_state(people, S.DECLINED), factories.user("colleague", "Clinician")
    handed = hand_referral(actor=people.clinician, referral=declined, to=colleague, words="On leave")
    assert (handed.referrer, handed.state, handed.due_at) == (colleague, S.DECLINED, declined.due_at)
    event = handed.events.latest("number")
    assert (event.kind, event.words) == ("handed", "On leave")
    assert event.details == {"from": people.clinician.pk, "to": colleague.pk}
    hand_referral(actor=people.clinician, referral=declined, to=colleague)
    assert handed.events.filter(kind="handed").count() == 1


def test_only_a_clinician_who_is_still_here_takes_it(people: People) -> None:
    draft, left = referring.begun(people), factories.user("left", "Clinician")
    left.is_active = False
    left.save()
    for to in (people.front_desk, people.clinical_lead, left):
        with pytest.raises(NotPossibleError, match="clinician who has an account"):
            hand_referral(actor=people.clinician, referral=draft, to=to)


# Reopened


@pytest.mark.parametrize("before", [S.SENT, S.BOOKED, S.NOT_ATTENDED, S.DRAFT])
def test_what_was_cancelled_goes_on_where_it_was(before: S, people: People) -> None:
    referral = referring.in_state(people, before)
    cancelled = change(people.clinician, referral, S.CANCELLED)
    again = reopen_referral(
        actor=people.clinician, referral=cancelled, revision=cancelled.revision, reason="needed", words="Pain is back"
    )
    assert (again.state, again.owner) == (before, referral.owner)
    assert again.due_at
    if before in (S.SENT, S.BOOKED, S.DRAFT):
        assert (again.due_at, again.appointment_at) == (referral.due_at, referral.appointment_at)
    event = again.events.latest("number")
    assert (event.kind, event.before, event.after, event.reason) == ("reopened", "cancelled", before, "needed")


def test_what_was_closed_is_reopened_and_closed_again(people: People) -> None:
    closed = referring.in_state(people, S.CLOSED)
    again = reopen_referral(actor=people.clinician, referral=closed, revision=closed.revision, reason="mistake")
    assert (again.state, again.owner) == (S.REPORT_BACK, "referrer")
    assert again.due_at
    assert again.due_at > timezone.now()
    assert change(people.clinician, again, S.CLOSED).state == S.CLOSED


def test_reopening_says_why(people: People) -> None:
    closed = referring.in_state(people, S.CLOSED)

    def reopen(**given: Any) -> object:
        return reopen_referral(actor=people.clinician, referral=closed, revision=closed.revision, **given)

    assert list(refusal(lambda: reopen(reason=""), NotCompleteError).errors) == ["reason"]
    assert list(refusal(lambda: reopen(reason="other"), NotCompleteError).errors) == ["words"]
    with pytest.raises(ValueError, match="is no reason"):
        reopen(reason="capacity")


def test_it_is_not_reopened_where_the_person_was_referred_there_again(people: People) -> None:
    closed = referring.in_state(people, S.CLOSED)
    new = referring.begun(people, referring.accepted(people, patient=closed.patient), service=closed.service)
    refused = refusal(
        lambda: reopen_referral(actor=people.clinician, referral=closed, revision=closed.revision, reason="needed"),
        OpenReferralError,
    )
    assert refused.referral == new


def test_record_change_takes_names_of_states_as_pages_send_them(people: People) -> None:
    sent = referring.in_state(people, S.SENT)
    received = record_change(actor=people.front_desk, referral=sent, revision=sent.revision, to="received")
    assert received.state == S.RECEIVED
