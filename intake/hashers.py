"""Passwords hashed with Argon2id, at a cost that a small server bears while many people guess."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, BasePasswordHasher

AT_ONCE = 2
"""Hashes in one process. The rest wait, and the processor is left to whoever reads or saves."""
WAITING = 4
"""So many more wait for their turn. Whoever comes then is told to try again at once: a wait takes a thread from
everybody else, and a process has eight."""
WAIT = 3.0
"""Seconds, after which somebody is told to try again."""
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)
_turns = threading.BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """So many passwords are looked at that this one had to wait for too long."""


class Bounded(BasePasswordHasher):
    """A hasher that never works at more than so many passwords at once."""

    def encode(self, password: str, *args: Any, **kwargs: Any) -> Any:
        with a_turn():
            return super().encode(password, *args, **kwargs)

    def verify(self, password: str, encoded: str) -> bool:
        with a_turn():
            return super().verify(password, encoded)


class Argon2(Bounded, Argon2PasswordHasher):
    """The least that OWASP advises (19 MiB, 2 rounds, 1 lane): about 25 ms. Older hashes, which cost 100 MiB and 8
    lanes, are made anew by Django when their owner signs in."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


@contextmanager
def a_turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        if not _turns.acquire(timeout=WAIT):
            raise BusyError
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()
