"""Letters that join, marks on letters, glyphs in another order than their text: what HarfBuzz makes of a word."""

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
    rise: float
    advance: float
    """All in 1/1000 of the type size; ``left`` from where the pen is."""


def simple(text: str, face: Face) -> Shape:
    """One glyph for each character."""
    glyphs = tuple((face.glyphs[character], character) for character in text)
    return Shape(text, 0.0, round(face.width(text), 3), f"[<{face.encoded(text)}>]", (), glyphs, True)


def shaped(text: str, face: Face, *, from_the_right: bool) -> tuple[Shape, ...]:
    """In the order it is read. The face must have all of the text's letters.

    What runs from right to left is given letter by letter: glyphs stand in a file from left to right, and those who read
    them turn the letters of such scripts around, those of a replacement text, too.
    """
    glyphs = _glyphs(text, face, from_the_right)
    if not from_the_right:
        return (_shape(text, 0, face, glyphs, 0.0),)
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(pairwise([*starts, len(text)]))
    shapes: list[Shape] = []
    pen = 0.0
    for start, of_letter in groupby(glyphs, key=lambda glyph: glyph.cluster):
        shapes.append(_shape(text[start : ends[start]], start, face, list(of_letter), pen))
        pen += shapes[-1].advance
    return tuple(reversed(shapes))


def _glyphs(text: str, face: Face, from_the_right: bool) -> list[_Glyph]:
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character) for character in text])
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.direction = "rtl" if from_the_right else "ltr"
    buffer.language = "und"  # else the machine's own
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, _PLAIN if face in (REGULAR, BOLD) else _OTHER)
    return [
        _Glyph(
            info.codepoint,
            info.cluster,
            place.x_offset * face.scale,
            round(place.y_offset * face.scale),
            place.x_advance * face.scale,
        )
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def _shape(text: str, start: int, face: Face, glyphs: Sequence[_Glyph], left: float) -> Shape:
    texts = _texts(text, face, [(glyph.number, glyph.cluster - start) for glyph in glyphs])
    shown, rises = _operands(glyphs, face)
    stand_for = tuple((glyph.number, stands_for) for glyph, stands_for in zip(glyphs, texts, strict=True))
    one_to_one = "".join(texts) == text and all(face.characters.get(number) == own for number, own in stand_for)
    return Shape(text, left, round(sum(glyph.advance for glyph in glyphs), 3), shown, rises, stand_for, one_to_one)


def _texts(text: str, face: Face, glyphs: Sequence[tuple[int, int]]) -> list[str]:
    """What each glyph stands for: its own character, or what is left of the characters that it was made from."""
    starts = sorted({0, *(cluster for _, cluster in glyphs)})
    left = {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
    texts: list[str] = []
    for number, cluster in glyphs:
        own = face.characters.get(number, "")
        if own not in text and own != normalize("NFKC", own):
            own = ""  # it is for a form of a letter only
        elif own in left[cluster]:
            left[cluster] = left[cluster].replace(own, "", 1)
        elif own == normalize("NFC", left[cluster]):
            left[cluster] = ""
        texts.append(own)
    for place, (_, cluster) in enumerate(glyphs):
        if not texts[place]:
            texts[place], left[cluster] = left[cluster] or _NOTHING, ""
    return texts


def _operands(glyphs: Sequence[_Glyph], face: Face) -> tuple[str, tuple[tuple[float, str], ...]]:
    """For ``TJ``: all in one, and by rise where not all of them stand on the line."""
    parts: list[tuple[float, str]] = []
    at = pen = 0.0
    for rise, together in groupby(glyphs, key=lambda glyph: glyph.rise):
        operands: list[str] = []
        for glyph in together:
            if moved := round(pen - at - glyph.left, 1):
                operands.append(f"{moved:g}")
                pen -= moved
            operands.append(f"<{glyph.number:04X}>")
            pen += face.glyph_advance(glyph.number)
            at += glyph.advance
        parts.append((rise, " ".join(operands).replace("> <", "")))
    shown = " ".join(operands for _, operands in parts).replace("> <", "")
    rises = tuple((rise, f"[{operands}]") for rise, operands in parts)
    return f"[{shown}]", rises if any(rise for rise, _ in rises) else ()
