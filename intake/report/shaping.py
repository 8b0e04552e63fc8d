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
    """A word as glyphs, from left to right; see ``scripts.Glyphs`` for what the fields hold."""

    shown: str
    rises: tuple[tuple[float, str], ...]
    advance: float
    glyphs: tuple[tuple[int, str], ...]
    one_to_one: bool


@dataclass(frozen=True, slots=True)
class _Glyph:
    number: int
    text: str
    left: float
    """Where it stands from the left edge, in 1/1000 of the type size."""
    rise: float


def simple(text: str, face: Face) -> Shape:
    """One glyph for each character."""
    glyphs = tuple((face.glyphs[character], character) for character in text)
    return Shape(f"[<{face.encoded(text)}>]", (), round(face.width(text), 3), glyphs, True)


def shaped(text: str, face: Face, *, from_the_right: bool) -> Shape:
    """The face must have all of the text's letters."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character) for character in text])
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.direction = "rtl" if from_the_right else "ltr"
    buffer.language = "und"  # else the machine's own
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, _PLAIN if face in (REGULAR, BOLD) else _OTHER)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    texts = _texts(text, face, [(info.codepoint, info.cluster) for info in infos])
    pen = 0.0
    glyphs: list[_Glyph] = []
    for info, position, stands_for in zip(infos, positions, texts, strict=True):
        left = pen + position.x_offset * face.scale
        glyphs.append(_Glyph(info.codepoint, stands_for, left, round(position.y_offset * face.scale)))
        pen += position.x_advance * face.scale
    shown, rises = _operands(glyphs, face)
    return Shape(
        shown,
        rises,
        round(pen, 3),
        tuple((glyph.number, glyph.text) for glyph in glyphs),
        "".join(texts) == text and all(face.characters.get(glyph.number) == glyph.text for glyph in glyphs),
    )


def _texts(text: str, face: Face, glyphs: Sequence[tuple[int, int]]) -> list[str]:
    """What each glyph stands for: its own character, or what is left of the characters that it was made from."""
    starts = sorted({cluster for _, cluster in glyphs})
    left = {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
    texts: list[str | None] = []
    for number, cluster in glyphs:
        own = face.characters.get(number)
        if own is None or (own not in text and own != normalize("NFKC", own)):
            own = None  # no character, or one for a form of a letter
        elif own in left[cluster]:
            left[cluster] = left[cluster].replace(own, "", 1)
        elif own == normalize("NFC", left[cluster]):
            left[cluster] = ""
        texts.append(own)
    for place, (_, cluster) in enumerate(glyphs):
        if texts[place] is None:
            texts[place], left[cluster] = left[cluster] or _NOTHING, ""
    return [stands_for or _NOTHING for stands_for in texts]


def _operands(glyphs: Sequence[_Glyph], face: Face) -> tuple[str, tuple[tuple[float, str], ...]]:
    """For ``TJ``: all in one, and by rise where not all of them stand on the line."""
    parts: list[tuple[float, str]] = []
    pen = 0.0
    for rise, together in groupby(glyphs, key=lambda glyph: glyph.rise):
        operands: list[str] = []
        for glyph in together:
            if moved := round(pen - glyph.left, 1):
                operands.append(f"{moved:g}")
                pen -= moved
            operands.append(f"<{glyph.number:04X}>")
            pen += face.glyph_advance(glyph.number)
        parts.append((rise, f"[{' '.join(operands)}]"))
    shown = "".join(operand for _, operand in parts).replace("][", " ").replace("> <", "")
    rises = tuple((rise, operand.replace("> <", "")) for rise, operand in parts)
    return shown or "[]", rises if any(rise for rise, _ in rises) else ()
