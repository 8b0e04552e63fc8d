"""Blocks that are more than text: beside a bar, beside each other, pictures, lines to write on, room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.colors import Color

from .blocks import Block, draw_stacked, stacked_height, taken
from .setting import fill, stroke
from .sheet import Sheet
from .styles import HAIRLINE


@dataclass
class Barred(Block):
    """Blocks beside one bar, on a tint. Parts of it that flow on keep both."""

    blocks: Sequence[Block]
    bar: Color
    tint: Color | None = None
    inset: float = 8
    pad: float = 3.5
    before: float = 4
    after: float = 5

    def height(self, width: float) -> float:
        return stacked_height(self.blocks, width - self.inset - self.pad) + 2 * self.pad

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        height = self.height(width)
        with sheet.artifact():
            if self.tint is not None:
                sheet.draw(f"{fill(self.tint)} {x:.2f} {top - height:.2f} {width:.2f} {height:.2f} re f")
            sheet.draw(f"{fill(self.bar)} {x:.2f} {top - height:.2f} 2.6 {height:.2f} re f")
        draw_stacked(self.blocks, sheet, x + self.inset, top - self.pad, width - self.inset - self.pad)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        head, tail = taken(self.blocks, width - self.inset - self.pad, room - 2 * self.pad)
        return (self._like(head), self._like(tail)) if head and tail else None

    def _like(self, blocks: Sequence[Block]) -> Barred:
        return Barred(blocks, self.bar, self.tint, self.inset, self.pad, self.before, self.after)


@dataclass
class Beside(Block):
    """Blocks next to each other, read from the left: (width, blocks) each. Never parted."""

    columns: Sequence[tuple[float, Sequence[Block]]]
    gutter: float
    before: float = 0
    after: float = 0
    keeps: bool = False

    def height(self, width: float) -> float:
        return max(stacked_height(blocks, column) for column, blocks in self.columns)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        for column, blocks in self.columns:
            draw_stacked(blocks, sheet, x, top, column)
            x += column + self.gutter


@dataclass
class Picture(Block):
    """A figure with its alternative text. ``paint`` draws it, its lower left corner at (x, y)."""

    width: float
    tall: float
    alt: str
    paint: Callable[[Sheet, float, float], None]
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return self.tall

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        bottom = top - self.tall
        with sheet.figure(self.alt, (x, bottom, x + self.width, top)):
            self.paint(sheet, x, bottom)


@dataclass
class Rule(Block):
    """A hairline over what follows."""

    before: float = 2
    after: float = 2
    keeps: bool = True
    colour: Color = field(default=HAIRLINE)

    def height(self, width: float) -> float:
        return 0

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        with sheet.artifact():
            hairline(sheet, x, top, width, self.colour)


@dataclass
class Lines(Block):
    """Room to write by hand, over hairlines."""

    count: int = 1
    each: float = 17
    colour: Color = field(default=HAIRLINE)
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return self.count * self.each

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        with sheet.artifact():
            for line in range(1, self.count + 1):
                hairline(sheet, x, top - line * self.each, width, self.colour)


@dataclass
class Space(Block):
    tall: float
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return self.tall

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        pass


def hairline(sheet: Sheet, x: float, y: float, width: float, colour: Color = HAIRLINE, thickness: float = 0.6) -> None:
    sheet.draw(f"{stroke(colour)} {thickness:g} w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")
