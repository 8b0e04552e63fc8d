"""Tables, read row by row: cells of text or of blocks, hairlines between rows, no grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .blocks import Block, at, draw_stacked, stacked_height
from .setting import set_text
from .shapes import hairline
from .sheet import Sheet
from .styles import Style
from .tagging import COLUMN_HEAD, ROW_HEAD, Element
from .words import Words

Cell = tuple[Words, Style] | Sequence[Block]
"""Text, or blocks one below the other."""


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
    ruled: bool = True
    pad: float = 1.6
    apart: float = 5
    before: float = 0
    after: float = 4
    resumed: bool = False
    element: list[Element] = field(default_factory=list)
    """Empty until the first part is drawn: a table that goes over pages is one table."""
    _kept: tuple[float, list[float]] | None = None

    def at(self, scale: float) -> Block:
        rows = [[_cell_at(cell, scale) for cell in row] for row in self.rows]
        widths = [round(width * scale, 1) for width in self.widths]
        pad, before, after = self.pad * scale, self.before * scale, self.after * scale
        return replace(self, rows=rows, widths=widths, pad=pad, before=before, after=after, _kept=None)

    def _columns(self, width: float) -> list[float]:
        left = width - sum(self.widths)
        return [column or left for column in self.widths]

    def height(self, width: float) -> float:
        return sum(self._heights(width))

    def _heights(self, width: float) -> list[float]:
        """Of the rows; asked again and again for one width while pages are made."""
        if self._kept is None or self._kept[0] != width:
            columns = self._columns(width)
            self._kept = (width, [self._row_height(row, columns) for row in self.rows])
        return self._kept[1]

    def _row_height(self, row: Sequence[Cell], columns: Sequence[float]) -> float:
        pairs = zip(row, columns, strict=True)
        return max(_cell_height(cell, width - self.apart) for cell, width in pairs) + 2 * self.pad

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.element:
            self.element.append(sheet.element("Table"))
        columns = self._columns(width)
        with sheet.within(self.element[0]):
            for place, (row, height) in enumerate(zip(self.rows, self._heights(width), strict=True)):
                if self.resumed and place < self.heads:
                    with sheet.artifact():
                        self._draw_again(sheet, row, columns, x, top)
                else:
                    with sheet.inside("TR"):
                        self._draw_row(sheet, row, columns, x, top, is_head=place < self.heads)
                top -= height
                if self.ruled:
                    with sheet.artifact():
                        hairline(sheet, x, top, sum(columns), thickness=0.4)

    def _draw_row(
        self, sheet: Sheet, row: Sequence[Cell], columns: Sequence[float], x: float, top: float, *, is_head: bool
    ) -> None:
        for place, (cell, width) in enumerate(zip(row, columns, strict=True)):
            scope = COLUMN_HEAD if is_head else ROW_HEAD if self.row_heads and not place else ""
            role, inner = "TH" if scope else "TD", width - self.apart
            if isinstance(cell, tuple):
                with sheet.tag(role, scope):
                    sheet.show(set_text(*cell, inner), x, top - self.pad)
            else:
                with sheet.inside(role, scope):
                    draw_stacked(cell, sheet, x, top - self.pad, inner)
            x += width

    def _draw_again(self, sheet: Sheet, row: Sequence[Cell], columns: Sequence[float], x: float, top: float) -> None:
        for cell, width in zip(row, columns, strict=True):
            if isinstance(cell, tuple):
                sheet.show(set_text(*cell, width - self.apart), x, top - self.pad)
            x += width

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


def _cell_at(cell: Cell, scale: float) -> Cell:
    return (cell[0], cell[1].at(scale)) if isinstance(cell, tuple) else at(cell, scale)


def _cell_height(cell: Cell, width: float) -> float:
    if isinstance(cell, tuple):
        return set_text(*cell, width).height
    return stacked_height(cell, width)
