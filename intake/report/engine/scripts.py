"""Text of any script as glyphs on a line: shaped, in the order it is read in, and copyable as it was written.

Usual text, each character one glyph of Fira Sans from left to right, takes a short way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from . import font_list, shaping
from .characters import printable, unprintable
from .direction import from_the_right, left_to_right, levels
from .faces import BOLD, REGULAR, Face
from .font_list import SIMPLE, face_of, faces, is_joining

__all__ = ["Glyphs", "add_folder", "is_simple", "letters", "printable", "typeset", "unprintable", "width"]


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
    return SIMPLE.issuperset(text)


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


def letters(text: str) -> Iterator[str]:
    """Each letter with its marks: text may be cut between them."""
    letter = ""
    for character in text:
        if letter and category(character)[0] != "M" and not is_joining(character):
            yield letter
            letter = ""
        letter += character
    if letter:
        yield letter


def add_folder(folder: Path) -> None:
    """Print further scripts with the TrueType fonts of a folder; to be called before the first document is made.

    Raises:
        ValueError: there is no such folder, or a font in it cannot be used; says which.
    """
    font_list.add_folder(folder)
    _set.cache_clear()
    width.cache_clear()


class _Unit(NamedTuple):
    """Letters that are shaped as one: of one face, in one direction, and of one word unless they are simple."""

    text: str
    face: Face
    level: int
    simple: bool


@lru_cache(maxsize=4096)
def _set(text: str, bold: bool) -> tuple[Glyphs, ...]:
    """One piece, from its own left edge."""
    with_faces = _letters_with_faces(printable(text).replace("\n", " "), bold)
    units = [
        _Unit("".join(letter for letter, _ in together), face, level, simple)
        for (face, level, simple, _), together in groupby(with_faces, key=lambda pair: pair[1])
    ]
    shapes = [_shaped(unit) for unit in units]
    left = 0.0
    places = [0.0] * len(units)
    for place in left_to_right([unit.level for unit in units]):
        places[place] = left
        left += sum(shape.advance for shape in shapes[place])
    return tuple(
        Glyphs(
            face=unit.face,
            x=round(x + shape.left, 3),
            shown=shape.shown,
            advance=shape.advance,
            text=shape.text,
            actual_text=not shape.one_to_one,
            span=0,
            glyphs=shape.glyphs,
            rises=shape.rises,
        )
        for unit, of_unit, x in zip(units, shapes, places, strict=True)
        for shape in of_unit
    )


def _letters_with_faces(text: str, bold: bool) -> Iterator[tuple[str, tuple[Face, int, bool, bool]]]:
    """Each letter, with what must be the same for the next one to be shaped with it."""
    place = 0
    level = _levels(text)
    for usual, together in groupby(letters(text), key=SIMPLE.__contains__):
        word = tuple(together)
        for letter, face in _faces_of(word, bold):
            is_space = letter.isspace()
            simple = usual and (is_space or not level[place] % 2)
            yield letter, (face, level[place], simple, is_space and not simple)
            place += len(letter)


def _faces_of(word: Sequence[str], bold: bool) -> Iterator[tuple[str, Face]]:
    """One face for a whole word, so that its letters join; else one for each letter."""
    if face := face_of("".join(word), bold):
        yield from ((letter, face) for letter in word)
        return
    for letter in word:
        rest = letter
        while rest:  # as much of a letter and its marks as one face has, and then the others
            length = len(rest)
            while not (face := face_of(rest[:length], bold)) and length > 1:
                length -= 1
            yield rest[:length], face or faces(bold)[0]
            rest = rest[length:]


def _levels(text: str) -> list[int]:
    """By character; a piece's first and last spaces stay where they are typed."""
    if not from_the_right(text):
        return [0] * len(text)
    within = text.strip(" ")
    before = len(text) - len(text.lstrip(" "))
    return [0] * before + levels(within) + [0] * (len(text) - before - len(within))


def _shaped(unit: _Unit) -> tuple[shaping.Shape, ...]:
    if unit.simple:
        return (shaping.simple(unit.text, unit.face),)
    return shaping.shaped(unit.text, unit.face, from_the_right=unit.level % 2 == 1)
