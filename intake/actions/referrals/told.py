"""What is told of a change: read, and looked at for what is missing or cannot be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intake.actions.referrals.refusals import NotCompleteError
from intake.models import Referral, ReferralEvent, Service
from intake.models.referral_details import LONGEST, MAY_TELL
from intake.models.referral_limits import Urgency
from intake.models.referral_reasons import OTHER, REASONS
from intake.models.referral_states import Change, ReferralState

S = ReferralState
_LONGEST_OTHERWISE = 200
AHEAD = datetime.timedelta(minutes=5)
"""How far the clock of a browser may go before ours."""
APPOINTMENT_AHEAD = datetime.timedelta(days=5 * 366)
"""How far ahead anybody is booked; later than that, the year is mistyped."""
_DATED = (S.SEEN, S.REPORT_BACK)
"""When this was is asked for: the time limits after it count from then."""


@dataclass(frozen=True)
class Told:
    """As the page sends it."""

    happened_at: datetime.datetime | None
    """None: now."""
    channel: str
    reason: str
    words: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class ReadTold:
    """As it is kept."""

    happened_at: datetime.datetime
    channel: str
    reason: str
    words: str
    details: dict[str, Any]
    """As JSON."""
    appointment_at: datetime.datetime | None = None
    service: Service | None = None


def read_told(referral: Referral, change: Change, told: Told, before: ReferralEvent | None) -> ReadTold:
    """What is told of this change.

    Args:
        before: the change before it, or that it was reopened.

    Raises:
        ValueError: a detail, channel or reason that no page offers.
        NotCompleteError: with an error by field, of all that is wrong.
    """
    if unknown := set(told.details) - set(MAY_TELL.get(change.to, ())):
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be told of {change.to}")
    if told.channel and told.channel not in ReferralEvent.Channel.values:
        raise ValueError(f"{told.channel} is no channel")
    errors: dict[str, str] = {}
    happened_at = read_time(told.happened_at, before.happened_at if before else referral.made_at, errors)
    if told.happened_at is None and change.to in _DATED:
        errors["happened_at"] = "Please say when this was."
    _check_reason(change, told, errors)
    details = {name: given.strip() if isinstance(given, str) else given for name, given in told.details.items()}
    for name, given in details.items():
        if isinstance(given, str) and len(given) > LONGEST.get(name, _LONGEST_OTHERWISE):
            errors[name] = f"Please use at most {LONGEST.get(name, _LONGEST_OTHERWISE)} characters."
    appointment_at, service = None, None
    if change.to == S.SENT:
        _check_sent(referral, told, happened_at, errors)
    elif change.to == S.BOOKED:
        appointment_at = _appointment(referral, details, errors)
    elif change.to == S.NOT_ATTENDED:
        _check_appointment_was(referral, happened_at, errors)
    elif change.to == S.REDIRECTED:
        service = _service(referral, details, errors)
    elif change.to == S.REPORT_BACK and not details.get("report"):
        errors["report"] = "Please describe the report: who wrote it, and where it is kept."
    elif change.to == S.CLOSED:
        _check_told(referral, details, errors, needed=referral.state != S.DECLINED)
    if errors:
        raise NotCompleteError(errors)
    kept = {name: given for name, given in details.items() if given not in ("", None)}
    return ReadTold(happened_at, told.channel, told.reason, told.words.strip(), kept, appointment_at, service)


def read_time(given: datetime.datetime | None, before: datetime.datetime, errors: dict[str, str]) -> datetime.datetime:
    """When it happened; typed to the minute, in the same minute as what was before it, it is no earlier than that."""
    now = timezone.now()
    if given is None:
        return now
    if given > now + AHEAD:
        errors["happened_at"] = "This is in the future."
    elif given < before.replace(second=0, microsecond=0):
        was = timezone.localtime(before)
        errors["happened_at"] = f"This is before the step before it, {was.day} {was:%b %Y}, {was:%H:%M}."
    return max(min(given, now), before)


def check_words(words: str, errors: dict[str, str]) -> None:
    if len(words) > LONGEST["words"]:
        errors["words"] = f"Please use at most {LONGEST['words']} characters."


def check_code(reasons: Mapping[str, str], reason: str, words: str, errors: dict[str, str]) -> None:
    """A reason is given, and where it is another one, in words."""
    if not reason:
        errors["reason"] = "Please choose a reason."
    elif reason not in reasons:
        raise ValueError(f"{reason} is no reason for this")
    elif reason == OTHER and not words.strip():
        errors["words"] = "Please say what the reason is."


def _check_reason(change: Change, told: Told, errors: dict[str, str]) -> None:
    check_words(told.words, errors)
    if change.reason:
        check_code(REASONS[change.to], told.reason, told.words, errors)
    elif told.reason:
        raise ValueError(f"{change.to} has no reason here")


def _check_sent(referral: Referral, told: Told, happened_at: datetime.datetime, errors: dict[str, str]) -> None:
    """A letter was signed before; and what cannot wait was told to somebody, who is named."""
    if not told.channel:
        errors["channel"] = "Please say how it was sent."
    if referral.urgency == Urgency.NOW and not str(told.details.get("confirmation", "")).strip():
        errors["confirmation"] = "This cannot wait: please ring the service, and give the name of who took it."
    signed = referral.documents.order_by("number").values_list("made_at", flat=True).first()
    if signed and happened_at < signed.replace(second=0, microsecond=0):
        was = timezone.localtime(signed)
        errors["happened_at"] = f"This is before the letter was signed, {was.day} {was:%b %Y}, {was:%H:%M}."


def _appointment(referral: Referral, details: dict[str, Any], errors: dict[str, str]) -> datetime.datetime | None:
    given = details.get("appointment_at")
    at = parse_datetime(given) if isinstance(given, str) else given
    if at is None or timezone.is_naive(at):
        errors["appointment_at"] = "Please give the date and time of the appointment."
        return None
    if referral.sent_at and at < referral.sent_at.replace(second=0, microsecond=0):
        errors["appointment_at"] = "This is before the referral was sent."
    elif at > timezone.now() + APPOINTMENT_AHEAD:
        errors["appointment_at"] = "This is more than five years ahead. Please look at the year."
    details["appointment_at"] = at.isoformat()
    return at


def _check_appointment_was(referral: Referral, happened_at: datetime.datetime, errors: dict[str, str]) -> None:
    at = referral.appointment_at
    if at and timezone.localdate(happened_at) < timezone.localdate(at):
        errors["happened_at"] = "This is before the day of the appointment."


def _service(referral: Referral, details: dict[str, Any], errors: dict[str, str]) -> Service | None:
    """By the service itself, or its key."""
    given = details.get("service")
    pk = given.pk if isinstance(given, Service) else given
    service = Service.objects.filter(pk=pk, active=True).first() if pk else None
    if service is None or service.pk == referral.service_id:
        errors["service"] = "Please choose the service it was redirected to."
        return None
    details["service"], details["service_before"] = service.pk, referral.service_id
    details["service_name"], details["service_before_name"] = service.name, referral.service.name
    return service


def _check_told(referral: Referral, details: dict[str, Any], errors: dict[str, str], *, needed: bool) -> None:
    """Whether the question was answered, and when the person was told; of what was declined, as far as it is said."""
    answered, given = details.get("question_answered"), details.get("told_on")
    if answered not in ReferralEvent.Answered.values and (needed or answered):
        errors["question_answered"] = "Please say whether the question was answered."
    try:
        day = datetime.date.fromisoformat(given) if isinstance(given, str) and given else given or None
    except ValueError:
        day = None
    if day is None and (needed or given):
        errors["told_on"] = "Please say when the person was told."
    elif day and day > timezone.localdate():
        errors["told_on"] = "This is in the future."
    elif day and day < timezone.localdate(referral.made_at):
        errors["told_on"] = "This is before the referral was begun."
    elif day:
        details["told_on"] = day.isoformat()
