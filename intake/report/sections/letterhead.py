"""The clinic that sends a document, at the left of its first page; the status, framed, at the right."""

from __future__ import annotations

from collections.abc import Sequence

from intake.report.engine.bitmap import bitmap
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.page import Mark
from intake.report.engine.shapes import Beside, Picture
from intake.report.engine.styles import HANDLE, QUIET_SMALL, TITLE, WIDTH
from intake.report.engine.words import APART, put
from intake.report.summary import Letterhead

_ROOM_FOR_TITLE, _ROOM_FOR_STATUS = 130, 100
_LOGO_AT_MOST = (110, 36)
"""Points: no taller than the name over an address of two lines."""
_BESIDE_LOGO = 8


def letterhead(sender: Letterhead, title: str, mark: str, under_mark: str) -> Block:
    """The clinic, the document's title, and its status."""
    reached = APART.join(
        f"{label} {text.strip()}" for label, text in (("Phone", sender.phone), ("E-mail", sender.email)) if text.strip()
    )
    pairs = ((sender.clinic.strip(), HANDLE), (sender.address.strip(), QUIET_SMALL), (reached, QUIET_SMALL))
    lines = [Paragraph(put("{}", text), style) for text, style in pairs if text]
    columns: list[tuple[float, Sequence[Block]]] = []
    if sender.logo:
        logo = _logo(sender)
        columns.append((logo.width + _BESIDE_LOGO, [logo]))
    taken = sum(width for width, _ in columns)
    left = WIDTH - _ROOM_FOR_TITLE - _ROOM_FOR_STATUS - taken
    columns += [(left, lines), (_ROOM_FOR_TITLE, [Paragraph(put("{}", title), TITLE, "H1")])]
    columns.append((_ROOM_FOR_STATUS, [Mark(mark, under_mark)]))
    return Beside(columns, gutter=0, after=2)


def _logo(sender: Letterhead) -> Picture:
    shown = bitmap(sender.logo)
    width, height = shown.fitting(*_LOGO_AT_MOST)
    alt = f"Logo of {sender.clinic.strip() or 'the clinic'}"
    return Picture(width, height, alt, lambda sheet, x, y: sheet.put_bitmap(shown, (x, y, width, height)))
