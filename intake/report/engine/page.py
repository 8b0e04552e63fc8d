"""What stands on every page around the text: whose it is, its status, its footer and page number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm

from .blocks import Block
from .flow import Frame
from .setting import set_text, text_width
from .shapes import hairline
from .sheet import Sheet
from .styles import ACCENT, COLUMN, COLUMNS, GUTTER, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, PALE, QUIET, WIDTH, Style
from .text import clipped
from .words import put

_FIRST_TOP, _TOP, _FOOT = PAGE_HEIGHT - 9 * mm, PAGE_HEIGHT - 14.6 * mm, 11 * mm
_RIGHT = PAGE_WIDTH - MARGIN
_NAME = Style(8, 10, bold=True)
_ABOUT = Style(8, 10)
_FOOTER = Style(6.8, 8.4, colour=QUIET)
_HEADER_KIND = "/Type /Pagination /Subtype /Header"
_FOOTER_KIND = "/Type /Pagination /Subtype /Footer"
_MARK = Style(9, 11, bold=True, colour=ACCENT)
_UNDER_MARK = Style(6.8, 8.4, colour=QUIET)

ALONE = "CLINICIAN ONLY"
"""Framed at the head of each page that belongs on no shared copy."""

FIRST = Frame(MARGIN, _FIRST_TOP, WIDTH, _FIRST_TOP - _FOOT)
LATER = Frame(MARGIN, _TOP, WIDTH, _TOP - _FOOT, new_page=True)
IN_COLUMNS = tuple(
    Frame(MARGIN + place * (COLUMN + GUTTER), _TOP, COLUMN, _TOP - _FOOT, new_page=not place)
    for place in range(COLUMNS)
)


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


@dataclass
class Mark(Block):
    """The status, framed, so that it does not hang on colour, with what it means; at the right edge."""

    text: str
    under: str
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return 25 if self.text else 0

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.text:
            return
        with sheet.tag("P"):
            _frame_mark(sheet, x + width, top, self.text)
        with sheet.tag("P"):
            under = put("{}", self.under)
            sheet.show(set_text(under, _UNDER_MARK, 1e4), x + width - text_width(under, _UNDER_MARK), top - 15.5)


def _frame_mark(sheet: Sheet, right: float, top: float, text: str) -> None:
    mark = put("{}", clipped(text, 14))
    width = text_width(mark, _MARK) + 12
    sheet.setStrokeColor(ACCENT)
    sheet.setLineWidth(1)
    sheet.roundRect(right - width, top - 14, width, 14, 3)
    sheet.show(set_text(mark, _MARK, 1e4), right - width + 6, top - 1.5)


def column_frames() -> Iterator[Frame]:
    """Page after page in columns."""
    while True:
        yield from IN_COLUMNS


def later_frames() -> Iterator[Frame]:
    while True:
        yield LATER


def draw_furniture(sheet: Sheet, furniture: Furniture, shared: int) -> None:
    """On all pages, once they are drawn. ``shared``: how many there are before those numbered by themselves."""
    for page in range(sheet.number_of_pages):
        sheet.turn_to(page)
        if furniture.across:
            _draw_across(sheet, furniture.across)
        alone = page >= shared
        if page:
            _draw_header(sheet, furniture, alone=alone)
        number, count = (page - shared, sheet.number_of_pages - shared) if alone else (page, shared)
        _draw_footer(sheet, furniture.footer, f"Page {number + 1} of {count}")


def _draw_footer(sheet: Sheet, text: str, number: str) -> None:
    with sheet.artifact(_FOOTER_KIND):
        hairline(sheet, MARGIN, 10 * mm, WIDTH)
        sheet.show(set_text(put("{}", text), _FOOTER, 1e4), MARGIN, 9.3 * mm)
    with sheet.artifact(_FOOTER_KIND):
        width = text_width(put("{}", number), _FOOTER)
        sheet.show(set_text(put("{}", number), _FOOTER, 1e4), _RIGHT - width, 9.3 * mm)


def _draw_header(sheet: Sheet, furniture: Furniture, *, alone: bool) -> None:
    """Small, so that a page that comes loose still says whose it is. ``alone``: for the clinician alone."""
    top = PAGE_HEIGHT - 7 * mm
    with sheet.artifact(_HEADER_KIND):
        if furniture.name:
            about = put("{}", furniture.about)
            name = put("{}", _fitted(furniture.name, WIDTH - 62 * mm - text_width(about, _ABOUT)))
            sheet.show(set_text(name, _NAME, 1e4), MARGIN, top)
            sheet.show(set_text(about, _ABOUT, 1e4), MARGIN + text_width(name, _NAME) + 4, top)
        else:
            _line_to_write_on(sheet, "Name", MARGIN, 75 * mm, top)
            _line_to_write_on(sheet, "Record number", MARGIN + 85 * mm, 60 * mm, top)
        hairline(sheet, MARGIN, PAGE_HEIGHT - 12.5 * mm, WIDTH)
    if furniture.mark:
        with sheet.artifact(_HEADER_KIND):
            _frame_mark(sheet, _RIGHT, top + 1.5, furniture.mark)
    if alone:
        with sheet.artifact(_HEADER_KIND):
            _frame_mark(sheet, _RIGHT - 22 * mm, top + 1.5, ALONE)


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
        sheet.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        sheet.rotate(50)
        sheet.write(0, -65, text, 190, bold=True, colour=PALE, align="center")
        sheet.restoreState()
    sheet.in_front(code)


def _fitted(text: str, room: float) -> str:
    """As much of the text as there is room for."""
    line = clipped(text, 80)
    while line and text_width(put("{}", line), _NAME) > room:
        line = clipped(line.removesuffix("…"), len(line) - 2)
    return line
