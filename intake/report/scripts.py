"""Text of any script as glyphs on a line: shaped, in the order it is read in, and copyable as it was written.

Usual text, each character one glyph of Fira Sans from left to right, takes a short way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import bidirectional, category

from .faces import BOLD, REGULAR, Face

_SIMPLE = frozenset(
    character
    for character in REGULAR.glyphs.keys() & BOLD.glyphs.keys()
    if category(character)[0] not in "CM" and bidirectional(character) not in ("R", "AL", "AN", "B")
)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What is shown in one go: glyphs of one face, and the text they stand for.

    Attributes:
        face: whose glyph numbers these are.
        x: from the line's left edge, in 1/1000 of the type size.
        shown: the operand for PDF's ``TJ``: glyph numbers in hexadecimal, with adjustments.
        advance: how far the pen moves, in 1/1000 of the type size.
        text: the characters it stands for, in the order they are read.
        actual_text: a copy of the text needs ``/ActualText``: the glyphs are not its characters one by one.
        span: the index of the piece it belongs to.
        glyphs: each glyph number, in the order shown, with the text it stands for.
        rises: where marks stand higher or lower, written instead of ``shown``: (rise in 1/1000 of the type size,
            operand for ``TJ``) one after the other; the last rise is not 0 in general, so set it back. Empty otherwise.
    """

    face: Face
    x: float
    shown: str
    advance: float
    text: str
    actual_text: bool
    span: int
    glyphs: tuple[tuple[int, str], ...]
    rises: tuple[tuple[float, str], ...] = ()


def is_simple(text: str) -> bool:
    """Whether each character is one glyph of Fira Sans, from left to right, with nothing to shape."""
    return _SIMPLE.issuperset(text)


@lru_cache(maxsize=8192)
def width(text: str, bold: bool) -> float:
    """Of text without a line break, in 1/1000 of the type size."""
    if is_simple(text):
        return (BOLD if bold else REGULAR).width(text)
    return sum(glyphs.advance for glyphs in _set(text, bold))


def typeset(pieces: Sequence[tuple[str, bool]]) -> tuple[Glyphs, ...]:
    """One line of pieces (text, bold) from left to right, each with a direction of its own.

    Returns:
        In the order they are read; ``x`` is where they stand.
    """
    line: list[Glyphs] = []
    left = 0.0
    for span, (text, bold) in enumerate(pieces):
        for glyphs in _set(text, bold):
            line.append(replace(glyphs, x=round(left + glyphs.x, 3), span=span))
        left += width(text, bold)
    return tuple(line)


@lru_cache(maxsize=4096)
def _set(text: str, bold: bool) -> tuple[Glyphs, ...]:
    """One piece, from its own left edge."""
    if not text:
        return ()
    face = BOLD if bold else REGULAR
    shown = "".join(character if character in _SIMPLE else "?" for character in text)
    glyphs = tuple((face.glyphs[character], character) for character in shown)
    return (Glyphs(face, 0.0, f"[<{face.encoded(shown)}>]", face.width(shown), shown, False, 0, glyphs),)
