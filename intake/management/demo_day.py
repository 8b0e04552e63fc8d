"""The demo's day on the board "Today": who is expected, here, with a tablet, half-done, submitted, or did not come.

Nobody here exists.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.appointments import enter_appointments, mark_appointment
from intake.actions.claims import claim_intake
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import start_intake
from intake.management.demo_people import Invented
from intake.models import Appointment, Intake, Patient

COMING = (
    Invented("Expected", "Osei", "Kwame", 37, "male", {}),
    Invented("Expected", "Håkansson", "Liv", 71, "female", {}),
    Invented("Here", "Brennan", "Siobhán", 44, "female", {}),
    Invented("With a tablet", "Yamamoto", "Ren", 29, "male", {}),
    Invented("Did not come", "Fischer", "Jonas", 52, "male", {}),
    Invented("Cancelled", "de Souza", "Carla", 60, "female", {}),
)
_EXPECTED, _HERE = Appointment.Status.EXPECTED, Appointment.Status.HERE


def make_day(*, desk: User, clinician: User, came: Sequence[Intake], draft: Intake, coming: Sequence[Patient]) -> None:
    """A dozen appointments around the time of day that it is now.

    Args:
        came: submitted today; some of them had an appointment, the others walked in.
        draft: half-done.
        coming: those of ``COMING``.
    """
    osei, hakansson, brennan, yamamoto, fischer, de_souza = coming
    for minutes, patient, status, with_whom in (
        (25, osei, _EXPECTED, "Dr Clinician"),
        (55, hakansson, _EXPECTED, "Physiotherapy"),
        (-15, brennan, _HERE, "Dr Clinician"),
        (-20, yamamoto, _HERE, "Physiotherapy"),
        (-35, draft.patient, _HERE, "Dr Clinician"),
        (-75, fischer, Appointment.Status.ABSENT, "Dr Clinician"),
        (80, de_souza, Appointment.Status.CANCELLED, "Physiotherapy"),
        *((-11 * number - 15, came[number - 1].patient, _HERE, "Dr Clinician") for number in (2, 4, 7, 9)),
    ):
        appointment = _appointment(minutes, patient=patient, with_whom=with_whom)
        enter_appointments(actor=desk, appointments=[appointment])
        if status != _EXPECTED:
            mark_appointment(actor=desk, appointment=appointment, status=status)
    # From a list, and not in the register yet.
    listed = _appointment(
        40, record_number="R20417", family_name="Baptiste", given_name="Noé", with_whom="Dr Clinician"
    )
    listed.date_of_birth = datetime.date(1969, 5, 4)
    enter_appointments(actor=desk, appointments=[listed])
    start_hand_over(actor=desk, intake=start_intake(actor=desk, patient=yamamoto))
    claim_intake(actor=clinician, intake=came[1])


def _appointment(minutes: int, **details: object) -> Appointment:
    """So many minutes from now, on a round time of today: late at night the day has no more of them."""
    now = timezone.localtime()
    at = now.hour * 60 + now.minute + minutes
    at = min(max(at - at % 5, 0), 23 * 60 + 55)
    return Appointment(day=now.date(), time=datetime.time(at // 60, at % 60), **details)
