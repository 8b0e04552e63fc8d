"""Text on its way into the PDF: what can be printed of it, and markup that nobody's answer can break.

ReportLab reads ``<b>`` and ``<img src="file:...">`` inside a paragraph. So a paragraph is made of ``Markup`` only, and
text becomes ``Markup`` through ``put``, which escapes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import LiteralString
from xml.sax.saxutils import escape

from .fonts import CHARACTERS

_SPACES = {"\t": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n"}


class Markup(str):
    """Text that is escaped already, with ReportLab's tags in it."""

    __slots__ = ()


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


def put(template: LiteralString, *values: str | int | float) -> Markup:
    """Fill ``{}`` in markup that stands in the program; text is escaped on the way in."""
    return Markup(template.format(*map(_marked_up, values)))


def together(separator: LiteralString, parts: Iterable[str]) -> Markup:
    return Markup(separator.join(map(_marked_up, parts)))


def _marked_up(value: str | int | float) -> str:
    return value if isinstance(value, Markup) else escape(printable(str(value))).replace("\n", "<br/>")


def bold(text: str) -> Markup:
    return put("<b>{}</b>", text)


def capital(text: str) -> str:
    """With a first capital letter; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(number: int, one: str, many: str) -> str:
    """``1 flag``, ``2 flags``."""
    return f"{number} {one if number == 1 else many}"
