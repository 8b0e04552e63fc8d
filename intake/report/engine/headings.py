"""Titles of sections, in a column of their own beside the text."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Block, Paragraph, draw_stacked, stacked_height, taken
from .setting import Set, set_text
from .shapes import hairline
from .sheet import Sheet
from .styles import GUTTER, HEADING, LABEL, OVER_LINE, PART
from .words import Words, put


class Section(Block):
    """A title, and beside it what it names, under a hairline. What flows on to the next page has no title there."""

    before, after = 7.0, 0.0

    def __init__(self, title: str, blocks: Sequence[Block], *, keeps: bool = False) -> None:
        self.title = title
        self.blocks = blocks
        self.keeps = keeps

    @property
    def _name(self) -> Set:
        return set_text(put("{}", self.title), HEADING, LABEL)

    def height(self, width: float) -> float:
        return max(self._name.height, stacked_height(self.blocks, width - LABEL - GUTTER))

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if self.title:
            with sheet.artifact():
                hairline(sheet, x, top + self.before / 2, width)
            sheet.bookmark(self.title, top)
            with sheet.tag("H2"):
                sheet.show(self._name, x, top + (HEADING.drop - 11.2))
        draw_stacked(self.blocks, sheet, x + LABEL + GUTTER, top, width - LABEL - GUTTER)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        head, tail = taken(self.blocks, width - LABEL - GUTTER, room)
        if not head or not tail or self._name.height > room:
            return None
        return Section(self.title, head), Section("", tail, keeps=self.keeps)


def subheading(title: str | Words) -> Block:
    return Paragraph(put("{}", title), PART, "H3", keeps=True)


class Heading(Paragraph):
    """A title over a hairline, across the page."""

    def __init__(self, title: str) -> None:
        super().__init__(put("{}", title), OVER_LINE, "H2", keeps=True)
        self.title = title

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        sheet.bookmark(self.title, top)
        super().draw(sheet, x, top, width)
        with sheet.artifact():
            hairline(sheet, x, top - self.height(width) - 0.8, width)
