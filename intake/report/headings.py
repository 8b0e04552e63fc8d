"""Titles of sections, over a hairline, never left alone at the foot of a column."""

from __future__ import annotations

from .blocks import Block, Paragraph, hairline
from .sheet import Sheet
from .styles import COLUMN_HEADING, COLUMN_PART, HEADING, PART, Style
from .words import Words, put


class Heading(Paragraph):
    """A title with a hairline under it."""

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        super().draw(sheet, x, top, width)
        with sheet.artifact():
            hairline(sheet, x, top - self.height(width) - 0.8, width)


def _titled(title: str, more: str) -> Words:
    return put("<b>{}</b>  <q>{}</q>", title, more) if more else put("<b>{}</b>", title)


def heading(title: str, more: str = "", *, style: Style = HEADING) -> Block:
    return Heading(_titled(title, more), style, "H2", keeps=True)


def subheading(title: str | Words, *, style: Style = PART) -> Block:
    return Paragraph(put("{}", title), style, "H3", keeps=True)


def column_heading(title: str, more: str = "") -> Block:
    return heading(title, more, style=COLUMN_HEADING)


def column_part(title: str | Words) -> Block:
    return subheading(title, style=COLUMN_PART)
