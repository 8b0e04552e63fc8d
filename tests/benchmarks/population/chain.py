"""The audit rows of the copies: those of the originals with the copies' keys and times, in one chain that verifies."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from json import JSONEncoder
from typing import Any, NamedTuple

from django.db import connection, models

from intake.actions.audit import last_event
from intake.models import Appointment, AuditEvent, Patient
from intake.models.audit_chain import LINKED

from .bulk import put
from .copying import COPIED, Copy, Model, copied_id, copied_number, earlier

_COLUMNS = ("number", "at", "actor_id", "action", "record_type", "record_id", "address", "request_id", "previous")
_encode = JSONEncoder(separators=(",", ":")).encode


class Told(NamedTuple):
    """An event about something of an original person."""

    at: datetime.datetime
    gap: int
    actor: int | None
    action: str
    record_type: str
    record_id: str
    key: uuid.UUID | int | str
    step: int


Events = dict[uuid.UUID, list[Told]]
"""By original person."""


def events_of_originals(steps: dict[Model, int]) -> Events:
    about: dict[tuple[str, str], tuple[uuid.UUID, int, Model]] = {}
    with connection.cursor() as cursor:
        for model in (*COPIED, Appointment):
            cursor.execute(f'SELECT "{model._meta.pk.column}", many_person, many_gap FROM many_{model._meta.db_table}')
            for key, person, gap in cursor.fetchall():
                record = (model._meta.model_name, str(uuid.UUID(str(key)) if _is_uuid(model) else key))
                about[record] = uuid.UUID(str(person)), gap, model
                about["patient", str(uuid.UUID(str(person)))] = uuid.UUID(str(person)), 0, Patient
    events: Events = defaultdict(list)
    for event in AuditEvent.objects.order_by("number"):
        if there := about.get((event.record_type, event.record_id)):
            person, gap, model = there
            id_, step = event.record_id, steps.get(model, 0)
            key: Any = uuid.UUID(id_) if _is_uuid(model) else int(id_) if step else id_
            events[person].append(Told(event.at, gap, event.actor_id, event.action, event.record_type, id_, key, step))
    return events


def _is_uuid(model: Model) -> bool:
    field: Any = model._meta.pk
    while field.is_relation:
        field = field.related_model._meta.pk
    return isinstance(field, models.UUIDField)


def put_events(copies: list[Copy], events: Events) -> int:
    """In the order of time, as far as these copies go; returns how many."""
    if LINKED != _COLUMNS:
        raise SystemExit("An audit row holds something else by now: tests/benchmarks/population/chain.py writes it.")
    told = sorted(_copied(copies, events))
    number, previous = last_event()
    put("intake_auditevent", (*_COLUMNS, "hash"), _linked(told, number, previous))
    return len(told)


def _copied(copies: list[Copy], events: Events) -> Iterator[tuple[Any, ...]]:
    for place, copied in enumerate(copies):
        address = f"10.0.{copied.number % 4}.{copied.days % 200}"
        for told in events[copied.patient]:
            at = earlier(told.at, copied, told.gap)
            id_ = _copied_key(told, copied.number)
            yield at, place, told.actor or 0, told.action, told.record_type, id_, address


def _copied_key(told: Told, number: int) -> str:
    if isinstance(told.key, uuid.UUID):
        return str(copied_id(told.key, number))
    if isinstance(told.key, int):
        return str(told.key + told.step * number)
    return copied_number(told.key, number)


def _linked(told: list[tuple[Any, ...]], number: int, previous: str) -> Iterator[tuple[Any, ...]]:
    adapted = connection.ops.adapt_datetimefield_value
    for at, _, actor, action, record_type, id_, address in told:
        number += 1
        request = f"{number:032x}"
        told_at = at.isoformat(timespec="microseconds")
        row = [number, told_at, actor or None, action, record_type, id_, address, request, previous]
        hash_ = sha256(_encode(row).encode("ascii")).hexdigest()
        yield number, adapted(at), *row[2:], hash_
        previous = hash_
