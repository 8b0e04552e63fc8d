"""Letters that join, marks on letters, glyphs in another order than their text: what HarfBuzz makes of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from unicodedata import normalize

import uharfbuzz as hb

from .faces import BOLD, REGULAR, Face

_PLAIN = dict.fromkeys(("calt", "clig", "dlig", "kern", "liga"), False)
"""For the faces of usual text, which is not shaped: a word with a mark looks like its neighbours."""
_OTHER = {"dlig": False}
_NOTHING = "\u200b"
"""What a glyph stands for whose character another glyph stands for already."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Text as glyphs, from left to right; see ``scripts.Glyphs`` for what the fields hold."""

    text: str
    left: float
    """From the left edge of the word, in 1/1000 of the type size."""
    advance: float
    shown: str
    rises: tuple[tuple[float, str], ...]
    glyphs: tuple[tuple[int, str], ...]
    one_to_one: bool


@dataclass(frozen=True, slots=True)
class _Glyph:
    number: int
    cluster: int
    """The place of the first of the characters that it was made from."""
    left: float
    """Where it is drawn, from the left edge of the word."""
    rise: float
    pen: float
    """Where the pen is before it."""
    advance: float
    """As the others, in 1/1000 of the type size."""


def simple(text: str, face: Face) -> Shape:
    """One glyph for each character."""
    glyphs = tuple((face.glyphs[character], character) for character in text)
    return Shape(text, 0.0, round(face.width(text), 3), f"[({face.encoded(text)})]", (), glyphs, True)


def shaped(text: str, face: Face, *, from_the_right: bool) -> tuple[Shape, ...]:
    """In the order it is read. The face must have all of the text's letters.

    What runs from right to left is given letter by letter: programs that read files take its glyphs to stand from left
    to right and turn them around, and a whole word's replacement text with them.
    """
    glyphs = _glyphs(text, face, from_the_right)
    if not from_the_right:
        return (_shape(text, 0, face, glyphs),)
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(pairwise([*starts, len(text)]))
    return tuple(
        _shape(text[start : ends[start]], start, face, list(of_letter))
        for start, of_letter in groupby(reversed(glyphs), key=lambda glyph: glyph.cluster)
    )


def _glyphs(text: str, face: Face, from_the_right: bool) -> list[_Glyph]:
    """From left to right."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character) for character in text])
    buffer.direction = "rtl" if from_the_right else "ltr"
    buffer.language = "und"  # else the machine's own
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, _PLAIN if face in (REGULAR, BOLD) else _OTHER)
    glyphs: list[_Glyph] = []
    pen = 0.0
    nothing = face.glyphs.get(" ")
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == nothing and not place.x_advance:
            continue  # a joiner, which HarfBuzz shows so
        left, rise = pen + place.x_offset * face.scale, round(place.y_offset * face.scale)
        advance = place.x_advance * face.scale
        glyphs.append(_Glyph(info.codepoint, info.cluster, left, rise, pen, advance))
        pen += advance
    return glyphs


def _shape(text: str, start: int, face: Face, glyphs: Sequence[_Glyph]) -> Shape:
    """Glyphs in the order in which they are to be written."""
    left = min((glyph.pen for glyph in glyphs), default=0.0)
    advance = sum(glyph.advance for glyph in glyphs)
    texts = _texts(text, face, [(glyph.number, glyph.cluster - start) for glyph in glyphs])
    shown, rises = _operands(glyphs, face, left)
    stand_for = tuple((glyph.number, stands_for) for glyph, stands_for in zip(glyphs, texts, strict=True))
    one_to_one = normalize("NFC", "".join(texts)) == normalize("NFC", text) and all(
        face.characters.get(number) == own for number, own in stand_for
    )
    return Shape(text, round(left, 3), round(advance, 3), shown, rises, stand_for, one_to_one)


def _texts(text: str, face: Face, glyphs: Sequence[tuple[int, int]]) -> list[str]:
    """What each glyph stands for: its own character, or what is left of the characters that it was made from."""
    starts = sorted({0, *(cluster for _, cluster in glyphs)})
    left = {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
    texts = [face.characters.get(number, "") for number, _ in glyphs]
    for own, (_, cluster) in zip(texts, glyphs, strict=True):
        left[cluster] = "" if own == normalize("NFC", left[cluster]) else left[cluster].replace(own, "", 1)
    for place, (_, cluster) in enumerate(glyphs):
        if not texts[place]:
            texts[place], left[cluster] = left[cluster] or _NOTHING, ""
    return texts


def _operands(glyphs: Sequence[_Glyph], face: Face, edge: float) -> tuple[str, tuple[tuple[float, str], ...]]:
    """For ``TJ``: all in one, and by rise where not all of them stand on the line."""
    parts: list[tuple[float, str]] = []
    pen = edge
    for rise, together in groupby(glyphs, key=lambda glyph: glyph.rise):
        operands: list[str] = []
        for glyph in together:
            if moved := round(pen - glyph.left, 1):
                operands.append(f"{moved:g}")
                pen -= moved
            operands.append(f"<{glyph.number:04X}>")
            pen += face.glyph_advance(glyph.number)
        parts.append((rise, " ".join(operands).replace("> <", "")))
    shown = " ".join(operands for _, operands in parts).replace("> <", "")
    rises = tuple((rise, f"[{operands}]") for rise, operands in parts)
    return f"[{shown}]", rises if any(rise for rise, _ in rises) else ()
