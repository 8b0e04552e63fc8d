"""Audit events to read: all about one person, or all of one user. No answer, score or flag is in them."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from intake.models import (
    Alert,
    AnswerVersion,
    Appointment,
    AuditEvent,
    Document,
    DocumentCopy,
    FollowUp,
    HandoutGiven,
    Intake,
    Merge,
    Patient,
    Referral,
    ReferralDocument,
    Review,
)

AT_ONCE = 50
Events = QuerySet[Any]
"""Audit events, each with ``when`` to sort and choose them by."""
EXPORTED_AT_ONCE = 2000
WHOSE: Mapping[type[models.Model], str] = {
    Patient: "pk",
    Intake: "patient",
    Review: "intake__patient",
    AnswerVersion: "intake__patient",
    Alert: "intake__patient",
    Document: "intake__patient",
    DocumentCopy: "document__intake__patient",
    FollowUp: "intake__patient",
    HandoutGiven: "patient",
    Appointment: "patient",
    Referral: "patient",
    ReferralDocument: "referral__patient",
    Merge: "kept",
}
"""The kinds of record that are a person's, each with the way to whose it is."""
_KIND = {str(model._meta.model_name): model for model in WHOSE}
_MARK = re.compile(r"(\d{1,17})-(\d{1,18})")


@dataclass(frozen=True)
class Seen:
    """One event, in words."""

    event: AuditEvent
    patient_id: Any = None
    """Whose record it was about, as far as that is known today."""
    record_number: str = ""

    @property
    def what(self) -> str:
        """``Read: summary copy``, ``Sign``."""
        page = self.event.action.removeprefix("read ")
        return f"Read: {page.replace('-', ' ')}" if page != self.event.action else page.capitalize()

    @property
    def record(self) -> str:
        """``intake``, ``follow up``; empty of a list."""
        if not self.event.record_id:
            return ""
        model = _KIND.get(self.event.record_type)
        return str(model._meta.verbose_name) if model else self.event.record_type


@dataclass(frozen=True)
class Page:
    rows: list[Seen]
    older: str
    """The mark from which the next page goes on; empty on the last."""


def of_person(patient: Patient) -> Events:
    """About this person: their record, those merged into it, and all that is kept under them. A query for each kind."""
    records = Patient.objects.filter(Q(pk=patient.pk) | Q(merged_into=patient) | Q(merged_into__merged_into=patient))
    patients = list(records.values_list("pk", flat=True))
    about, known = Q(pk=None), set[str]()
    for model, way in WHOSE.items():
        ids = [str(pk) for pk in model._default_manager.filter(**{f"{way}__in": patients}).values_list("pk", flat=True)]
        about |= Q(record_type=model._meta.model_name, record_id__in=ids)
        known.update(ids)
    # Sorted by a value that no index holds: else the database goes through everybody's events, newest first.
    events: Events = AuditEvent.objects.annotate(when=Coalesce("at", Now()))
    return events.filter(about, record_type__in=_KIND, record_id__in=known)  # the last two by the index


def of_user(user: User) -> Events:
    events: Events = AuditEvent.objects.annotate(when=F("at"))
    return events.filter(actor=user)


def between(events: Events, first: datetime.date | None, last: datetime.date | None) -> Events:
    """From the beginning of the first day to the end of the last, in the clinic's time; newest first."""
    if first and first > datetime.date.min:  # east of Greenwich, its midnight is before all time
        events = events.filter(when__gte=_midnight(first))
    if last and last < datetime.date.max:
        events = events.filter(when__lt=_midnight(last + datetime.timedelta(days=1)))
    return events.select_related("actor").order_by("-when", "-pk")


def page(events: Events, after: str = "") -> Page:
    """The next of these, after the one with this mark. A mark that is none begins at the newest."""
    rows = list(_older(events, after)[: AT_ONCE + 1])
    more = len(rows) > AT_ONCE
    return Page(with_person(rows[:AT_ONCE]), _mark(rows[AT_ONCE - 1]) if more else "")


def each(events: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    """All of these, a page a query: one long query would keep writers waiting on SQLite while somebody downloads."""
    rows = list(events[:EXPORTED_AT_ONCE])
    while rows:
        yield from rows
        rows = list(_older(events, _mark(rows[-1]))[:EXPORTED_AT_ONCE])


def with_person(events: list[AuditEvent]) -> list[Seen]:
    """With whose record each was about: one query for each kind of record among them."""
    ids = defaultdict(set)
    for event in events:
        ids[event.record_type].add(event.record_id)
    whose = {(kind, pk): (patient, number) for kind in ids for pk, patient, number in _owners(kind, ids[kind])}
    return [Seen(event, *whose.get((event.record_type, event.record_id), ())) for event in events]


def _owners(kind: str, ids: Iterable[str]) -> Iterator[tuple[str, Any, str]]:
    model = _KIND.get(kind)
    keys = [key for text in ids for key in _key(model, text)] if model else []
    if model and keys:
        way = WHOSE[model]
        number = "record_number" if way == "pk" else f"{way}__record_number"
        rows = model._default_manager.filter(pk__in=keys).exclude(**{number: None})
        for pk, patient, record_number in rows.values_list("pk", way, number):
            yield str(pk), patient, record_number


def _key(model: Any, text: str) -> Iterator[Any]:
    with suppress(ValidationError):
        yield model._meta.pk.to_python(text)


def _older(events: Events, after: str) -> Events:
    match = _MARK.fullmatch(after)
    if not match:
        return events
    at = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=int(match[1]))
    return events.filter(Q(when__lt=at) | Q(when=at, pk__lt=int(match[2])), when__lte=at)


def _mark(event: AuditEvent) -> str:
    since = event.at - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return f"{since // datetime.timedelta(microseconds=1)}-{event.pk}"


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
