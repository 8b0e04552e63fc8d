"""The board "Today": whoever is expected, here, being asked or done with today; and drafts of earlier days.

Constant queries, each by an index, whatever waits. It sees no finding: only that a clinician is called.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import timezone

from intake.models import Appointment, Correction, Intake, Patient, Preferences
from intake.stored import calls, corrections

AT_MOST = 300
"""Rows of the day. A clinic with more finds people by name."""
EARLIER_AT_MOST = 50
LATE = datetime.timedelta(minutes=10)
"""After which somebody who is expected is marked as not here yet."""
_SHOWN = (Intake.State.DRAFT, Intake.State.SUBMITTED, Intake.State.SIGNED)
_FIRST = (Appointment.Status.HERE, Appointment.Status.EXPECTED, Appointment.Status.ABSENT)


class State(StrEnum):
    CALLED = "Clinician to see now"
    TOLD = "Clinician told"
    EXPECTED = "Expected"
    HERE = "Here"
    TABLET = "With a tablet"
    HALF_DONE = "Half-done"
    SUBMITTED = "Submitted"
    SEEN = "Seen"
    ABSENT = "Did not come"
    CANCELLED = "Cancelled"


Called = dict[uuid.UUID, calls.Call | None]
_CALLED = (State.CALLED, State.TOLD)
_DONE = (State.SEEN, State.ABSENT, State.CANCELLED)
_OF_STATUS = {
    Appointment.Status.EXPECTED: State.EXPECTED,
    Appointment.Status.HERE: State.HERE,
    Appointment.Status.ABSENT: State.ABSENT,
    Appointment.Status.CANCELLED: State.CANCELLED,
}


@dataclass(frozen=True)
class Row:
    """A person on the board, as plain words: two boards are the same when their rows are."""

    time: str
    """When they are expected, or when a walk-in's intake was started."""
    name: str
    born: str
    """Empty while names are short."""
    estimate: bool
    """Of the birth date."""
    record: str
    state: State
    details: tuple[str, ...] = ()
    """What else there is to say of the state."""
    with_whom: str = ""
    note: str = ""
    sent_back: bool = False
    late: bool = False
    walk_in: bool = False
    appointment_id: uuid.UUID | None = None
    intake_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None
    """None while somebody who is expected is not in the register."""

    @property
    def id(self) -> str:
        """Of its link: the same for as long as the row is about the same."""
        return f"row-{self.appointment_id or self.intake_id}"

    @property
    def css(self) -> str:
        return self.state.name.lower().replace("_", "-")

    @property
    def order(self) -> tuple[int, str]:
        """Whom a clinician has to see, then what was sent back, then by time; what is done with comes last."""
        place = (
            0 if self.state in (State.CALLED, State.TOLD) else 1 if self.sent_back else 3 if self.state in _DONE else 2
        )
        return place, self.time


@dataclass(frozen=True)
class Board:
    rows: tuple[Row, ...]
    more: bool
    earlier: tuple[Row, ...]
    earlier_more: bool
    only_mine: bool
    names_short: bool

    @property
    def counts(self) -> list[tuple[str, int]]:
        number = Counter(row.state for row in self.rows)
        return [(state.value, number[state]) for state in State if number[state]]

    @property
    def called(self) -> int:
        return sum(row.state is State.CALLED for row in (*self.rows, *self.earlier))

    @property
    def stamp(self) -> str:
        """Another one as soon as anything on the board is another. Nothing can be read from it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def board(user: User, preferences: Preferences) -> Board:
    """Eight queries at most."""
    now = timezone.localtime()
    midnight = timezone.make_aware(datetime.datetime.combine(now.date(), datetime.time.min))
    mine = {"author": user} if preferences.only_mine else {}
    expected = list(
        Appointment.objects.filter(day=now.date())
        .select_related("patient__merged_into__merged_into")
        .order_by("time", "pk")[: AT_MOST + 1]
    )
    of_day = _intakes().filter(saved_at__gte=midnight)
    people = {appointment.patient.record_in_use.pk for appointment in expected if appointment.patient}
    found = [
        *_intakes().filter(patient__in=people),  # theirs of all days: few, and found without a look at anybody else's
        *of_day.filter(state=Intake.State.DRAFT, **mine).order_by("-saved_at")[: AT_MOST + 1],
        *of_day.filter(state__in=_SHOWN[1:], **mine).order_by("-saved_at")[: AT_MOST + 1],
    ]
    earlier = _earlier(midnight, mine)
    called = calls.of_intakes([*found, *earlier])
    todays = {intake.pk: intake for intake in found if _is_of_the_day(intake, midnight)}
    taken = _taken(expected, todays.values())
    rows = [
        _expected(appointment, taken.get(appointment.pk), called, now, short=preferences.names_short)
        for appointment in expected
        if not mine or appointment.entered_by_id == user.pk or _is_by(taken.get(appointment.pk), user)
    ]
    standing = set(todays) - {intake.pk for intake in taken.values()}
    rows += [
        _walk_in(todays[pk], called, short=preferences.names_short)
        for pk in standing
        if not mine or todays[pk].author_id == user.pk
    ]
    rows.sort(key=lambda row: row.order)
    return Board(
        rows=tuple(rows[:AT_MOST]),
        more=len(rows) > AT_MOST,
        earlier=tuple(
            _half_done(intake, called, short=preferences.names_short) for intake in earlier[:EARLIER_AT_MOST]
        ),
        earlier_more=len(earlier) > EARLIER_AT_MOST,
        only_mine=preferences.only_mine,
        names_short=preferences.names_short,
    )


def _intakes() -> QuerySet[Intake]:
    return (
        Intake.objects.select_related("patient", "author", "claimed_by")
        .defer("answers", "malformed", "changed")
        .annotate(
            sent=corrections.last_sent(),
            signed_by=F("signature__name"),
            signed_at=F("signature__signed_at"),
        )
    )


def _earlier(midnight: datetime.datetime, mine: dict[str, User]) -> list[Intake]:
    """Drafts that nobody saved today: first those that a clinician sent back, however long ago they were saved."""
    drafts = _intakes().filter(state=Intake.State.DRAFT, saved_at__lt=midnight, **mine).order_by("-saved_at")
    # What was submitted before keeps its place in the queue, by which an index finds these few.
    again = list(drafts.filter(queue_place__isnull=False)[: EARLIER_AT_MOST + 1])
    again.sort(key=lambda intake: intake.sent != Correction.Kind.SENT_BACK)  # type: ignore[attr-defined]
    return again + list(drafts.filter(queue_place__isnull=True)[: EARLIER_AT_MOST + 1])


def _is_of_the_day(intake: Intake, midnight: datetime.datetime) -> bool:
    """Saved today; and not what was submitted on an earlier day and a clinician has saved since."""
    if intake.state not in _SHOWN or intake.saved_at < midnight:
        return False
    submitted = intake.submitted_at and intake.submitted_at >= midnight
    return intake.is_draft or intake.started_at >= midnight or bool(submitted)


def _is_by(intake: Intake | None, user: User) -> bool:
    return intake is not None and intake.author_id == user.pk


def _taken(expected: Iterable[Appointment], intakes: Iterable[Intake]) -> dict[uuid.UUID, Intake]:
    """By appointment, the intake that its person has today.

    Of several appointments of one person, the one that they are here for comes first; of several intakes the one that
    was saved last, and the others stand on their own.
    """
    newest: dict[uuid.UUID, Intake] = {}
    for intake in sorted(intakes, key=lambda intake: intake.saved_at):
        newest[intake.patient_id] = intake
    by_person: defaultdict[uuid.UUID, list[Appointment]] = defaultdict(list)
    for appointment in expected:
        if appointment.patient and appointment.status in _FIRST:
            by_person[appointment.patient.record_in_use.pk].append(appointment)
    return {
        min(theirs, key=lambda one: (_FIRST.index(Appointment.Status(one.status)), one.time)).pk: newest[person]
        for person, theirs in by_person.items()
        if person in newest
    }


# A row ----------------------------------------------------------------------------------------------------------------


def _expected(
    appointment: Appointment, intake: Intake | None, called: Called, now: datetime.datetime, *, short: bool
) -> Row:
    patient = appointment.patient.record_in_use if appointment.patient else None
    person: Patient | Appointment = patient or appointment
    state, details = _of_intake(intake, called) if intake else (_OF_STATUS[Appointment.Status(appointment.status)], ())
    if not intake and appointment.arrived_at:
        details = (f"since {_clock(appointment.arrived_at)}",)
    due = datetime.datetime.combine(now.date(), appointment.time)
    return Row(
        time=f"{appointment.time:%H:%M}",
        name=_name(person.family_name, person.given_name, short=short),
        born="" if short else person.birth_text,
        estimate=bool(patient and patient.estimate),
        record=person.record_number,
        state=state,
        details=details,
        with_whom=appointment.with_whom,
        note="" if short else appointment.note,
        sent_back=bool(intake) and _is_sent_back(intake),
        late=state is State.EXPECTED and now.replace(tzinfo=None) - due > LATE,
        appointment_id=appointment.pk,
        intake_id=intake.pk if intake else None,
        patient_id=patient.pk if patient else None,
    )


def _walk_in(intake: Intake, called: Called, *, short: bool) -> Row:
    return _of_patient(intake, called, _clock(intake.started_at), short=short, walk_in=True)


def _half_done(intake: Intake, called: Called, *, short: bool) -> Row:
    saved = timezone.localtime(intake.saved_at)
    return _of_patient(intake, called, f"{saved.day} {saved:%b}, {saved:%H:%M}", short=short)


def _of_patient(intake: Intake, called: Called, time: str, *, short: bool, walk_in: bool = False) -> Row:
    state, details = _of_intake(intake, called)
    return Row(
        time=time,
        name=_name(intake.patient.family_name, intake.patient.given_name, short=short),
        born="" if short else intake.patient.birth_text,
        estimate=intake.patient.estimate is not None,
        record=intake.patient.record_number,
        state=state,
        details=details,
        sent_back=_is_sent_back(intake),
        walk_in=walk_in,
        intake_id=intake.pk,
        patient_id=intake.patient_id,
    )


def _of_intake(intake: Intake, called: Called) -> tuple[State, tuple[str, ...]]:
    state, details = _without_call(intake)
    call = called[intake.pk]
    if call is None:
        return state, details
    if not call.is_open:
        seen = call.seen
        return state, (
            *details,
            f"seen by {_who(seen.acknowledged_by)} at {_clock(seen.acknowledged_at)}" if seen else "",
        )
    before = " ".join((state.lower(), *details))
    if call.told and call.is_told:
        return State.TOLD, (f"{call.told.name} at {_clock(call.told.told_at)}", before)
    what = "answers changed, " if call.state == calls.CHANGED else "new, " if call.told or call.seen else ""
    return State.CALLED, (f"{what}since {_clock(call.since)}", before)


def _without_call(intake: Intake) -> tuple[State, tuple[str, ...]]:
    if intake.state == Intake.State.SIGNED:
        return State.SEEN, (f"signed {_clock(intake.signed_at)} by {intake.signed_by}",)  # type: ignore[attr-defined]
    details = []
    if intake.claimed_by and intake.claimed_at:
        details = [f"with {_who(intake.claimed_by)} since {_clock(intake.claimed_at)}"]
    if intake.state == Intake.State.SUBMITTED:
        return State.SUBMITTED, (_clock(intake.submitted_at), *details)
    if intake.is_with_person:
        return State.TABLET, (f"since {_clock(intake.handed_over_at)}",)
    return State.HALF_DONE, (f"saved {_clock(intake.saved_at)}", f"started by {_who(intake.author)}", *details)


def _is_sent_back(intake: Intake | None) -> bool:
    return intake is not None and intake.is_draft and intake.sent == Correction.Kind.SENT_BACK  # type: ignore[attr-defined]


def _clock(time: datetime.datetime | None) -> str:
    """``10:42``; of another day with the day."""
    if time is None:
        return ""
    local = timezone.localtime(time)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local.day} {local:%b}, {local:%H:%M}"


def _who(user: User | None) -> str:
    return user.get_full_name() or user.get_username() if user else ""


def _name(family_name: str, given_name: str, *, short: bool) -> str:
    if short:
        return " ".join(f"{name.strip()[0].upper()}." for name in (given_name, family_name) if name.strip())
    return f"{family_name.upper()}, {given_name or '—'}"
