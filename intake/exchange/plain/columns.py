"""Lines of at most 78 columns that come through a paste as they are: no tab, no space at an end, one blank line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import bidirectional, category, east_asian_width

WIDTH = 78
_BULLET, _UNDER_BULLET = "- ", "  "
_PUNCTUATION = str.maketrans(
    dict.fromkeys("“”", '"')
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u2013\u2014\u2212·", "-")
    | {"…": "...", "≥": ">=", "≤": "<=", "\u00a0": " "}
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\v\f]")
_JOINERS = "\u200c\u200d"
"""They are not seen, and change how letters look."""
_KEPT_TOGETHER = "\u00a0"
"""Until the lines are made; it is a usual space then."""


class Part(NamedTuple):
    title: str
    """Empty where there is none."""
    paragraphs: list[str]


def plain(text: str) -> str:
    """The product's own words, in the punctuation that every system has. What people typed is left as it is."""
    return text.translate(_PUNCTUATION)


def bullet(text: str) -> str:
    return f"{_BULLET}{text}"


def together(text: str) -> str:
    """On one line."""
    return text.replace(" ", _KEPT_TOGETHER)


def laid_out(parts: Iterable[Part]) -> str:
    """Each part under its title, with a blank line between them."""
    blocks = (_lines(part) for part in parts)
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _lines(part: Part) -> list[str]:
    lines = [line for paragraph in part.paragraphs for line in _wrapped(paragraph)]
    return [*_wrapped(part.title.upper()), *lines] if lines else []


def _wrapped(paragraph: str) -> Iterator[str]:
    """As many lines as were typed, or more; a blank one is left out."""
    hanging = _UNDER_BULLET if paragraph.startswith(_BULLET) else ""
    for place, typed in enumerate(_seen(paragraph).split("\n")):
        yield from _broken(typed.split(" "), hanging if place else "", hanging)


def _seen(text: str) -> str:
    """Without what shows nothing: control characters, and those that turn the direction of writing around."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(each for each in text if each in f"\n{_JOINERS}" or not _is_invisible(each))


def _is_invisible(character: str) -> bool:
    # Arabic signs that go around a number are Cf, too, but seen.
    kind = category(character)
    return kind in ("Cc", "Cs") or (kind == "Cf" and bidirectional(character) != "AN")


def _broken(words: Iterable[str], first: str, others: str) -> Iterator[str]:
    line, room, begun = first, WIDTH - _columns(first), False
    for word in filter(None, words):
        for piece in _pieces(word, WIDTH - len(others)):
            needed = _columns(piece)
            if begun and needed + 1 > room:
                yield _finished(line)
                line, room, begun = others, WIDTH - _columns(others), False
            line = f"{line} {piece}" if begun else f"{line}{piece}"
            room, begun = room - needed - begun, True
    if begun:
        yield _finished(line)


def _finished(line: str) -> str:
    return line.replace(_KEPT_TOGETHER, " ").rstrip()


def _pieces(word: str, most: int) -> Iterator[str]:
    """The word, in as many pieces as it needs: a script without spaces, or an address, runs over the line."""
    piece, taken = "", 0
    for each in word:
        if (columns := _columns(each)) + taken > most:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + each, taken + columns
    yield piece


def _columns(text: str) -> int:
    """As a screen with letters of one width shows them: letters of East Asia take two, marks on a letter none."""
    return sum(
        0 if category(each) in ("Mn", "Me", "Cf") else 2 if east_asian_width(each) in ("W", "F") else 1 for each in text
    )
