"""The audit rows that go with every write: noted while an action works, written as its last deed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import connection, models, transaction

from intake import request_context
from intake.models import AuditEvent
from intake.models.audit_chain import first_event, link

P = ParamSpec("P")
R = TypeVar("R")

_LOCK = 4_142_697_484
"""Any number, the same in every process: the lock of the chain."""
_LOCKED = "SELECT id FROM auth_user WHERE id = ANY(%s) FOR KEY SHARE; SELECT pg_advisory_xact_lock(%s); "
_LAST = "SELECT number, hash FROM intake_auditevent WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"

_noted: ContextVar[list[AuditEvent] | None] = ContextVar("noted audit events", default=None)
"""What the block that is running has noted so far; nothing, where none is running."""

events_written: ContextVar[int] = ContextVar("audit events written in this thread", default=0)
"""Counts up: whoever looks before and after knows whether any were. Those about an account alone do not count: that a
password was refused on a page about a person says nothing of whom the page shows."""
_ABOUT_ACCOUNTS = ("account", "user")


def audited(action: Callable[P, R]) -> Callable[P, R]:
    """An action: all of it happens, its audit rows included, or nothing of it."""

    @wraps(action)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with audited_block():
            return action(*args, **kwargs)

    return whole


@contextmanager
def audited_block() -> Iterator[None]:
    """One transaction. What ``record`` notes in it is written when the outermost of these blocks ends.

    So nobody waits for a row while holding the audit's own lock, and that lock is held for a moment only. A block that
    fails takes along what was noted in it.
    """
    outer, mine = _noted.get(), list[AuditEvent]()
    token = _noted.set(mine)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _write(mine)
    finally:
        _noted.reset(token)
    if outer is not None:
        outer += mine


def record(*, actor: User | None, action: str, on: models.Model) -> None:
    """Note who did what to which record; nobody, where the program acts by itself."""
    record_event(actor=actor, action=action, record_type=str(on._meta.model_name), record_id=str(on.pk))


def record_event(*, actor: User | None, action: str, record_type: str, record_id: str) -> None:
    """Note what is about no row of ours, or about none that is at hand. Outside an action it is written at once."""
    event = AuditEvent(
        actor=actor,
        action=action,
        record_type=record_type,
        record_id=record_id,
        address=request_context.address.get(),
        request_id=request_context.request_id.get(),
    )
    noted = _noted.get()
    if noted is not None:
        noted.append(event)
        return
    with transaction.atomic(savepoint=False):
        _write([event])


def _write(events: list[AuditEvent]) -> None:
    """Inside a transaction: two queries. Whoever writes next waits until it has ended."""
    if not events:
        return
    number, previous = last_event(sorted({event.actor_id for event in events if event.actor_id}))
    if not number:  # the table is new, or was emptied
        first = first_event(AuditEvent, AuditEvent.objects)
        AuditEvent.objects.bulk_create([first])
        number, previous = first.number, first.hash
    for place, event in enumerate(events, start=number + 1):
        previous = link(event, number=place, previous=previous).hash
    AuditEvent.objects.bulk_create(events)
    about_others = [event for event in events if event.record_type not in _ABOUT_ACCOUNTS]
    events_written.set(events_written.get() + len(about_others))


def last_event(actors: Sequence[int] = ()) -> tuple[int, str]:
    """Number and hash of the last event; 0 where there is none. Nobody else adds one until this transaction ends.

    SQLite lets one transaction write at a time, anyway. PostgreSQL is asked for the lock in the same message. The rows
    of the actors come first: somebody who changes an account and then writes an event must not be waited for inside.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_LOCKED + _LAST, [list(actors), _LOCK])
            cursor.nextset()
            cursor.nextset()
        else:
            cursor.execute(_LAST)
        return cursor.fetchone() or (0, "")
