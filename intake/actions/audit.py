"""The audit rows that go with every write: noted while an action works, written as its last deed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction

from intake.models import AuditEvent

P = ParamSpec("P")
R = TypeVar("R")

_noted: ContextVar[list[AuditEvent] | None] = ContextVar("noted audit events", default=None)
"""What the block that is running has noted so far; nothing, where none is running."""


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
    event = AuditEvent(actor=actor, action=action, record_type=record_type, record_id=record_id)
    noted = _noted.get()
    if noted is not None:
        noted.append(event)
        return
    with transaction.atomic():
        _write([event])


def _write(events: list[AuditEvent]) -> None:
    if events:
        AuditEvent.objects.bulk_create(events)
