"""The clinic that sends a document, at the left of its first page; the status, framed, at the right."""

from __future__ import annotations

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.page import Mark
from intake.report.engine.shapes import Beside
from intake.report.engine.styles import ADDRESS, HANDLE, WIDTH
from intake.report.engine.words import put

_ROOM_FOR_STATUS = 120


def letterhead(clinic: str, address: str, mark: str, under_mark: str) -> Block:
    pairs = ((clinic.strip(), HANDLE), (address.strip(), ADDRESS))
    lines = [Paragraph(put("{}", text), style) for text, style in pairs if text]
    return Beside([(WIDTH - _ROOM_FOR_STATUS, lines), (_ROOM_FOR_STATUS, [Mark(mark, under_mark)])], gutter=0, after=2)
