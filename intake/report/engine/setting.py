"""Text set into lines: where each line ends, and the operators that show it, made once and kept.

What is kept holds no place on a page and no mark of a document, so that threads and documents can share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from reportlab.lib.colors import Color

from . import scripts
from .faces import BOLD, REGULAR, Face
from .styles import Style
from .words import Span, Words

Used = tuple[Face, int, str]
"""A glyph that is not embedded in every document: its face, its number and the text it stands for."""

Piece = tuple[str, Span]
"""Letters, and the span they come from."""


@dataclass(frozen=True, slots=True)
class Line:
    shown: str
    """Operators inside a text object; they leave the place at the start of the line as it was."""
    width: float
    used: frozenset[Used] = frozenset()


_NONE: frozenset[Used] = frozenset()

Look = tuple[str, str]
"""The operators that choose a font, and a colour."""
_UNKNOWN: Look = ("", "")


class Set:
    """A paragraph of a certain width. Its operators are made when it is first drawn: many a width is only measured.

    Args:
        start, total: where its first line stands in the whole paragraph, and how many lines that has.
    """

    def __init__(self, broken: Sequence[list[Piece]], style: Style, room: float, start: int, total: int) -> None:
        self.style = style
        self.count = len(broken)
        self.height = self.count * style.leading
        self._broken = broken
        self._room = room
        self._start = start
        self._total = total

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        lines: list[Line] = []
        look = _UNKNOWN
        for place, pieces in enumerate(self._broken, self._start):
            hangs = self.style.hang if place else 0
            line, look = _line(pieces, self.style, self._room, look, hangs=hangs, more=place < self._total - 1)
            lines.append(line)
        return tuple(lines)

    @cached_property
    def used(self) -> frozenset[Used]:
        return _NONE.union(*(line.used for line in self.lines))

    @cached_property
    def body(self) -> str:
        """All lines, from the baseline of the first."""
        return f"\n0 {-self.style.leading:g} Td ".join(line.shown for line in self.lines)

    def operators(self, x: float, top: float) -> str:
        """To draw it with its upper left corner there."""
        return f"BT {x:.2f} {top - self.style.drop:.2f} Td {self.body} ET"

    def cut(self, number: int) -> tuple[Set, Set]:
        """The first lines, and the others."""
        tail = self._start + number
        return (
            Set(self._broken[:number], self.style, self._room, self._start, self._total),
            Set(self._broken[number:], self.style, self._room, tail, self._total),
        )


@lru_cache(maxsize=4096)  # of some twenty documents: what everybody's have in common stays, what one person said goes
def set_text(words: Words, style: Style, width: float) -> Set:
    """Break the words into lines of at most that width, in points."""
    broken: list[list[Piece]] = []
    for tokens in _measured(words, style.bold):
        broken += _broken(tokens, style, width, first=style.hang if broken else 0)
    return Set(broken, style, width, 0, len(broken))


def text_width(words: Words, style: Style) -> float:
    """On one line, in points."""
    return sum(_width(span.text, span.bold or style.bold) for span in words) * style.size / 1000


class Token(NamedTuple):
    """A word as it must stay together; it may go over several spans. Widths in 1/1000 of the type size."""

    pieces: tuple[Piece, ...]
    width: float
    space: float
    """Of the blank before it."""
    letters: int


@lru_cache(maxsize=1024)
def _measured(words: Words, bold: bool) -> tuple[tuple[Token, ...], ...]:
    """The words between forced ends of a line, with their widths, which hang on no size."""
    measured: list[tuple[Token, ...]] = []
    for part in _parts(words):
        tokens: list[Token] = []
        for pieces in filter(None, _words(part)):
            width = sum(_width(text, span.bold or bold) for text, span in pieces)
            space = (BOLD if bold or pieces[0][1].bold else REGULAR).advance[" "]
            tokens.append(Token(tuple(pieces), width, space, sum(len(text) for text, _ in pieces)))
        measured.append(tuple(tokens))
    return tuple(measured)


def _parts(words: Words) -> Iterator[list[Span]]:
    """What stands between two forced ends of a line."""
    part: list[Span] = []
    for span in words:
        first, *others = span.text.split("\n")
        part.append(span._replace(text=first) if others else span)
        for other in others:
            yield part
            part = [span._replace(text=other)]
    yield part


def _words(part: Iterable[Span]) -> Iterator[list[Piece]]:
    word: list[Piece] = []
    for span in part:
        first, *others = span.text.split(" ")
        if first:
            word.append((first, span))
        for other in others:
            yield word
            word = [(other, span)] if other else []
    yield word


def _broken(tokens: Iterable[Token], style: Style, room: float, first: float) -> Iterator[list[Piece]]:
    """Greedily: as many words as there is room for, and no more letters than the style allows. A longer word is cut.

    Args:
        first: how far the first line stands in.
    """
    limit = room * 1000 / style.size
    hang = style.hang * 1000 / style.size
    line: list[Piece] = []
    filled, letters = first * 1000 / style.size, 0
    for token in tokens:
        if line and (filled + token.space + token.width > limit or letters + 1 + token.letters > style.letters):
            yield line
            line, filled, letters = [], hang, 0
        if line:
            line.append((" ", token.pieces[0][1]))
            filled += token.space
            letters += 1
        if filled + token.width <= limit and letters + token.letters <= style.letters:
            line += token.pieces
            filled += token.width
            letters += token.letters
            continue
        for letter, span in ((letter, span) for text, span in token.pieces for letter in scripts.letters(text)):
            wide = _width(letter, span.bold or style.bold)
            if line and (filled + wide > limit or letters + len(letter) > style.letters):
                yield line
                line, filled, letters = [], hang, 0
            line.append((letter, span))
            filled += wide
            letters += len(letter)
    yield line


def _line(pieces: list[Piece], style: Style, room: float, look: Look, *, hangs: float, more: bool) -> tuple[Line, Look]:
    """``look``: that of the line before. Returns the line with the look it ends in."""
    spans = _joined(pieces)
    width = sum(_width(text, span.bold or style.bold) for text, span in spans) * style.size / 1000
    if more and spans:  # else the last word of a line and the first of the next are read as one
        text, span = spans[-1]
        spans[-1] = (f"{text} ", span)
    if all(_is_usual(text) for text, _ in spans):
        shown, look = _simple(spans, style, look)
        used = _NONE
    else:
        shown, used = _shaped(spans, style)
        look = _UNKNOWN
    left = hangs + (room - width) * style.shift
    if left:
        shown = f"{left:.2f} 0 Td {shown} {-left:.2f} 0 Td"
    return Line(shown, width, used), look


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that look the same as one."""
    joined: list[Piece] = []
    for text, span in pieces:
        if joined and joined[-1][1].bold == span.bold and joined[-1][1].tone == span.tone:
            joined[-1] = (joined[-1][0] + text, span)
        else:
            joined.append((text, span))
    return joined


def _look(face: Face, span: Span, style: Style) -> Look:
    return f"/{face.name} {style.size:g} Tf", fill(style.tone(span.tone))


def _simple(spans: list[Piece], style: Style, look: Look) -> tuple[str, Look]:
    parts: list[str] = []
    for text, span in spans:
        face = BOLD if span.bold or style.bold else REGULAR
        wanted = _look(face, span, style)
        parts += [new for new, old in zip(wanted, look, strict=True) if new != old]
        look = wanted
        parts.append(f"({face.encoded(text)}) Tj")
    return " ".join(parts), look


def _shaped(spans: list[Piece], style: Style) -> tuple[str, frozenset[Used]]:
    parts: list[str] = []
    used: set[Used] = set()
    for run in scripts.typeset([(text, span.bold or style.bold) for text, span in spans]):
        used |= {(run.face, glyph, text) for glyph, text in run.glyphs if glyph not in run.face.usual}
        x = run.x * style.size / 1000
        glyphs = f"{run.shown} TJ"
        if run.rises:
            risen = (f"{rise * style.size / 1000:.2f} Ts {shown} TJ" for rise, shown in run.rises)
            glyphs = f"{' '.join(risen)} 0 Ts"
        shown = f"{x:.2f} 0 Td {' '.join(_look(run.face, spans[run.span][1], style))} {glyphs} {-x:.2f} 0 Td"
        parts.append(f"/Span <</ActualText {text_string(run.text)}>> BDC {shown} EMC" if run.actual_text else shown)
    return " ".join(parts), frozenset(used)


def _is_usual(text: str) -> bool:
    """Every letter is embedded in each document, and stands for itself."""
    return text.isascii() or _USUAL.issuperset(text)


_USUAL = frozenset(REGULAR.usual.values()) & frozenset(BOLD.usual.values())


def _width(text: str, bold: bool) -> float:
    if _is_usual(text):
        return (BOLD if bold else REGULAR).width(text)
    return scripts.width(text, bold)


@lru_cache(maxsize=64)
def fill(colour: Color) -> str:
    return f"{_rgb(colour)} rg"


@lru_cache(maxsize=64)
def stroke(colour: Color) -> str:
    return f"{_rgb(colour)} RG"


def _rgb(colour: Color) -> str:
    """Three digits tell all 256 steps apart."""
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in colour.rgb())


def text_string(text: str) -> str:
    """A PDF text string."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
