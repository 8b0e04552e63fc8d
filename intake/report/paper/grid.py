"""A questionnaire whose items are answered in the same words: a table, with a box under each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.clinical.language.answers import Answer
from intake.report.engine.blocks import Block
from intake.report.engine.setting import set_text
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.tagging import COLUMN_HEAD, ROW_HEAD
from intake.report.engine.words import Words, put

from .answer import is_ticked
from .styles import GRID_HEAD, HELP, NUMBER, WORDING
from .ticks import BOX, draw_boxes, draw_cross

_EACH = 44.0
"""Room for one answer, in points."""
_PAD = 3.0


@dataclass(frozen=True)
class Row:
    number: int
    wording: str
    answer: Answer


@dataclass
class Grid(Block):
    """Read as a table of three columns: number, words, and the answer that is ticked. Never parted.

    Args:
        answers: what stands above each column of boxes, and the answer it stands for.
    """

    rows: Sequence[Row]
    answers: Sequence[tuple[str, Answer]]
    before: float = 2
    after: float = 4

    def _words(self, width: float) -> float:
        return width - NUMBER - len(self.answers) * _EACH

    def _heads(self) -> list[tuple[float, Words]]:
        return [(place * _EACH, put("{}", label)) for place, (label, _) in enumerate(self.answers)]

    def _head_height(self) -> float:
        return max(set_text(words, GRID_HEAD, _EACH - 4).height for _, words in self._heads()) + _PAD

    def _row_height(self, row: Row, width: float) -> float:
        return set_text(put("{}", row.wording), WORDING, self._words(width) - 5).height + 2 * _PAD

    def height(self, width: float) -> float:
        return self._head_height() + sum(self._row_height(row, width) for row in self.rows)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        with sheet.inside("Table"):
            self._draw_heads(sheet, x, top, width)
            top -= self._head_height()
            for row in self.rows:
                height = self._row_height(row, width)
                with sheet.artifact():
                    hairline(sheet, x, top, width, thickness=0.4)
                    boxes = (self._box(x, width, place) for place in range(len(self.answers)))
                    draw_boxes(sheet, ((left, top - height / 2) for left in boxes))
                with sheet.inside("TR"):
                    self._draw_row(sheet, row, x, top, width)
                top -= height
        with sheet.artifact():
            hairline(sheet, x, top, width, thickness=0.4)

    def _box(self, x: float, width: float, place: int) -> float:
        return x + NUMBER + self._words(width) + (place + 0.5) * _EACH - BOX / 2

    def _draw_heads(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        foot = top - self._head_height() + HELP.leading + 1
        with sheet.inside("TR"):
            for left, name in ((x, "No."), (x + NUMBER, "Question")):
                with sheet.tag("TH", COLUMN_HEAD):
                    sheet.show(set_text(put("{}", name), HELP, 1e4), left, foot)
            start = x + NUMBER + self._words(width)
            with sheet.inside("TH", COLUMN_HEAD):
                for left, words in self._heads():
                    lines = set_text(words, GRID_HEAD, _EACH - 4)
                    with sheet.tag("P"):
                        sheet.show(lines, start + left + 2, top - self._head_height() + _PAD + lines.height)

    def _draw_row(self, sheet: Sheet, row: Row, x: float, top: float, width: float) -> None:
        middle = top - self._row_height(row, width) / 2
        with sheet.tag("TD"):
            sheet.show(set_text(put("<b>{}</b>", row.number), WORDING, NUMBER), x, top - _PAD)
        with sheet.tag("TH", ROW_HEAD):
            lines = set_text(put("{}", row.wording), WORDING, self._words(width) - 5)
            sheet.show(lines, x + NUMBER, top - _PAD)
        chosen = [place for place, (_, answer) in enumerate(self.answers) if is_ticked(row.answer, answer)]
        with sheet.inside("TD"):
            for place in chosen:
                with sheet.tag("P", sheet.actual_text(self.answers[place][0])):
                    draw_cross(sheet, self._box(x, width, place), middle)
