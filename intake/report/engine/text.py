"""Text on its way into a document: what can be printed of it."""

from __future__ import annotations

from .characters import printable


def clipped(text: str, longest: int) -> str:
    """One line of at most so many characters; what is left out shows as three dots."""
    line = " ".join(printable(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def capital(text: str) -> str:
    """With a first capital letter; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(number: int, one: str, many: str) -> str:
    """``1 flag``, ``2 flags``."""
    return f"{number} {one if number == 1 else many}"
