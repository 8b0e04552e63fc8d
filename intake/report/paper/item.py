"""One question of the form as an item of a list: its number, its words, and beside or below them what can be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.report.engine.blocks import Block, draw_stacked, stacked_height, taken
from intake.report.engine.setting import set_text
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.tagging import NO_NUMBERS, Element
from intake.report.engine.words import put

from .styles import NUMBER, WORDING
from .ticks import Ticks

NUMBERED = "/A <</O /List /ListNumbering /Decimal>>"
"""The attribute of a list whose items have a number of their own."""

_ABOVE, _BELOW = 2.8, 3.6
_GAP = 2.0


@dataclass
class Numbered(Block):
    """Blocks after a number, over a hairline. Its parts, on whatever pages, are one item.

    Args:
        number: none on the parts after the first.
        element: what holds the blocks; empty until the first part is drawn, None unless it was parted.
    """

    number: int | None
    blocks: Sequence[Block]
    goes_on: bool = False
    element: list[Element] | None = None
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return _ABOVE + stacked_height(self.blocks, width - NUMBER) + (0 if self.goes_on else _BELOW)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if self.element:
            with sheet.within(self.element[0]):
                self._draw_blocks(sheet, x, top, width)
        else:
            with sheet.inside("LI"):
                with sheet.tag("Lbl"):
                    sheet.show(set_text(put("<b>{}</b>", self.number or ""), WORDING, NUMBER), x, top - _ABOVE)
                with sheet.inside("LBody") as body:
                    self._draw_blocks(sheet, x, top, width)
            if self.element == []:
                self.element.append(body)
        if not self.goes_on:
            with sheet.artifact():
                hairline(sheet, x, top - self.height(width), width, thickness=0.4)

    def _draw_blocks(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        draw_stacked(self.blocks, sheet, x + NUMBER, top - _ABOVE, width - NUMBER)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        head, tail = taken(self.blocks, width - NUMBER, room - _ABOVE)
        if not head or not tail:
            return None
        shared = [] if self.element is None else self.element
        return Numbered(self.number, head, goes_on=True, element=shared), Numbered(None, tail, element=shared)


@dataclass
class Asking(Block):
    """The words of a question, at the right boxes, and below them more boxes. Read in that order, save that what stands
    below is read before "Does not know" and "Declined". Never parted.

    Args:
        written: stands left of the boxes, as wide as ``line``.
    """

    wording: Sequence[Block]
    beside: Ticks
    below: Block | None = None
    written: Block | None = None
    line: float = 0

    def _words(self, width: float) -> float:
        return width - sum(self.beside.widths) - (self.line + 12 if self.written else 0)

    def _upper(self, width: float) -> float:
        upper = max(stacked_height(self.wording, self._words(width) - 4), self.beside.height(width))
        return max(upper, self.written.height(self.line)) if self.written else upper

    def height(self, width: float) -> float:
        return self._upper(width) + (_GAP + self.below.height(width) if self.below else 0)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        draw_stacked(self.wording, sheet, x, top, self._words(width) - 4)
        right = x + width - sum(self.beside.widths)
        if self.written:
            self.written.draw(sheet, right - self.line - 12, top, self.line)
        with sheet.inside("L", NO_NUMBERS):
            if self.below:
                self.below.draw(sheet, x, top - self._upper(width) - _GAP, width)
            self.beside.draw(sheet, right, top, width)
