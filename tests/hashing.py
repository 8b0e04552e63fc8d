"""A hasher that costs nothing and counts how often a password was looked at."""

from __future__ import annotations

import itertools

from django.contrib.auth.hashers import MD5PasswordHasher

_made = itertools.count()
_before = [0]


class Counting(MD5PasswordHasher):
    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        next(_made)
        return super().encode(password, salt)


def hashes_since_last_asked() -> int:
    """Looking at the counter counts, too."""
    now = next(_made)
    since, _before[0] = now - _before[0], now + 1
    return since
