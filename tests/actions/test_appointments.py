"""Who is expected: entered, corrected, marked, linked; and what tells one person from another."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.actions import appointments
from intake.actions.merging import merge_patients, undo_merge
from intake.actions.refused import NotPossibleError
from intake.models import Appointment, AuditEvent, Merge, Patient
from tests import factories
from tests.factories import People

BORN = datetime.date(1976, 4, 18)
LISTED: dict[str, Any] = {"family_name": "O'Brien", "given_name": "Ewa", "date_of_birth": BORN}


def stored(appointment: Appointment) -> Appointment:
    return Appointment.objects.get(pk=appointment.pk)


def test_nobody_is_entered_twice_for_one_time(people: People) -> None:
    ewa = factories.patient(people.front_desk)
    factories.appointment(people.front_desk, patient=ewa)
    factories.appointment(people.front_desk, patient=ewa, time="09:10")
    factories.appointment(people.front_desk, **LISTED)
    twice: list[dict[str, Any]] = [{"patient": ewa}, LISTED | {"family_name": "O’BRIEN"}]
    for who in twice:
        with pytest.raises(NotPossibleError, match="on the list for that time already"):
            factories.appointment(people.front_desk, **who)
    assert Appointment.objects.count() == 3


def test_a_list_is_stored_whole_or_not_at_all(people: People) -> None:
    new = [Appointment(day=timezone.localdate(), time=datetime.time(9), family_name=name) for name in ("A", "B", "A")]
    with pytest.raises(NotPossibleError):
        appointments.enter_appointments(actor=people.front_desk, appointments=new)
    assert not Appointment.objects.exists()
    assert not AuditEvent.objects.filter(record_type="appointment").exists()


def test_marking_is_done_once_and_can_be_taken_back(people: People) -> None:
    expected = factories.appointment(people.front_desk, **LISTED)
    for status in ("here", "here", "expected", "absent", "cancelled"):
        appointments.mark_appointment(actor=people.front_desk, appointment=expected, status=status)
        assert (stored(expected).arrived_at is not None) is (status == "here")
    told = AuditEvent.objects.filter(record_id=str(expected.pk)).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["enter", "arrive", "expect again", "did not come", "cancel"]


def test_correcting_from_an_old_page_does_not_send_somebody_away(people: People) -> None:
    expected = factories.appointment(people.front_desk, **LISTED)
    appointments.mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    seen, expected.note = expected.stamp, "brings a letter"
    appointments.correct_appointment(actor=people.front_desk, appointment=expected, seen=seen)
    assert (stored(expected).status, stored(expected).note) == ("here", "brings a letter")


def test_whoever_registers_as_expected_is_linked(people: People) -> None:
    here = factories.appointment(people.front_desk, **LISTED)
    twice = factories.appointment(people.front_desk, **LISTED, record_number="R1")
    later = factories.appointment(people.front_desk, **LISTED, time="10:00")
    other = factories.appointment(people.front_desk, **LISTED | {"date_of_birth": datetime.date(1976, 4, 19)})
    past = factories.appointment(people.front_desk, **LISTED, day=timezone.localdate() - datetime.timedelta(days=1))
    ewa = factories.patient(people.front_desk, family_name="o’brien", given_name="EWA", date_of_birth=BORN)
    assert {stored(here).patient, stored(twice).patient} == {ewa, None}
    assert stored(later).patient == ewa
    assert stored(other).patient is None
    assert stored(past).patient is None


def test_whoever_is_listed_under_another_record_number_is_not_linked_unasked(people: People) -> None:
    other = factories.appointment(people.front_desk, **LISTED, record_number="R1")
    same = factories.appointment(people.front_desk, **LISTED, record_number="r-2", time="10:00")
    ewa = factories.patient(people.front_desk, **LISTED, record_number="R2")
    assert (stored(other).patient, stored(same).patient) == (None, ewa)


def test_what_was_changed_since_it_was_looked_at_is_left_alone(people: People) -> None:
    ewa, eva = (factories.patient(people.front_desk) for _ in range(2))
    listed = factories.appointment(people.front_desk, **LISTED)
    seen = listed.stamp
    appointments.link_appointment(actor=people.front_desk, appointment=listed, patient=ewa, seen=seen)
    for who in (eva, None):
        with pytest.raises(appointments.ChangedMeanwhileError, match="while the page was open"):
            appointments.link_appointment(actor=people.front_desk, appointment=listed, patient=who, seen=seen)
    listed.note = "brings a letter"
    with pytest.raises(appointments.ChangedMeanwhileError):
        appointments.correct_appointment(actor=people.front_desk, appointment=listed, seen=seen)
    assert (stored(listed).patient, stored(listed).note) == (ewa, "")


def test_nobody_is_here_on_another_day(people: People) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    later = factories.appointment(people.front_desk, **LISTED, day=tomorrow)
    with pytest.raises(NotPossibleError, match="on another day"):
        appointments.mark_appointment(actor=people.front_desk, appointment=later, status="here")
    today = factories.appointment(people.front_desk, **LISTED)
    appointments.mark_appointment(actor=people.front_desk, appointment=today, status="here")
    today = stored(today)
    seen, today.day, today.time = today.stamp, tomorrow, datetime.time(11)
    appointments.correct_appointment(actor=people.front_desk, appointment=today, seen=seen)
    assert (stored(today).status, stored(today).arrived_at) == ("expected", None)


def test_who_was_merged_is_nobody_else_for_the_same_time(people: People) -> None:
    kept, merged, first = (factories.patient(people.front_desk) for _ in range(3))
    for patient, time in ((first, "08:00"), (merged, "09:00"), (merged, "10:00"), (kept, "10:00")):
        factories.appointment(people.front_desk, patient=patient, time=time)
    merge_patients(actor=people.clinician, kept=merged, merged=first, reason="One person")
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="One person")
    for time in ("08:00", "09:00", "10:00"):
        with pytest.raises(NotPossibleError, match="on the list for that time already"):
            factories.appointment(people.front_desk, patient=kept, time=time)
    undo_merge(actor=people.clinician, merge=Merge.objects.latest("pk"), reason="Two people")
    factories.appointment(people.front_desk, patient=kept, time="09:00")
    keys = {each.time.hour: each.whose for each in Appointment.objects.filter(patient__in=(first, merged))}
    assert keys == dict.fromkeys((8, 9, 10), merged.pk.hex)


def test_without_a_birth_date_nobody_is_linked_by_name(people: People) -> None:
    listed = factories.appointment(people.front_desk, family_name="Nowak", given_name="Ewa")
    factories.patient(people.front_desk, age=None)
    assert stored(listed).patient is None


def test_a_wrong_link_is_taken_back_but_not_where_nothing_was_typed(people: People) -> None:
    ewa = factories.patient(people.front_desk)
    listed = factories.appointment(people.front_desk, **LISTED)
    appointments.link_appointment(actor=people.front_desk, appointment=listed, patient=ewa, seen=stored(listed).stamp)
    assert stored(listed).patient == ewa
    appointments.link_appointment(actor=people.front_desk, appointment=listed, patient=None, seen=stored(listed).stamp)
    assert stored(listed).patient is None
    of_ewa = factories.appointment(people.front_desk, patient=ewa)
    with pytest.raises(NotPossibleError, match="mark it as cancelled"):
        appointments.link_appointment(
            actor=people.front_desk, appointment=of_ewa, patient=None, seen=stored(of_ewa).stamp
        )


def test_nobody_is_linked_to_a_record_that_was_merged_or_to_a_time_twice(people: People) -> None:
    kept, merged = factories.patient(people.front_desk), factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="One person")
    listed = factories.appointment(people.front_desk, **LISTED)
    for patient, told in ((merged, "was merged"), (kept, "on the list for that time already")):
        if patient == kept:
            factories.appointment(people.front_desk, patient=kept)
        with pytest.raises(NotPossibleError, match=told):
            appointments.link_appointment(
                actor=people.front_desk, appointment=listed, patient=patient, seen=stored(listed).stamp
            )
    assert stored(listed).patient is None


def test_the_database_refuses_an_appointment_of_nobody_and_an_arrival_at_no_time(people: People) -> None:
    when = {"day": timezone.localdate(), "time": datetime.time(9), "entered_by": people.front_desk}
    wrong: list[dict[str, Any]] = [{}, {"family_name": "A", "status": "here"}, {"family_name": "A", "status": "lost"}]
    for details in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(**when, **details)


def test_no_name_can_be_read_from_what_tells_people_apart(people: People) -> None:
    assert "brien" not in factories.appointment(people.front_desk, **LISTED).whose
    assert Patient.objects.count() == 0
