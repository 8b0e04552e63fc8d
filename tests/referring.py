"""Services, and referrals in each state, made the way the application makes them: through its actions."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.referrals import (
    begin_referral,
    note_contact,
    record_change,
    sign_letter,
)
from intake.actions.review import decide
from intake.models import Intake, Referral, ReferralDocument, ReferralEvent, Review, Service
from intake.models.referral_states import ReferralState
from tests import factories
from tests.factories import People

S = ReferralState
STEP = "R16"
"""Refers, and is raised by the answers of ``V11``."""
LETTER: dict[str, Any] = {
    "reason": "Leg pain on walking",
    "question": "Is an intervention needed?",
    "urgency": "routine",
    "parts": [],
    "consent": {"asked": "yes", "by": "Carol Clinician", "on": "2026-11-30"},
    "copies": ["patient"],
}
SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "registration_number": "GMC 1234567"}

_numbers = itertools.count(1)


def stand_in_pdf(document: ReferralDocument) -> bytes:
    """In place of the printed one. As there, each document's differs."""
    return f"%PDF-1.4 {document.pk} {document.kind} {document.content['number']}".encode()


def service(name: str = "", **details: Any) -> Service:
    return Service.objects.create(name=name or f"Service {next(_numbers)}", **details)


def accepted(people: People, case: str = "V11", *, step: str = STEP, **details: Any) -> Intake:
    """A submitted intake of which this step was accepted."""
    if "patient" not in details:
        details = {"gp_name": "Dr Jo Hale"} | details
    done = factories.submitted(people.front_desk, case, **details)
    accept(people.clinician, done, step)
    return done


def accept(actor: User, intake: Intake, step: str = STEP) -> None:
    choice = {"choice": "accepted", "reason": ""}
    revision = Review.of(intake).revision
    decide(actor=actor, intake=intake, revision=revision, changes={f"step:{step}": choice})


def version_of(intake: Intake) -> Any:
    """What counts now; None where it was never submitted, or is being changed."""
    return intake.current and intake.current.version


def begun(people: People, intake: Intake | None = None, **details: Any) -> Referral:
    given: dict[str, Any] = {"urgency": "routine", "letter": LETTER, "steps": [STEP]}
    given |= {"intake": intake or accepted(people), **details}
    given.setdefault("version", version_of(given["intake"]))
    given.setdefault("service", None)
    given["service"] = given["service"] or service()
    return begin_referral(actor=given.pop("actor", people.clinician), **given)


def signed(people: People, intake: Intake | None = None, **details: Any) -> Referral:
    return sign(people.clinician, begun(people, intake, **details))


def sign(actor: User, referral: Referral, **details: Any) -> Referral:
    given: dict[str, Any] = {"revision": referral.revision, "printer": stand_in_pdf, **SIGNER}
    return sign_letter(actor=actor, referral=referral, **(given | details))


def told(to: str) -> dict[str, Any]:
    """What a page sends with a change, where nothing is wrong with it."""
    filled: dict[str, dict[str, Any]] = {
        S.SENT: {"channel": "secure_mail"},
        S.BOOKED: {"details": {"appointment_at": timezone.now().isoformat(), "appointment_where": "Room 3"}},
        S.SEEN: {"happened_at": timezone.now()},
        S.REPORT_BACK: {"happened_at": timezone.now(), "details": {"report": "Letter of two pages, in the post tray"}},
        S.CLOSED: {"details": {"question_answered": "yes", "told_on": timezone.localdate().isoformat()}},
        S.NEEDS_INFO: {"reason": "result"},
        S.DECLINED: {"reason": "criteria"},
        S.APPOINTMENT_CANCELLED: {"reason": "by_person"},
        S.CANCELLED: {"reason": "not_needed"},
        S.ENTERED_IN_ERROR: {"reason": "twice"},
    }
    return filled.get(to, {})


def change(actor: User, referral: Referral, to: str, **details: Any) -> Referral:
    """Recorded with all that is asked for, and what is given here."""
    given = told(to)
    if to == S.REDIRECTED:
        given = {"reason": "better_placed", "details": {"service": service().pk}}
    if to == S.CLOSED and referral.state == S.DECLINED:
        given = {"reason": "managed_here"}
    return record_change(actor=actor, referral=referral, revision=referral.revision, to=to, **(given | details))


def contacted(actor: User, referral: Referral, **details: Any) -> Referral:
    given: dict[str, Any] = {"channel": "phone", "reached": "no"}
    return note_contact(actor=actor, referral=referral, **(given | details))


WAYS: dict[ReferralState, tuple[ReferralState, ...]] = {
    S.DRAFT: (),
    S.SENT: (S.SENT,),
    S.RECEIVED: (S.SENT, S.RECEIVED),
    S.NEEDS_INFO: (S.SENT, S.NEEDS_INFO),
    S.ACCEPTED: (S.SENT, S.RECEIVED, S.ACCEPTED),
    S.BOOKED: (S.SENT, S.ACCEPTED, S.BOOKED),
    S.NOT_ATTENDED: (S.SENT, S.ACCEPTED, S.BOOKED, S.NOT_ATTENDED),
    S.APPOINTMENT_CANCELLED: (S.SENT, S.ACCEPTED, S.BOOKED, S.APPOINTMENT_CANCELLED),
    S.SEEN: (S.SENT, S.ACCEPTED, S.BOOKED, S.SEEN),
    S.REPORT_BACK: (S.SENT, S.ACCEPTED, S.BOOKED, S.SEEN, S.REPORT_BACK),
    S.DECLINED: (S.SENT, S.DECLINED),
    S.REDIRECTED: (S.SENT, S.RECEIVED, S.REDIRECTED),
    S.CLOSED: (S.SENT, S.ACCEPTED, S.BOOKED, S.SEEN, S.REPORT_BACK, S.CLOSED),
    S.CANCELLED: (S.SENT, S.CANCELLED),
    S.ENTERED_IN_ERROR: (S.SENT, S.ENTERED_IN_ERROR),
}
"""To each state from the draft: one way there."""


def in_state(people: People, state: str, intake: Intake | None = None, **details: Any) -> Referral:
    """Brought there by the clinician, one recorded change after the other; a draft is not signed."""
    way = WAYS[S(state)]
    referral = signed(people, intake, **details) if way else begun(people, intake, **details)
    for to in way:
        referral = change(people.clinician, referral, to)
    return referral


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def said(referral: Referral) -> list[tuple[str, str, str]]:
    """Of each event its kind, and the states before and after it."""
    kept = ReferralEvent.objects.filter(referral=referral).order_by("number")
    return list(kept.values_list("kind", "before", "after"))


def refusal(act: Callable[[], object], kind: type[Exception]) -> Any:
    """The error of this kind that it ends in."""
    try:
        act()
    except kind as refused:
        return refused
    raise AssertionError("it was not refused")


def ago(**time: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**time)
