"""How audit rows hang together: each holds the hash of the one before it, and its own covers all of its fields.

This form never changes: what is stored is verified by it. Rows from before the chain stay as they were written; the
first of the chain holds how many they are, and as its "previous" a digest over them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

BEGIN = "begin chain"
EARLIER = ("id", "at", "actor_id", "action", "record_type", "record_id")
"""What a row from before the chain holds."""
LINKED = ("number", *EARLIER[1:], "address", "request_id", "previous")
"""What the hash of a row covers: all but itself and the database's own key."""


def link(event: Any, *, number: int, previous: str) -> Any:
    """Give an event that is not stored yet its place in the chain."""
    event.number, event.previous = number, previous
    event.hash = hash_of(event)
    return event


def hash_of(event: Any) -> str:
    """64 hexadecimal digits."""
    return sha256(_text([getattr(event, name) for name in LINKED])).hexdigest()


def first_event(model: Any, rows: Any) -> Any:
    """The first of the chain, after these rows of the model, which are none or are from before it."""
    count, digest = digest_of(rows.filter(number=None).order_by("pk").values_list(*EARLIER).iterator())
    begun = model(action=BEGIN, record_type=str(model._meta.model_name), record_id=str(count))
    return link(begun, number=1, previous=digest)


def digest_of(rows: Iterable[Iterable[Any]]) -> tuple[int, str]:
    """Of rows from before the chain, oldest first: how many, and the SHA-256 over them."""
    count, digest = 0, sha256()
    for row in rows:
        count += 1
        digest.update(_text(list(row)) + b"\n")
    return count, digest.hexdigest()


def _text(values: list[Any]) -> bytes:
    return json.dumps([_plain(value) for value in values], separators=(",", ":")).encode("ascii")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return value
