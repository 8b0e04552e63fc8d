"""Boxes to tick on the form, each with its words. A blank box is only drawn; a ticked one is also read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intake.report.engine.blocks import Block
from intake.report.engine.setting import set_text, stroke, text_width
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import INK, Style
from intake.report.engine.words import put

from .styles import ANSWER, APART, QUIET_ANSWER

TICKED = "Ticked"
BOX = 8.4
_INDENT = 12.5
_CLEAR = 4.0
"""Between words and the next box, at least."""
_MOST_COLUMNS = 4


@dataclass(frozen=True)
class Tick:
    label: str
    ticked: bool = False
    quiet: bool = False

    @property
    def style(self) -> Style:
        return QUIET_ANSWER if self.quiet else ANSWER

    def height(self, width: float) -> float:
        return set_text(put("{}", self.label), self.style, width - _INDENT - _CLEAR).height


@dataclass
class Ticks(Block):
    """Items of a list, in lines across.

    Args:
        widths: of the columns; as the words need them, where it is empty.
    """

    ticks: Sequence[Tick]
    widths: tuple[float, ...] = ()

    def height(self, width: float) -> float:
        return sum(height for height, _ in _rows(tuple(self.ticks), self.widths, width))

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        places: list[tuple[Tick, float, float, float]] = []
        for height, row in _rows(tuple(self.ticks), self.widths, width):
            left = x
            for tick, each in row:
                places.append((tick, left, top, each))
                left += each
            top -= height
        with sheet.artifact():
            draw_boxes(sheet, ((left, upper - tick.style.leading / 2) for tick, left, upper, _ in places))
        for tick, left, upper, each in places:
            with sheet.inside("LI"):
                if tick.ticked:
                    with sheet.tag("Lbl", sheet.actual_text(TICKED)):
                        draw_cross(sheet, left, upper - tick.style.leading / 2)
                with sheet.tag("LBody"):
                    sheet.show(
                        set_text(put("{}", tick.label), tick.style, each - _INDENT - _CLEAR), left + _INDENT, upper
                    )


def draw_boxes(sheet: Sheet, places: Iterable[tuple[float, float]]) -> None:
    """``places``: the left edge and the middle of each."""
    squares = " ".join(f"{x:.2f} {middle - BOX / 2:.2f} {BOX} {BOX} re" for x, middle in places)
    sheet.draw(f"{stroke(INK)} 0.7 w {squares} S")


def draw_cross(sheet: Sheet, x: float, middle: float) -> None:
    """A letter, so that it is copied, too."""
    sheet.write(x + BOX / 2, middle - BOX * 0.49, "×", BOX * 1.65, bold=True, align="center")


def room_of(tick: Tick) -> float:
    """What a box and its words take on one line, in points."""
    return _INDENT + text_width(put("{}", tick.label), tick.style) + APART


Row = tuple[float, tuple[tuple[Tick, float], ...]]
"""The height of a line, and its boxes with the width of each."""


@lru_cache(maxsize=2048)
def _rows(ticks: tuple[Tick, ...], widths: tuple[float, ...], width: float) -> tuple[Row, ...]:
    widths = widths or _columns(ticks, width)
    rows: list[Row] = []
    for start in range(0, len(ticks), len(widths)):
        row = tuple(zip(ticks[start : start + len(widths)], widths, strict=False))
        rows.append((max(tick.height(each) for tick, each in row), row))
    return tuple(rows)


def _columns(ticks: tuple[Tick, ...], width: float) -> tuple[float, ...]:
    """All on one line where there is room, else in even columns, read along the lines as on the screen."""
    needed = [room_of(tick) for tick in ticks]
    spare = width - sum(needed)
    if spare >= 0:
        return tuple(each + min(spare / len(ticks), APART) for each in needed)
    fitting = min(_MOST_COLUMNS, int(width // max(needed)))
    columns = max(fitting, 2 if len(ticks) > _MOST_COLUMNS else 1)
    return (width / columns,) * columns
