"""Items of a list, each after its mark; and room to write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.report.engine.blocks import Block, draw_stacked, stacked_height
from intake.report.engine.setting import set_text, stroke, text_width
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import INK, QUIET, Style
from intake.report.engine.words import put

INDENT = 20.0
BOX = 11.0
ROW = 25.0
"""The height of a line that a hand writes on."""


@dataclass
class Item(Block):
    """Never parted. ``mark``: a bullet or a number; where it is empty, a box to tick."""

    mark: str
    blocks: Sequence[Block]
    style: Style
    before: float = 0
    after: float = 2

    def height(self, width: float) -> float:
        return stacked_height(self.blocks, width - INDENT)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        with sheet.inside("LI"):
            if self.mark:
                with sheet.tag("Lbl"):
                    sheet.show(set_text(put("{}", self.mark), self.style, INDENT), x, top)
            else:
                with sheet.artifact():
                    bottom = top - (self.style.leading + BOX) / 2
                    sheet.draw(f"{stroke(INK)} 1 w {x:.2f} {bottom:.2f} {BOX:g} {BOX:g} re S")
            with sheet.inside("LBody"):
                draw_stacked(self.blocks, sheet, x + INDENT, top, width - INDENT)


@dataclass
class WriteIn(Block):
    """Labels next to each other, each with a line to write on."""

    labels: Sequence[str]
    style: Style
    before: float = 0
    after: float = 5

    def height(self, width: float) -> float:
        return ROW

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        each = width / len(self.labels)
        baseline = top - ROW + 4
        for place, label in enumerate(self.labels):
            left, room = x + place * each, each - (8 if place < len(self.labels) - 1 else 0)
            if label:
                shown = put("{}", label)
                taken = text_width(shown, self.style) + 6
                with sheet.tag("P"):
                    sheet.show(set_text(shown, self.style, 1e4), left, baseline + self.style.drop)
                left, room = left + taken, room - taken
            with sheet.artifact():
                hairline(sheet, left, baseline - 2, room, QUIET)
