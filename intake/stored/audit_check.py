"""Whether the audit rows are as they were written, in memory that does not grow with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.timezone import localtime

from intake.models import AuditEvent
from intake.models.audit_chain import BEGIN, EARLIER, LINKED, digest_of, hash_of

AT_ONCE = 2000


class Anchor(NamedTuple):
    """The newest event as it was at some time, noted outside the database."""

    number: int
    hash: str
    at: datetime.datetime

    def __str__(self) -> str:
        return f"anchored on {localtime(self.at):%d %B %Y at %H:%M}"


def faults(anchors: Iterable[Anchor] = ()) -> Iterator[str]:
    """One line for each thing that is not as it was written; none where all is well.

    Args:
        anchors: oldest first, as they were noted.
    """
    chain, waiting = _Chain(), _Waiting(anchors)
    for row in _paged(AuditEvent.objects.filter(number__isnull=False), "number", ("hash", *LINKED)):
        yield from chain.wrong_with(row)
        yield from waiting.wrong_with(row.number, row.hash)
    yield from waiting.beyond(chain.number)
    if not chain.number and AuditEvent.objects.exists():
        yield "The chain is gone: there are events, and none of them has a number."


def _paged(rows: Any, key: str, names: Iterable[str]) -> Iterator[Any]:
    """In the order of this key, a page a query: one long query would keep writers waiting on SQLite."""
    rows = rows.order_by(key, "pk").values_list("id", *names, named=True)
    page = list(rows[:AT_ONCE])
    while page:
        yield from page
        last = getattr(page[-1], key)
        beyond = Q(**{f"{key}__gt": last}) | Q(**{key: last, "pk__gt": page[-1].id})
        page = list(rows.filter(beyond)[:AT_ONCE])


class _Chain:
    """Walks along it and knows where it stands."""

    def __init__(self) -> None:
        self.number, self.hash, self.key = 0, "", 0

    def wrong_with(self, row: Any) -> Iterator[str]:
        yield from self._place(row)
        if hash_of(row) != row.hash:
            yield f"Event {row.number} is not as it was written."
        if row.number == 1:
            yield from _first(row)
        elif row.number == self.number + 1 and row.previous != self.hash:
            yield f"Event {row.number} does not follow event {self.number}: one of them is not the one written here."
        self.number, self.hash, self.key = row.number, row.hash, row.id

    def _place(self, row: Any) -> Iterator[str]:
        if row.number <= self.number or row.number < 1:
            yield f"There is more than one event {row.number}, or its number was never given."
        elif row.number > self.number + 1:
            yield f"Missing: event {self.number + 1} up to event {row.number - 1}."
        if row.id <= self.key:
            yield f"Event {row.number} has changed places with one before it."


def _first(row: Any) -> Iterator[str]:
    """The first vouches for the rows from before the chain."""
    if row.action != BEGIN:
        yield "Event 1 is not the one that began the chain."
    earlier = _paged(AuditEvent.objects.filter(number=None), "id", EARLIER[1:])
    count, digest = digest_of(earlier)
    if str(count) != row.record_id:
        yield f"Before the chain there are {count} events, and there were {row.record_id} when it began."
    elif digest != row.previous:
        yield "An event from before the chain is not as it was then."


class _Waiting:
    """The anchors that the walk has not come to yet."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.rest = iter(anchors)
        self.next = next(self.rest, None)

    def wrong_with(self, number: int, hash: str) -> Iterator[str]:
        while self.next and self.next.number <= number:
            if self.next.number < number:
                yield f"Event {self.next.number}, {self.next}, is not there any more."
            elif self.next.hash != hash:
                yield f"Event {number} is not the one that was {self.next}."
            self.next = next(self.rest, None)

    def beyond(self, last: int) -> Iterator[str]:
        """What was noted since the walk ended is there."""
        while self.next:
            if not AuditEvent.objects.filter(number=self.next.number, hash=self.next.hash).exists():
                yield f"The end is cut off: event {self.next.number} was {self.next}, and the last one is {last}."
            self.next = next(self.rest, None)
