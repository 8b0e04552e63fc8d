"""Whose turn it is, what is late, what the front desk sees of it, and how well services answer."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions.referrals import hand_referral
from intake.models import Referral
from intake.models.referral_states import AT_ONCE, ReferralState
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from intake.stored.referrals import history, lists
from intake.stored.referrals.desk import DeskReferral, desk_row, desk_rows
from intake.stored.referrals.measures import ServiceMeasures, measures
from intake.views.service_view.periods import Period
from intake.views.service_view.referrals import referral_times
from tests import factories, referring
from tests.factories import People

S = ReferralState
DAY = datetime.timedelta(days=1)


def one_in_each_state(people: People) -> dict[str, Referral]:
    """Of one person, all to other services."""
    done = referring.accepted(people)
    return {state: referring.in_state(people, state, done) for state in S}


def states(found: QuerySet[Referral]) -> set[str]:
    return {referral.state for referral in found}


def due_in(referral: Referral, **time: float) -> None:
    until = timezone.now() + datetime.timedelta(**time)
    Referral.objects.filter(pk=referral.pk).update(due_at=until)


# Lists


DESK = (FRONT_DESK,)
REFERRING = (CLINICIAN,)


def test_whoever_referred_has_their_own_and_the_desk_what_it_chases(people: People) -> None:
    one_in_each_state(people)
    own = {"draft", "needs_info", "not_attended", "appointment_cancelled", "report_back", "declined"}
    assert states(lists.mine(people.clinician, REFERRING)) == own
    desk = {"sent", "received", "accepted", "booked", "seen", "redirected"}
    assert states(lists.mine(people.front_desk, DESK)) == states(lists.waiting()) == desk
    for user, role in ((people.clinical_lead, CLINICAL_LEAD), (people.administrator, ADMINISTRATOR)):
        assert not lists.mine(user, [role]).exists()
        assert lists.overdue_count(user, [role]) == 0


def test_a_clinician_who_works_at_the_desk_too_has_both(people: People) -> None:
    one_in_each_state(people)
    both, roles = factories.user("alone", CLINICIAN, FRONT_DESK), (CLINICIAN, FRONT_DESK)
    assert states(lists.mine(both, roles)) == states(lists.mine(people.front_desk, DESK))
    draft = Referral.objects.get(state=S.DRAFT)
    hand_referral(actor=people.clinician, referral=draft, to=both)
    assert draft in lists.mine(both, roles)
    assert draft not in lists.mine(people.clinician, REFERRING)


def test_what_is_late_comes_latest_first_and_is_counted_in_one_query(
    people: People, django_assert_num_queries: Any
) -> None:
    done = referring.accepted(people)
    late, later, not_late = (referring.in_state(people, S.SENT, done) for _ in range(3))
    due_in(late, days=-3)
    due_in(later, days=-1)
    due_in(not_late, days=1)
    with django_assert_num_queries(1):
        assert list(lists.overdue(people.front_desk, DESK, timezone.now())) == [late, later]
    with django_assert_num_queries(1):
        assert lists.overdue_count(people.front_desk, DESK) == 2
    assert lists.overdue_count(people.clinician, REFERRING) == 0


def test_what_was_declined_asked_or_missed_comes_first_whatever_is_due(people: People) -> None:
    made = one_in_each_state(people)
    for referral in made.values():
        if referral.is_open:
            due_in(referral, days=30 if referral.state in AT_ONCE else -1)
    mine = list(lists.mine(people.clinician, REFERRING))
    assert {referral.state for referral in mine[: len(AT_ONCE)]} == set(AT_ONCE)
    assert [referral.at_once for referral in mine] == [True] * 4 + [False] * 2  # type: ignore[attr-defined]


def test_who_is_waited_for_stands_by_service(people: People) -> None:
    done, other = referring.accepted(people), referring.accepted(people)
    vascular, feet = referring.service("Vascular"), referring.service("Foot clinic")
    first, second = (referring.in_state(people, S.SENT, of, service=vascular) for of in (done, other))
    third = referring.in_state(people, S.SENT, done, service=feet)
    due_in(second, hours=1)
    assert list(lists.waiting()) == [third, second, first]
    assert list(lists.waiting(feet)) == [third]


def test_all_of_a_person_stay_to_be_read_and_one_to_a_service_is_open(people: People) -> None:
    made = one_in_each_state(people)
    person, other = made[S.SENT].patient, referring.begun(people)
    assert list(lists.of_person(person)) == list(reversed(made.values()))
    assert list(lists.open_to(person, made[S.SENT].service)) == [made[S.SENT]]
    assert not lists.open_to(person, made[S.CLOSED].service).exists()
    assert not lists.open_to(person, other.service).exists()


@pytest.mark.parametrize("name", ["mine", "overdue", "everything", "of_person", "waiting", "ended"])
def test_a_list_is_one_query_whatever_is_on_it_and_reads_no_letter(
    name: str, people: People, django_assert_num_queries: Any
) -> None:
    made = one_in_each_state(people)
    for referral in made.values():
        if referral.is_open:
            due_in(referral, days=-1)
    asked: dict[str, list[Any]] = {
        "mine": [people.clinician, REFERRING],
        "overdue": [people.clinician, REFERRING, timezone.now()],
        "of_person": [made[S.SENT].patient],
    }
    with django_assert_num_queries(1), CaptureQueriesContext(connection) as queries:
        rows = list(getattr(lists, name)(*asked.get(name, [])))
        assert [(row.patient.family_name, row.service.name, row.referrer.username) for row in rows]
    assert '"letter"' not in queries[0]["sql"]


def plans(queries: CaptureQueriesContext) -> list[str]:
    """How the database goes about each, where the tables hold too little for it to read them whole."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    told = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries.captured_queries:
            cursor.execute(f"{explain} {query['sql']}")
            told.append(" ".join(str(row[-1]) for row in cursor.fetchall()))
    return told


@pytest.mark.parametrize("roles", [REFERRING, DESK, (CLINICIAN, FRONT_DESK)])
def test_the_count_of_every_page_goes_by_the_indexes(roles: tuple[str, ...], people: People) -> None:
    with CaptureQueriesContext(connection) as queries:
        lists.overdue_count(people.clinician, roles)
    (plan,) = plans(queries)
    assert "referral_due" in plan
    assert "SCAN intake" not in plan
    if connection.vendor == "sqlite":
        assert plan.count("due_at<?)") == len(lists._parts(people.clinician, roles))  # no further than to what is late


def test_what_was_sent_in_a_period_goes_by_an_index(people: People) -> None:
    with CaptureQueriesContext(connection) as queries:
        measures(since=timezone.now() - 90 * DAY)
        referral_times(Period(13))
    for plan in plans(queries):
        assert "referral_sent" in plan


# What the desk sees


def test_the_desk_sees_whom_where_to_and_by_when_and_cannot_hold_more(
    people: People, django_assert_num_queries: Any
) -> None:
    person = factories.patient(people.front_desk, family_name="Nowak", given_name="Ewa", record_number="R7")
    letter = referring.LETTER | {"reason": "Thoughts of death", "question": "PHQ-9 19"}
    done = referring.accepted(people, patient=person)
    booked = referring.in_state(people, S.BOOKED, done, service=referring.service("Vascular"), letter=letter)
    referring.contacted(people.front_desk, booked, words="Voicemail")
    referring.contacted(people.front_desk, booked)
    with django_assert_num_queries(1), CaptureQueriesContext(connection) as queries:
        (row,) = desk_rows(lists.waiting())
    assert not [word for word in ('"letter"', '"steps"', '"reason"', '"words"', "answers") if word in queries[0]["sql"]]
    assert row == DeskReferral(
        id=booked.pk,
        patient_id=person.pk,
        person="NOWAK, Ewa",
        born=person.birth_text,
        estimate=False,
        record_number="R7",
        service="Vascular",
        urgency="Routine",
        state="Booked",
        state_code="booked",
        revision=booked.revision,
        appointment_at=booked.appointment_at,
        appointment_where="Room 3",
        attempts=2,
        due_at=booked.due_at,
        is_overdue=False,
    )
    assert "Thoughts" not in repr(row)
    with pytest.raises(dataclasses.FrozenInstanceError):
        row.person = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        object.__setattr__(row, "letter", letter)


def test_the_desk_row_has_no_place_for_what_is_clinical() -> None:
    names = {field.name for field in dataclasses.fields(DeskReferral)}
    assert names.isdisjoint({"letter", "reason", "question", "steps", "findings", "scores", "words", "version"})
    assert all(
        field.type in ("str", "int", "bool", "uuid.UUID", "datetime.datetime | None")
        for field in dataclasses.fields(DeskReferral)
    )


def test_a_confidential_service_is_named_as_such(people: People) -> None:
    draft = referring.begun(people, service=referring.service("Memory clinic", confidential=True))
    row = desk_row(draft)
    assert row
    assert row.service == "Confidential service"
    assert "Memory" not in repr(row)
    draft.delete()
    assert desk_row(referring.begun(people)) is not None
    assert desk_row(Referral(pk=uuid.uuid4())) is None


# What happened


def test_what_happened_is_read_in_one_query_and_letters_without_their_bytes(
    people: People, django_assert_num_queries: Any
) -> None:
    closed = referring.in_state(people, S.CLOSED)
    with django_assert_num_queries(1):
        assert [event.recorded_by.username for event in history.events(closed)] == ["clinician"] * 8
    with django_assert_num_queries(1), CaptureQueriesContext(connection) as queries:
        assert [document.signed_by.username for document in history.documents(closed)] == ["clinician"] * 2
    assert '"pdf"' not in queries[0]["sql"]


# How well services answer


def walked(people: People, to: Any, *steps: tuple[S, float], **told: Any) -> Referral:
    """To this service; each state so many days after the beginning, ten weeks ago."""
    begun = timezone.now().replace(hour=12) - 70 * DAY
    with time_machine.travel(begun, tick=False):
        referral = referring.signed(people, referring.accepted(people), service=to)
    for state, days in steps:
        with time_machine.travel(begun + days * DAY, tick=False):
            given = told if state == steps[-1][0] else {}
            referral = referring.change(people.clinician, referral, state, **given)
    return referral


def test_measures_of_a_service(people: People, django_assert_num_queries: Any) -> None:
    vascular, feet = referring.service("Vascular"), referring.service("Foot clinic")
    way = ((S.SENT, 1), (S.BOOKED, 5), (S.SEEN, 11), (S.REPORT_BACK, 21))
    walked(people, vascular, *way, (S.CLOSED, 22))
    told_on = (timezone.localdate() - 60 * DAY).isoformat()
    late: dict[str, Any] = {"details": {"question_answered": "partly", "told_on": told_on}}
    walked(people, vascular, *way, (S.CLOSED, 40), **late)
    walked(people, vascular, (S.SENT, 1), (S.BOOKED, 3), (S.NOT_ATTENDED, 3))
    walked(people, vascular, (S.SENT, 1), (S.DECLINED, 3), (S.CLOSED, 4))
    walked(people, vascular, (S.SENT, 1), (S.ENTERED_IN_ERROR, 2))
    referring.begun(people, service=feet)
    walked(people, feet, (S.SENT, 1))
    with django_assert_num_queries(1):
        found = measures()
    assert found[vascular.pk] == ServiceMeasures(
        sent=4,
        declined=1,
        not_attended=1,
        reported=2,
        closed=2,
        closed_on_time=1,
        answered=1,
        partly_answered=1,
        not_answered=0,
    )
    assert found[feet.pk] == ServiceMeasures(sent=1)
    assert set(found) == {vascular.pk, feet.pk}


def test_measures_count_from_a_day_on(people: People) -> None:
    there = referring.service()
    walked(people, there, (S.SENT, 1))
    assert measures(since=timezone.now() - 30 * DAY) == {}
    assert measures(since=timezone.now() - 90 * DAY)[there.pk].sent == 1


def test_what_was_reopened_and_closed_again_counts_by_its_last_end(people: People) -> None:
    from intake.actions.referrals import reopen_referral

    closed = referring.in_state(people, S.CLOSED)
    again = reopen_referral(actor=people.clinician, referral=closed, revision=closed.revision, reason="mistake")
    assert measures()[closed.service_id].closed == 0
    details = {"question_answered": "no", "told_on": timezone.localdate().isoformat()}
    referring.change(people.clinician, again, S.CLOSED, details=details)
    found = measures()[closed.service_id]
    assert (found.closed, found.answered, found.not_answered, found.reported) == (1, 0, 1, 1)
