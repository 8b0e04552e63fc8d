"""Text of a document: spans of letters, some bold or toned. Nobody's answer can be read as markup, as text never is.

The small markup, ``<b>`` and the tones ``<q>`` (quiet), ``<a>`` (accent) and ``<r>`` (red), stands in templates of the
program alone; what is put in at ``{}`` is taken letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import LiteralString, NamedTuple

from .characters import printable

_TAGS = re.compile(r"(</?[bqar]>|\{\})")


class Span(NamedTuple):
    text: str
    bold: bool = False
    tone: str = ""
    """q quiet, a accent, r red; empty for the colour of the style."""


class Words(tuple[Span, ...]):
    """Spans one after the other; ``\\n`` within one starts a new line."""

    __slots__ = ()

    @property
    def text(self) -> str:
        return "".join(span.text for span in self)


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[tuple[Span | None, bool, str], ...]:
    """Spans that stand fast; where a value is put in, None with its boldness and tone."""
    parts: list[tuple[Span | None, bool, str]] = []
    bold, tone = False, ""
    for piece in filter(None, _TAGS.split(template)):
        if piece == "{}":
            parts.append((None, bold, tone))
        elif piece in ("<b>", "</b>"):
            bold = piece == "<b>"
        elif _TAGS.fullmatch(piece):
            tone = "" if piece[1] == "/" else piece[1]
        else:
            parts.append((Span(piece, bold, tone), bold, tone))
    return tuple(parts)


def put(template: LiteralString, *values: str | int | float | Words) -> Words:
    """Fill ``{}`` in a template; where a value is itself ``Words``, its own bold and tone are kept."""
    spans: list[Span] = []
    given = iter(values)
    for span, bold, tone in _parsed(template):
        if span is not None:
            spans.append(span)
            continue
        value = next(given)
        if isinstance(value, Words):
            spans += (Span(s.text, bold or s.bold, s.tone or tone) for s in value) if bold or tone else value
        elif text := printable(str(value)):
            spans.append(Span(text, bold, tone))
    return Words(spans)


def together(separator: LiteralString, parts: Iterable[str | Words]) -> Words:
    spans: list[Span] = []
    for place, part in enumerate(parts):
        if place:
            spans.append(Span(separator))
        if isinstance(part, Words):
            spans += part
        elif text := printable(part):
            spans.append(Span(text))
    return Words(spans)


APART = "\u00a0\u00a0 "
"""Between two pieces of a line that are no sentence."""

NOTHING = Words()
