"""The states of a referral, what may be recorded in each, and by whom: one table, which actions, pages and docs ask.

Source: the referral model of HL7 BSeR (Task business status) and IHE 360X, with the states a clinic needs beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from intake.roles import CLINICIAN, FRONT_DESK


class ReferralState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    NEEDS_INFO = "needs_info", "More information asked for"
    ACCEPTED = "accepted", "Accepted"
    BOOKED = "booked", "Booked"
    NOT_ATTENDED = "not_attended", "Not attended"
    APPOINTMENT_CANCELLED = "appointment_cancelled", "Appointment cancelled"
    SEEN = "seen", "Seen"
    REPORT_BACK = "report_back", "Report received"
    DECLINED = "declined", "Declined"
    REDIRECTED = "redirected", "Redirected"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"
    ENTERED_IN_ERROR = "entered_in_error", "Entered in error"


S = ReferralState

FHIR_STATUS = {
    S.DRAFT: "draft",
    S.SENT: "requested",
    S.RECEIVED: "received",
    S.NEEDS_INFO: "on-hold",
    S.ACCEPTED: "accepted",
    S.BOOKED: "in-progress",
    S.NOT_ATTENDED: "in-progress",
    S.APPOINTMENT_CANCELLED: "in-progress",
    S.SEEN: "in-progress",
    S.REPORT_BACK: "completed",
    S.DECLINED: "rejected",
    S.REDIRECTED: "requested",
    S.CLOSED: "completed",
    S.CANCELLED: "cancelled",
    S.ENTERED_IN_ERROR: "entered-in-error",
}
"""Of the FHIR Task, by state."""

DESK = (FRONT_DESK, CLINICIAN)
"""What the front desk records, a clinician may record as well: a clinic of one has no desk."""
ONLY_CLINICIAN = (CLINICIAN,)

ENDED = (S.CLOSED, S.CANCELLED, S.ENTERED_IN_ERROR)
"""Nobody has anything more to do."""
FOR_THE_REFERRER = (S.DRAFT, S.NEEDS_INFO, S.NOT_ATTENDED, S.APPOINTMENT_CANCELLED, S.REPORT_BACK, S.DECLINED)
"""What comes next is decided by whoever referred; in every other state that has not ended the front desk chases it."""
AT_ONCE = (S.NEEDS_INFO, S.NOT_ATTENDED, S.APPOINTMENT_CANCELLED, S.DECLINED)
"""On the referrer's own list at once, whatever their due date."""

IN_ORDER = (S.SENT, S.RECEIVED, S.ACCEPTED, S.BOOKED, S.SEEN, S.REPORT_BACK)
"""The way of most. A clinic on paper may record a later one directly; those between are recorded as skipped."""
MAY_BE_SKIPPED = (S.RECEIVED, S.ACCEPTED, S.BOOKED, S.SEEN)


@dataclass(frozen=True)
class Change:
    """What may be recorded in a state."""

    to: ReferralState
    roles: tuple[str, ...]
    reason: bool = False
    """It is recorded with a reason in words."""
    contact: bool = False
    """Only after an attempt to contact the person, made since the state began."""


_CANCEL = Change(S.CANCELLED, ONLY_CLINICIAN, reason=True)
_DECLINED = Change(S.DECLINED, DESK, reason=True)

_NEXT: dict[ReferralState, tuple[Change, ...]] = {
    S.DRAFT: (Change(S.SENT, ONLY_CLINICIAN), _CANCEL),
    S.SENT: (
        Change(S.RECEIVED, DESK),
        Change(S.ACCEPTED, DESK),
        Change(S.NEEDS_INFO, DESK, reason=True),
        _DECLINED,
        _CANCEL,
    ),
    S.RECEIVED: (
        Change(S.ACCEPTED, DESK),
        Change(S.NEEDS_INFO, DESK, reason=True),
        _DECLINED,
        Change(S.REDIRECTED, DESK, reason=True),
        _CANCEL,
    ),
    S.NEEDS_INFO: (Change(S.SENT, ONLY_CLINICIAN), _CANCEL),
    S.ACCEPTED: (Change(S.BOOKED, DESK), Change(S.SEEN, DESK), _DECLINED, _CANCEL),
    S.BOOKED: (
        Change(S.SEEN, DESK),
        Change(S.NOT_ATTENDED, DESK),
        Change(S.APPOINTMENT_CANCELLED, DESK, reason=True),
        _CANCEL,
    ),
    S.NOT_ATTENDED: (Change(S.BOOKED, DESK, contact=True), Change(S.ACCEPTED, DESK, contact=True), _CANCEL),
    S.APPOINTMENT_CANCELLED: (Change(S.BOOKED, DESK, contact=True), Change(S.ACCEPTED, DESK, contact=True), _CANCEL),
    S.SEEN: (Change(S.REPORT_BACK, DESK),),
    S.REPORT_BACK: (Change(S.CLOSED, ONLY_CLINICIAN),),
    S.DECLINED: (Change(S.CLOSED, ONLY_CLINICIAN, reason=True),),
    S.CLOSED: (),
    S.CANCELLED: (),
    S.ENTERED_IN_ERROR: (),
}
_NEXT[S.REDIRECTED] = _NEXT[S.SENT]


def _later(state: ReferralState) -> tuple[Change, ...]:
    """The later states that may be recorded directly."""
    begun = IN_ORDER.index(S.SENT if state == S.REDIRECTED else state) if state in (*IN_ORDER, S.REDIRECTED) else None
    if begun is None:
        return ()
    there = {change.to for change in _NEXT[state]}
    return tuple(Change(to, DESK) for to in IN_ORDER[begun + 1 :] if to not in there)


def _changes(state: ReferralState) -> tuple[Change, ...]:
    error = () if state == S.ENTERED_IN_ERROR else (Change(S.ENTERED_IN_ERROR, ONLY_CLINICIAN, reason=True),)
    return (*_NEXT[state], *_later(state), *error)


CHANGES: dict[ReferralState, tuple[Change, ...]] = {state: _changes(state) for state in ReferralState}
"""By state, what may be recorded next. To reopen what is closed or cancelled is an action of its own."""
REOPENED_FROM = (S.CLOSED, S.CANCELLED)
"""A clinician reopens it with a reason: it goes back to the state before."""


@dataclass(frozen=True)
class Beside:
    """What may be done beside recording changes: in which states, and by whom."""

    states: tuple[ReferralState, ...]
    roles: tuple[str, ...]


_STANDING = tuple(state for state in ReferralState if state not in ENDED)
BESIDE: dict[str, Beside] = {
    "save_letter": Beside((S.DRAFT,), ONLY_CLINICIAN),
    "sign_letter": Beside((S.DRAFT,), ONLY_CLINICIAN),
    "amend_letter": Beside(_STANDING, ONLY_CLINICIAN),
    "note_contact": Beside(_STANDING, DESK),
    "note": Beside(tuple(ReferralState), DESK),
    "hand_referral": Beside(_STANDING, ONLY_CLINICIAN),
    "reopen_referral": Beside(REOPENED_FROM, ONLY_CLINICIAN),
}
"""By the name of the action. A letter is saved until it is signed, and amended after that."""


def skipped(before: ReferralState, after: ReferralState) -> tuple[ReferralState, ...]:
    """The states passed over, in their order."""
    begun = S.SENT if before == S.REDIRECTED else before
    if begun not in IN_ORDER or after not in IN_ORDER:
        return ()
    between = IN_ORDER[IN_ORDER.index(begun) + 1 : IN_ORDER.index(after)]
    return tuple(state for state in between if state in MAY_BE_SKIPPED)


def change_to(before: str, to: str) -> Change | None:
    """What the table says of this change; None where it is not in it."""
    return next((change for change in CHANGES[ReferralState(before)] if change.to == to), None)
