"""What no password may be, wherever one is chosen (AUTH_PASSWORD_VALIDATORS). Which signs it is made of is free."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from intake.models import ClinicProfile

LONGEST = 128
OWN_AT_LEAST = 6
"""Letters and digits that have to be left once everything that anybody would try is taken out."""
PRODUCT_WORDS = ("legpain", "leg", "pain", "mood", "intake", "clinic", "doctor", "nurse", "password", "welcome")
_KEYS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_ROWS = (*_KEYS, *(row[::-1] for row in _KEYS))
_RUN = 3
"""Keys beside one another that are a row and not a word."""


class LongestPassword:
    """Longer ones are refused: cut off, the rest would protect nobody."""

    def __init__(self, max_length: int = LONGEST) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(f"This password has more than {self.max_length} characters.", code="too_long")

    def get_help_text(self) -> str:
        return f"At most {self.max_length} characters. A few words that do not belong together are a good one."


class NotGuessedHere:
    """Clinic words, own names, rows of keys and repetitions may stand in it, beside something of its own."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(own_part(password, [*PRODUCT_WORDS, *_clinic_words(), *_own_names(user)])) < OWN_AT_LEAST:
            raise ValidationError(
                "This password is mostly words or rows of keys that anybody would try here. Please add something else.",
                code="guessed_here",
            )

    def get_help_text(self) -> str:
        return "Not only words that anybody would try here (the clinic, your name), rows of keys or repetitions."


def own_part(password: str, words: Iterable[str]) -> str:
    """The letters and digits of a password that nobody would begin with."""
    left = re.sub(r"[\W_]", "", password[:LONGEST].casefold())
    left = re.sub(r"(.+?)\1+", r"\1", left)
    for word in sorted({word.casefold() for word in words if len(word) > 2}, key=len, reverse=True):
        left = left.replace(word, "")
    return _without_rows(left)


def _without_rows(text: str) -> str:
    """Each row of keys, forwards or backwards, is as good as its first sign."""
    kept, place = "", 0
    while place < len(text):
        kept += text[place]
        length = max(_in_common(text[place:], rest) for rest in _rests(text[place]))
        place += length if length >= _RUN else 1
    return kept


def _rests(sign: str) -> list[str]:
    """Each row from this sign on; and an empty one, for a sign that none holds."""
    return ["", *(row[row.index(sign) :] for row in _ROWS if sign in row)]


def _in_common(text: str, row: str) -> int:
    """How many signs they begin with alike."""
    return len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(text, row, strict=False))))


def _clinic_words() -> list[str]:
    return re.findall(r"\w+", ClinicProfile.load().name)


def _own_names(user: Any) -> list[str]:
    names = (getattr(user, name, "") or "" for name in ("username", "first_name", "last_name"))
    return [word for name in names for word in re.findall(r"[^\W_]+", name)]
