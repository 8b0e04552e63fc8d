"""Text on its way into a document: what can be printed of it."""

from __future__ import annotations

import unicodedata

from .faces import BOLD, REGULAR

CHARACTERS = {ord(character) for character in REGULAR.glyphs.keys() & BOLD.glyphs.keys()}

_SPACES = {"\t": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n"}


def printable(text: str) -> str:
    """Composed letters without control or invisible characters; ``[U+1F600]`` for what the fonts cannot print."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(map(_printable_character, composed))


def _printable_character(character: str) -> str:
    character = _SPACES.get(character, character)
    # Cc: control characters. Cf: invisible ones, among them those that turn the direction of writing around.
    if character != "\n" and unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return character if character == "\n" or ord(character) in CHARACTERS else f"[U+{ord(character):04X}]"


def one_line(text: str) -> str:
    return " ".join(printable(text).split())


def clipped(text: str, longest: int) -> str:
    """One line of at most so many characters; what is left out shows as three dots."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def capital(text: str) -> str:
    """With a first capital letter; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(number: int, one: str, many: str) -> str:
    """``1 flag``, ``2 flags``."""
    return f"{number} {one if number == 1 else many}"
