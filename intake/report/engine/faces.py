"""Typefaces: how wide each character is, which glyph shows it, and what of the font file goes into a document.

A glyph keeps the number it has in its font file, so a character is written the same way in every document: encoded text
can be kept and used again, in any thread.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import normalize

import fontpkg
import uharfbuzz as hb

_NOT_EMBEDDED = (b"GSUB", b"GPOS", b"GDEF", b"DSIG", b"gasp", b"STAT", b"HVAR", b"MVAR", b"avar", b"BASE")
_USUAL = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "‘’“”„…–—−•·×≤≥→←↑↓€™")])  # noqa: RUF001
"""Characters whose glyphs every document carries, so that what is embedded is made once."""
_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})
"""Inside a PDF string in brackets."""


class Face:
    """One font file, at one weight.

    Args:
        name: what the page's text calls it, such as ``F1``.
        weight: for a font with a weight axis, the place on it, or as near as the axis goes; else of no effect.

    Raises:
        ValueError: the file is not a TrueType font that may be embedded.
    """

    def __init__(self, name: str, file: Path, weight: int) -> None:
        self.name = name
        self.file = file
        blob = hb.Blob.from_file_path(str(file))
        self.face = hb.Face(blob)
        if "glyf" not in self.face.table_tags:
            raise ValueError(f"{file.name} is not a TrueType font")
        if _forbids_embedding(self.face):
            raise ValueError(f"{file.name} does not allow a part of it to be embedded")
        self.font = hb.Font(self.face)
        axes = self.face.axis_infos if self.face.has_var_data else ()
        self.variations: Mapping[str, float] = {
            axis.tag: min(max(weight, axis.min_value), axis.max_value) for axis in axes if axis.tag == "wght"
        }
        if self.variations:
            self.font.set_variations(dict(self.variations))
        self.weight = int(self.font.get_style_value(hb.StyleTag.WEIGHT))
        self.scale = 1000 / self.face.upem
        """Of the font's units, to 1/1000 of the type size."""
        self.glyphs: dict[str, int] = {}
        """Glyph by character. Glyph 0, the black box, is in it for none."""
        for code in self.face.unicodes:
            if glyph := self.font.get_nominal_glyph(code):
                self.glyphs[chr(code)] = glyph
        self.advance = {character: self.glyph_advance(glyph) for character, glyph in self.glyphs.items()}
        """Width by character, in 1/1000 of the type size."""
        self.code = {
            character: glyph.to_bytes(2, "big").decode("latin-1").translate(_ESCAPES)
            for character, glyph in self.glyphs.items()
        }
        """The character inside a PDF string in brackets: its glyph's number as two bytes, each a Latin-1 character."""
        self.usual = {self.glyphs[chr(code)]: chr(code) for code in sorted(_USUAL) if chr(code) in self.glyphs}
        """The glyphs that are embedded in any case, each with its character."""

    def glyph_advance(self, glyph: int) -> float:
        return round(float(self.font.get_glyph_h_advance(glyph) * self.scale), 3)

    def width(self, text: str) -> float:
        """In 1/1000 of the type size; every character must be one of this face."""
        return sum(map(self.advance.__getitem__, text))

    def encoded(self, text: str) -> str:
        return "".join(map(self.code.__getitem__, text))

    @cached_property
    def characters(self) -> dict[int, str]:
        """What each glyph stands for wherever it is used; forms of a letter, for the letter itself."""
        characters: dict[int, str] = {}
        for character, glyph in sorted(self.glyphs.items(), key=lambda pair: _plainness(pair[0])):
            characters.setdefault(glyph, normalize("NFKC", character) if _plainness(character)[0] else character)
        return characters

    @cached_property
    def postscript_name(self) -> str:
        named = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.file.stem
        at = f"-{self.weight}" if self.variations else ""
        return re.sub("[^A-Za-z0-9-]", "", f"{named}{at}")

    @lru_cache(maxsize=64)  # noqa: B019  # faces live as long as the process
    def program(self, glyphs: frozenset[int]) -> tuple[int, bytes]:
        """The font file with these glyphs only: its length, and itself deflated."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _NOT_EMBEDDED)
        if self.face.has_var_data:
            wanted.pin_all_axes_to_default(self.face)
            for axis, place in self.variations.items():
                wanted.pin_axis_location(self.face, axis, place)
        data = bytes(hb.subset(self.face, wanted).blob.data)
        return len(data), zlib.compress(data, 9)


def _plainness(character: str) -> tuple[int, str]:
    """To sort by: Unicode also numbers forms of Hebrew and Arabic letters, rarer Arabic ones below the usual ones."""
    place = 1 if "\ufe70" <= character <= "\ufefc" else 2 if "\ufb1d" <= character <= "\ufdff" else 0
    return place, character


def _forbids_embedding(face: hb.Face) -> bool:
    """What the font's maker says about it. Source: OpenType, table OS/2, fsType."""
    table = face.reference_table("OS/2").data
    allowed = int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0
    restricted, no_subset, bitmaps_only = 0x0002, 0x0100, 0x0200
    return allowed & 0xF == restricted or bool(allowed & (no_subset | bitmaps_only))


REGULAR = Face("F1", Path(str(fontpkg.path("fira-sans-condensed", 400, "normal"))), 400)
BOLD = Face("F2", Path(str(fontpkg.path("fira-sans-condensed", 600, "normal"))), 600)
