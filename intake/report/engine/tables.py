"""Tables, read row by row: cells of text, hairlines between rows, no grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from .blocks import Block
from .setting import Set, set_text
from .shapes import hairline
from .sheet import Sheet
from .styles import Style
from .tagging import COLUMN_HEAD, ROW_HEAD, Element
from .words import Words

Cell = tuple[Words, Style]


@dataclass
class Table(Block):
    """Rows may stand on different pages; a row never parts, so its cells must be short.

    Args:
        widths: of the columns; 0 for what is left of the table's own.
        heads: how many of the first rows name the columns; they are drawn again on the next page, not read again.
        row_heads: whether the first cell of a row names it.
    """

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heads: int = 1
    row_heads: bool = False
    pad: float = 1.6
    apart: float = 5
    before: float = 0
    after: float = 4
    resumed: bool = False
    element: list[Element] = field(default_factory=list)
    """Empty until the first part is drawn: a table that goes over pages is one table."""
    _kept: tuple[float, list[float]] | None = None

    def _columns(self, width: float) -> list[float]:
        left = width - sum(self.widths)
        return [column or left for column in self.widths]

    def height(self, width: float) -> float:
        return sum(self._heights(width))

    def _heights(self, width: float) -> list[float]:
        """Of the rows; asked again and again for one width while pages are made."""
        if self._kept is None or self._kept[0] != width:
            columns = self._columns(width)
            cells = ([text.height for text in self._set(row, columns)] for row in self.rows)
            self._kept = (width, [max(heights) + 2 * self.pad for heights in cells])
        return self._kept[1]

    def _set(self, row: Sequence[Cell], columns: Sequence[float]) -> list[Set]:
        return [set_text(*cell, column - self.apart) for cell, column in zip(row, columns, strict=True)]

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.element:
            self.element.append(sheet.element("Table"))
        columns = self._columns(width)
        lefts = list(accumulate(columns[:-1], initial=x))
        with sheet.within(self.element[0]):
            for place, (row, height) in enumerate(zip(self.rows, self._heights(width), strict=True)):
                is_head, cells = place < self.heads, zip(self._set(row, columns), lefts, strict=True)
                if self.resumed and is_head:
                    with sheet.artifact():
                        for text, left in cells:
                            sheet.show(text, left, top - self.pad)
                else:
                    with sheet.inside("TR"):
                        for column, (text, left) in enumerate(cells):
                            scope = COLUMN_HEAD if is_head else ROW_HEAD if self.row_heads and not column else ""
                            with sheet.tag("TH" if scope else "TD", scope):
                                sheet.show(text, left, top - self.pad)
                top -= height
                with sheet.artifact():
                    hairline(sheet, x, top, sum(columns), thickness=0.4)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        used, place = 0.0, 0
        for height in self._heights(width):
            used += height
            if used > room + 0.01:
                break
            place += 1
        if place <= self.heads or place >= len(self.rows):
            return None
        rest = [*self.rows[: self.heads], *self.rows[place:]]
        return (
            replace(self, rows=self.rows[:place], after=0, _kept=None),
            replace(self, rows=rest, resumed=True, before=0, _kept=None),
        )
