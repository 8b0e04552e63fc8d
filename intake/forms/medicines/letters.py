"""A name in bare letters and digits, so that hyphens, marks, apostrophes and capitals make no difference."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[’'`\u0300-\u036f]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """``St John's wort`` as ``st``, ``johns``, ``wort``."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return tuple(_BETWEEN_WORDS.sub(" ", plain).split())


def letters_of(text: str) -> str:
    return "".join(words_of(text))
