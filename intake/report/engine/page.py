"""What stands on every page around the text: whose it is, its status, its footer and page number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.lib.units import mm

from .blocks import Block
from .flow import Frame
from .setting import set_text, text_width
from .shapes import hairline
from .sheet import Sheet
from .styles import ACCENT, ACROSS, PALE, QUIET, WIDTH, Paper, Style
from .text import clipped
from .words import APART, put

_FIRST, _LATER, _FOOT = 9 * mm, 18 * mm, 14 * mm
"""What is left free at the head of the first page and of the others, and at the foot."""
_NAME = Style(10, 12, bold=True, letters=ACROSS)
_ABOUT = Style(9, 12, letters=ACROSS)
_FOOTER = Style(9, 11, colour=QUIET, letters=ACROSS)
_HEADER_KIND = "/Type /Pagination /Subtype /Header"
_FOOTER_KIND = "/Type /Pagination /Subtype /Footer"
_MARK = Style(10, 12, bold=True, colour=ACCENT)

ALONE = "CLINICIAN ONLY"
"""Framed at the head of each page that belongs on no shared copy."""


@dataclass(frozen=True)
class Furniture:
    """What stands on every page."""

    name: str
    """At the head of each page but the first; where it is empty, a line to write it on."""
    about: str
    """After the name."""
    mark: str
    """Framed, at the right; none where it is empty."""
    footer: str
    across: str = ""
    """In large pale letters behind the text of every page."""


class Run(NamedTuple):
    """Pages that are numbered together."""

    pages: int
    number: str
    """``Page {} of {}``."""
    alone: bool = False
    """For the clinician alone."""


@dataclass
class Mark(Block):
    """The status, framed, so that it does not hang on colour, with what it means; at the right edge."""

    text: str
    under: str
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return 31 if self.text else 0

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.text:
            return
        with sheet.tag("P"):
            _frame_mark(sheet, x + width, top, self.text)
        with sheet.tag("P"):
            under = put("{}", self.under)
            sheet.show(set_text(under, _FOOTER, 1e4), x + width - text_width(under, _FOOTER), top - 18)


def _frame_mark(sheet: Sheet, right: float, top: float, text: str) -> float:
    """Returns its width."""
    mark = put("{}", clipped(text, 14))
    width = text_width(mark, _MARK) + 12
    sheet.setStrokeColor(ACCENT)
    sheet.setLineWidth(1)
    sheet.roundRect(right - width, top - 15, width, 15, 3)
    sheet.show(set_text(mark, _MARK, 1e4), right - width + 6, top - 1.3)
    return width


def first_frame(paper: Paper) -> Frame:
    top = paper.height - _FIRST
    return Frame(paper.margin, top, WIDTH, top - _FOOT)


def later_frames(paper: Paper) -> Iterator[Frame]:
    """Page after page."""
    top = paper.height - _LATER
    while True:
        yield Frame(paper.margin, top, WIDTH, top - _FOOT, new_page=True)


def draw_furniture(sheet: Sheet, furniture: Furniture, runs: Sequence[Run]) -> None:
    """On all pages, once they are drawn."""
    page = 0
    for run in runs:
        for number in range(1, run.pages + 1):
            sheet.turn_to(page)
            if furniture.across:
                _draw_across(sheet, furniture.across)
            if page:
                _draw_header(sheet, furniture, alone=run.alone)
            _draw_footer(sheet, furniture.footer, run.number.format(number, run.pages))
            page += 1


def _draw_footer(sheet: Sheet, text: str, number: str) -> None:
    left, right = sheet.paper.margin, sheet.paper.margin + WIDTH
    width = text_width(put("{}", number), _FOOTER)
    with sheet.artifact(_FOOTER_KIND):
        hairline(sheet, left, 12.5 * mm, WIDTH)
        sheet.show(set_text(put("{}", _fitted(text, WIDTH - width - 12, _FOOTER)), _FOOTER, 1e4), left, 11.5 * mm)
    with sheet.artifact(_FOOTER_KIND):
        sheet.show(set_text(put("{}", number), _FOOTER, 1e4), right - width, 11.5 * mm)


def _draw_header(sheet: Sheet, furniture: Furniture, *, alone: bool) -> None:
    """So that a page that comes loose still says whose it is. ``alone``: for the clinician alone."""
    left, top = sheet.paper.margin, sheet.paper.height - 8 * mm
    free = left + WIDTH
    for mark in filter(None, (furniture.mark, ALONE if alone else "")):
        with sheet.artifact(_HEADER_KIND):
            free -= _frame_mark(sheet, free, top + 1.5, mark) + 6
    with sheet.artifact(_HEADER_KIND):
        if furniture.name:
            about = put("{}", furniture.about)
            room = free - left - text_width(about, _ABOUT) - 8
            name = put("{}", _fitted(furniture.name, room, _NAME))
            sheet.show(set_text(name, _NAME, 1e4), left, top)
            sheet.show(set_text(about, _ABOUT, 1e4), left + text_width(name, _NAME) + 4, top)
        else:
            _line_to_write_on(sheet, "Name", left, 75 * mm, top)
            _line_to_write_on(sheet, "Record number", left + 85 * mm, 60 * mm, top)
        hairline(sheet, left, sheet.paper.height - 15 * mm, WIDTH)


def _line_to_write_on(sheet: Sheet, label: str, x: float, width: float, top: float) -> None:
    shown = put("{}", label)
    sheet.show(set_text(shown, _ABOUT, 1e4), x, top)
    start = text_width(shown, _ABOUT) + 4
    hairline(sheet, x + start, top - 10, width - start, QUIET)


def _draw_across(sheet: Sheet, text: str) -> None:
    """A page that comes loose and is copied still says it. Behind the text, so drawn before it."""
    code = sheet.behind()
    with sheet.artifact("/Type /Pagination /Subtype /Watermark"):
        sheet.saveState()
        sheet.translate(sheet.paper.width / 2, sheet.paper.height / 2)
        sheet.rotate(50)
        sheet.write(0, -65, text, 190, bold=True, colour=PALE, align="center")
        sheet.restoreState()
    sheet.in_front(code)


def _fitted(text: str, room: float, style: Style) -> str:
    """As much of the text as there is room for, on one line; its pieces keep the room between them."""
    line = APART.join(clipped(piece, 120) for piece in text.split(APART))
    while line and text_width(put("{}", line), style) > room:
        line = f"{line.removesuffix('…')[:-1].rstrip()}…" if len(line) > 1 else ""
    return line
