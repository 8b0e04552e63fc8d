"""A QR code: the address of the same page for a phone, drawn as squares."""

from __future__ import annotations

from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import INK

QUIET_ZONE = 4
"""Empty squares around it, without which a phone does not find it."""


@lru_cache(maxsize=32)
def squares(address: str) -> tuple[tuple[bool, ...], ...]:
    """Its rows from the top, true where dark. A sixth of it can be stained and it is still read (level M)."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(address)
    code.make()
    return tuple(tuple(map(bool, row)) for row in code.modules)


def qr_picture(address: str, size: float) -> Picture:
    """As wide and tall as this, in points, the empty border included."""
    rows = squares(address)
    each = size / (len(rows) + 2 * QUIET_ZONE)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        top = y + size - QUIET_ZONE * each
        left = x + QUIET_ZONE * each
        boxes = " ".join(
            f"{left + column * each:.3f} {top - (row + 1) * each:.3f} {each:.3f} {each:.3f} re"
            for row, line in enumerate(rows)
            for column, dark in enumerate(line)
            if dark
        )
        sheet.draw(f"{fill(INK)} {boxes} f")

    return Picture(size, size, f"QR code of {address}", paint)
