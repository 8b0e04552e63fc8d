"""All that happened to a referral, in words, and its documents. Codes are read by the lists of reasons."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User

from intake.models import Referral, ReferralEvent
from intake.models.referral_reasons import reason_text
from intake.models.referral_states import ReferralState
from intake.stored.referrals import history
from intake.views.review.signing_forms import printed_name

LABELS = {
    "confirmation": "Their number, or who took it",
    "appointment_at": "Appointment",
    "appointment_where": "Where",
    "service_name": "Now with",
    "service_before_name": "Before with",
    "from": "From",
    "to": "To",
    "reached": "Reached",
    "report": "Report",
    "question_answered": "Question answered",
    "advice": "Advice",
    "told_on": "The person was told on",
    "document": "Letter",
}
"""Of what belongs to an event; what is not here is not told."""
HANDS = ("from", "to")
"""Of a hand-over, whose it was and whose it is."""
_WORDS = dict(ReferralEvent.Reached.choices) | dict(ReferralEvent.Answered.choices)


class EventRow(NamedTuple):
    event: ReferralEvent
    title: str
    by: str
    reason: str
    details: list[tuple[str, object]]


def events_of(referral: Referral) -> list[EventRow]:
    """The newest first."""
    events = list(history.events(referral).reverse())
    ids = {each.details[key] for each in events for key in HANDS if key in each.details}
    people = {user.pk: printed_name(user) for user in User.objects.filter(pk__in=ids)} if ids else {}
    return [
        EventRow(event, _title(event), printed_name(event.recorded_by), _reason(event), _details(event, people))
        for event in events
    ]


def _title(event: ReferralEvent) -> str:
    kind = ReferralEvent.Kind(event.kind)
    if kind == ReferralEvent.Kind.CHANGED:
        return str(ReferralState(event.after).label)
    if kind == ReferralEvent.Kind.SKIPPED:
        return f"{ReferralState(event.after).label}: not recorded by itself"
    if kind == ReferralEvent.Kind.SIGNED and event.details.get("document", 1) > 1:
        return "Letter amended"
    return str(kind.label)


def _reason(event: ReferralEvent) -> str:
    reopened = event.kind == ReferralEvent.Kind.REOPENED
    return reason_text(event.after, event.reason, reopened=reopened) if event.reason else ""


def _details(event: ReferralEvent, people: dict[int, str]) -> list[tuple[str, object]]:
    return [
        (label, _value(key, event.details[key], people))
        for key, label in LABELS.items()
        if event.details.get(key) not in (None, "")
    ]


def _value(key: str, value: Any, people: dict[int, str]) -> object:
    """A moment or a day as such, somebody by their name, a code in words."""
    if key == "appointment_at":
        return datetime.datetime.fromisoformat(str(value))
    if key == "told_on":
        return datetime.date.fromisoformat(str(value))
    if key in HANDS:
        return people.get(value, value)
    return _WORDS.get(str(value), value)
