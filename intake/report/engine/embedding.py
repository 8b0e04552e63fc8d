"""A typeface in a document: the glyphs it uses, their widths, and the text each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import md5
from itertools import groupby
from typing import TYPE_CHECKING

from .faces import Face

if TYPE_CHECKING:
    from .file import Objects


def font_objects(objects: Objects, face: Face, more: Mapping[int, str]) -> int:
    """Add the face's objects. Returns the number of the font.

    Args:
        more: glyphs beyond the usual ones, each with the text it stands for.
    """
    texts = {**face.usual, **more}
    glyphs = frozenset(texts)
    length, program = face.program(glyphs)
    file = objects.add(
        b"<</Length1 %d /Filter /FlateDecode /Length %d>>\nstream\n%s\r\nendstream" % (length, len(program), program)
    )
    name = f"{_tag(face, glyphs)}+{face.postscript_name}"
    descriptor = objects.add(
        f"<</Type /FontDescriptor /FontName /{name} {_measures(face)} /FontFile2 {file} 0 R>>".encode()
    )
    descendant = objects.add(
        (
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity "
            f"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            f"/FontDescriptor {descriptor} 0 R /DW 0 {_widths(face, glyphs)}>>"
        ).encode()
    )
    to_unicode = objects.add(_to_unicode(tuple(sorted(texts.items()))))
    return objects.add(
        (
            f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R>>"
        ).encode()
    )


@lru_cache(maxsize=256)
def _tag(face: Face, glyphs: frozenset[int]) -> str:
    """Six letters that tell one subset from another."""
    digest = md5(repr((face.postscript_name, sorted(glyphs))).encode(), usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


@lru_cache(maxsize=64)
def _measures(face: Face) -> str:
    scale = 1000 / face.face.upem
    extents = face.font.get_font_extents("ltr")
    table = face.face.reference_table("head").data
    box = [int.from_bytes(table[place : place + 2], "big", signed=True) * scale for place in range(36, 44, 2)]
    cap = face.font.get_glyph_extents(face.glyphs["H"]) if "H" in face.glyphs else None
    corners = " ".join(f"{corner:.0f}" for corner in box)
    height = cap.y_bearing * scale if cap else extents.ascender * scale
    return (
        f"/Flags 4 /FontBBox [{corners}] /ItalicAngle 0 /Ascent {extents.ascender * scale:.0f} "
        f"/Descent {extents.descender * scale:.0f} /CapHeight {height:.0f} /StemV {120 if face.weight > 500 else 80}"
    )


@lru_cache(maxsize=64)
def _widths(face: Face, glyphs: frozenset[int]) -> str:
    """``/W [3 [265 238] 17 [502]]``: runs of glyphs whose numbers follow each other."""
    runs = []
    for _, run in groupby(enumerate(sorted({0, *glyphs})), key=lambda pair: pair[1] - pair[0]):
        numbers = [glyph for _, glyph in run]
        runs.append(f"{numbers[0]} [{' '.join(f'{face.glyph_advance(glyph):g}' for glyph in numbers)}]")
    return f"/W [{' '.join(runs)}]"


@lru_cache(maxsize=64)
def _to_unicode(texts: tuple[tuple[int, str], ...]) -> bytes:
    from .file import stream

    blocks = []
    for start in range(0, len(texts), 100):  # the format allows so many at once
        part = texts[start : start + 100]
        pairs = "\n".join(f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in part)
        blocks.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar")
    body = "\n".join(blocks)
    return stream(
        b"",
        (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii"),
    )
