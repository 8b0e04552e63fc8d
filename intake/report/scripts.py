"""Stand-in until the real one is merged."""
from __future__ import annotations
from collections.abc import Sequence
from dataclasses import dataclass
from .faces import BOLD, REGULAR, Face


@dataclass(frozen=True)
class Glyphs:
    face: Face
    x: float
    shown: str
    advance: float
    text: str
    actual_text: bool
    span: int
    glyphs: tuple[tuple[int, str], ...]
    rise: float = 0.0


def width(text: str, bold: bool) -> float:
    return sum((BOLD if bold else REGULAR).advance.get(c, 500) for c in text)


def typeset(pieces: Sequence[tuple[str, bool]]) -> tuple[Glyphs, ...]:
    out = []
    x = 0.0
    for i, (text, bold) in enumerate(pieces):
        face = BOLD if bold else REGULAR
        w = width(text, bold)
        out.append(Glyphs(face, x, "[<" + "".join(face.code.get(c, face.code["?"]) for c in text) + ">]", w, text, False, i, tuple((face.glyphs.get(c, face.glyphs["?"]), c) for c in text)))
        x += w
    return tuple(out)
