"""Boxes to tick on the form, each with its words."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table

from .fonts import REGULAR
from .parts import TickBox, paragraph, table
from .styles import QUIET_TICK, TICK_LINE
from .text import printable

_BOX, _INDENT, _APART = 8.0, 12.5, 8.0
_NO_ROOM = (("TOPPADDING", (0, 0), (-1, -1), 0.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4))


class Tick(Flowable):
    """A box and its words, which may run over several lines."""

    def __init__(self, label: str, *, ticked: bool = False, quiet: bool = False) -> None:
        super().__init__()
        self.label = label
        self.box = TickBox(_BOX, ticked=ticked)
        self.words = paragraph(QUIET_TICK if quiet else TICK_LINE, "{}", label)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        _, height = self.words.wrap(available_width - _INDENT, available_height)
        self.height = max(height, _BOX + 2)
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        self.box.drawOn(self.canv, 0, self.height - _BOX - 1.6)
        self.words.drawOn(self.canv, _INDENT, self.height - self.words.height)


def width_of(label: str, *, quiet: bool = False) -> float:
    """The room that a box and its words take on one line."""
    style = QUIET_TICK if quiet else TICK_LINE
    return _INDENT + stringWidth(printable(label), REGULAR, style.fontSize) + _APART


def laid_out(ticks: Sequence[Tick], width: float) -> Table:
    """In one line where there is room, else in columns; read along the lines, as on the screen."""
    widths = [width_of(tick.label) for tick in ticks]
    if sum(widths) <= width:
        spare = (width - sum(widths)) / len(ticks)
        return table([list(ticks)], [each + min(spare, _APART * 2) for each in widths], *_NO_ROOM, rules=False)
    fitting = min(4, int(width // max(widths)))
    columns = max(fitting, 2 if len(ticks) > 4 else 1)
    cells: list[Flowable | str] = [*ticks, *[""] * (-len(ticks) % columns)]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return table(rows, [width / columns] * columns, *_NO_ROOM, rules=False)
