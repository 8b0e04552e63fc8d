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


def heading(title: str, more: str = "", *, scale: float = 1, style: Style = HEADING) -> Block:
    return Heading(_titled(title, more), style.at(scale), "H2", keeps=True)


def subheading(title: str | Words, *, scale: float = 1, style: Style = PART) -> Block:
    return Paragraph(put("{}", title), style.at(scale), "H3", keeps=True)


def column_heading(title: str, more: str = "", *, scale: float = 1) -> Block:
    return heading(title, more, scale=scale, style=COLUMN_HEADING)


def column_part(title: str | Words, *, scale: float = 1) -> Block:
    return subheading(title, scale=scale, style=COLUMN_PART)
