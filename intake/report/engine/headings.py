"""Titles of sections, over a hairline, never left alone at the foot of a column."""

from __future__ import annotations

from .blocks import Block, Paragraph
from .setting import Set, set_text
from .shapes import hairline
from .sheet import Sheet
from .styles import COLUMN_HEADING, COLUMN_PART, HEADING, PART, QUIET, Style, beginning_after
from .words import Words, put


class Heading(Block):
    """A title over a hairline; what is said of it stands on the same line, and is no part of the title."""

    keeps = True

    def __init__(self, title: Words, more: Words, style: Style) -> None:
        self.title = title
        self.more = more
        self.style = style
        self.before, self.after = style.before, style.after

    def at(self, scale: float) -> Block:
        return Heading(self.title, self.more, self.style.at(scale))

    def height(self, width: float) -> float:
        title, more = self._set(width)
        return title.height + (more.height - self.style.leading if more else 0)

    def _set(self, width: float) -> tuple[Set, Set | None]:
        title = set_text(self.title, self.style, width)
        if not self.more:
            return title, None
        room = round(title.lines[-1].width + 4, 1)
        return title, set_text(self.more, beginning_after(room, self.style, QUIET), width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        title, more = self._set(width)
        sheet.bookmark(self.title.text, top)
        with sheet.tag("H2"):
            sheet.show(title, x, top)
        if more:
            with sheet.tag("P"):
                sheet.show(more, x, top - title.height + self.style.leading)
        with sheet.artifact():
            hairline(sheet, x, top - self.height(width) - 0.8, width)


def heading(title: str, more: str = "", *, style: Style = HEADING) -> Block:
    return Heading(put("<b>{}</b>", title), put("{}", more), style)


def subheading(title: str | Words, *, style: Style = PART) -> Block:
    return Paragraph(put("{}", title), style, "H3", keeps=True)


def column_heading(title: str, more: str = "") -> Block:
    return heading(title, more, style=COLUMN_HEADING)


def column_part(title: str | Words) -> Block:
    return subheading(title, style=COLUMN_PART)
