"""Who is expected, and whether they came."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.locking import locked_people
from intake.actions.refused import NotPossibleError
from intake.models import Appointment, Patient
from intake.models.search_term import bare, record_term


class ChangedMeanwhileError(NotPossibleError):
    """Somebody changed the appointment since it was looked at. Nothing was written."""


_MARKED = {
    Appointment.Status.EXPECTED: "expect again",
    Appointment.Status.HERE: "arrive",
    Appointment.Status.ABSENT: "did not come",
    Appointment.Status.CANCELLED: "cancel",
}
"""By new status, the word of the audit row."""
_TWICE = "This person is on the list for that time already."


@audited
def enter_appointments(*, actor: User, appointments: Iterable[Appointment]) -> list[Appointment]:
    """Store new ones, all or none: one typed by hand, or those of a list.

    Raises:
        NotPossibleError: one is there already, for the same person and time.
    """
    made = []
    for appointment in appointments:
        appointment.entered_by = actor
        _store(appointment, adding=True)
        record(actor=actor, action="enter", on=appointment)
        made.append(appointment)
    return made


@audited
def correct_appointment(*, actor: User, appointment: Appointment, seen: str) -> Appointment:
    """Store corrected details. Whether the person came is another action's: that stays as it is now; but on another day
    they are expected again.

    Args:
        seen: the appointment's ``stamp`` before it was corrected.

    Raises:
        ChangedMeanwhileError: somebody corrected or linked it since.
        NotPossibleError: another one is there for the same person and time.
    """
    now = _locked(appointment, seen)
    moved = appointment.day != now.day
    appointment.status = Appointment.Status.EXPECTED if moved else now.status
    appointment.arrived_at = None if moved else now.arrived_at
    _store(appointment)
    record(actor=actor, action="correct", on=appointment)
    return appointment


@audited
def mark_appointment(*, actor: User, appointment: Appointment, status: str) -> Appointment:
    """The person is here, did not come, cancelled, or is expected after all. Marked so already, nothing is written.

    Raises:
        NotPossibleError: here, and the appointment is on another day.
    """
    appointment = _locked(appointment)
    if status == Appointment.Status.HERE and appointment.day != timezone.localdate():
        raise NotPossibleError("This appointment is on another day. Who is here today is entered for today.")
    if appointment.status != status:
        appointment.status = Appointment.Status(status)
        appointment.arrived_at = timezone.now() if status == Appointment.Status.HERE else None
        appointment.save(update_fields=["status", "arrived_at"])
        record(actor=actor, action=_MARKED[appointment.status], on=appointment)
    return appointment


@audited
def link_appointment(*, actor: User, appointment: Appointment, patient: Patient | None, seen: str) -> Appointment:
    """The one who is expected is this person of the register; or, with none, is not the one it was linked to.

    Args:
        seen: the appointment's ``stamp`` when somebody chose this.

    Raises:
        ChangedMeanwhileError: somebody corrected or linked it since.
        NotPossibleError: the record was merged into another; the person is on the list for that time already; or
            nothing was typed by which somebody could be known without the link.
    """
    person = locked_people(patient.pk)[patient.pk] if patient else None
    appointment = _locked(appointment, seen)
    if patient is None and not appointment.family_name:
        raise NotPossibleError("It was entered for this person. If that was wrong, mark it as cancelled.")
    appointment.patient = person
    _store(appointment)
    record(actor=actor, action="link" if patient else "unlink", on=appointment)
    return appointment


def link_expected(*, actor: User, patient: Patient) -> None:
    """A part of registering somebody: whoever was expected from today on under this name and birth date is this person.

    Not where the list names another record number: that is asked. One a time: who is listed twice for one time under
    two spellings stays to be linked by hand.
    """
    if not patient.date_of_birth:
        return
    waiting = Appointment.objects.filter(
        patient=None, date_of_birth=patient.date_of_birth, day__gte=timezone.localdate()
    ).select_for_update()
    taken = set()
    for appointment in waiting:
        same = bare(appointment.family_name) == bare(patient.family_name)
        same = same and bare(appointment.given_name) == bare(patient.given_name)
        listed = record_term(appointment.record_number or patient.record_number)
        same = same and listed == record_term(patient.record_number)
        if same and (appointment.day, appointment.time) not in taken:
            taken.add((appointment.day, appointment.time))
            appointment.patient = patient
            appointment.save(update_fields=["patient", "whose"])
            record(actor=actor, action="link", on=appointment)


def renew_keys(patient: Patient) -> None:
    """A part of merging and of taking apart: whoever is expected under this record is the person of the record in use.

    Who is expected under both for one time stays so twice, until somebody marks one as cancelled.
    """
    for appointment in Appointment.objects.select_for_update().filter(patient=patient):
        appointment.patient = patient
        with suppress(IntegrityError), transaction.atomic():
            appointment.save(update_fields=["whose"])
    for earlier in Patient.objects.filter(merged_into=patient):
        earlier.merged_into = patient
        renew_keys(earlier)


def _locked(appointment: Appointment, seen: str | None = None) -> Appointment:
    now = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if seen is not None and now.stamp != seen:
        raise ChangedMeanwhileError("Somebody changed this appointment while the page was open. Please look again.")
    return now


def _store(appointment: Appointment, *, adding: bool = False) -> None:
    try:
        with transaction.atomic():
            appointment.save(force_insert=adding, force_update=not adding)
    except IntegrityError:
        same = Appointment.objects.filter(day=appointment.day, time=appointment.time, whose=appointment.key)
        if not same.exclude(pk=appointment.pk).exists():
            raise
        raise NotPossibleError(_TWICE) from None
