"""What stands on every page around the text: whose it is, its DRAFT mark, its footer and page number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate

from .fonts import BOLD, REGULAR
from .styles import ACCENT, COLUMN, GUTTER, HAIRLINE, INK, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, PALE, QUIET, WIDTH
from .text import clipped

FIRST, LATER, COLUMNS = "first", "later", "columns"

_TOP, _FIRST_TOP, _BOTTOM = 21 * mm, 12 * mm, 17 * mm
_RIGHT = PAGE_WIDTH - MARGIN


@dataclass(frozen=True)
class Furniture:
    """What stands on every page."""

    name: str
    """At the head of each page but the first; where it is empty, a line to write it on."""
    about: str
    """After the name."""
    mark: str
    """Framed, at the right; none where it is empty."""
    under_mark: str
    """On the first page."""
    footer: str
    across: str = ""
    """In large pale letters behind the text of every page."""


class NumberedCanvas(Canvas):
    """Keeps its pages back until the last one is known, to write "Page x of y" on each."""

    def __init__(self, *args: Any, footer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._footer = footer
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._draw_footer(f"Page {number} of {len(self._kept)}")
            super().showPage()
        super().save()

    def _draw_footer(self, number: str) -> None:
        _hairline(self, 13 * mm)
        _write(self, self._footer, MARGIN, 9 * mm, size=7.2, colour=QUIET)
        _write(self, number, _RIGHT, 9 * mm, size=7.2, colour=QUIET, to_the_right=False)


def page_templates(furniture: Furniture) -> list[PageTemplate]:
    """The first page, the later ones, and those in two columns."""

    def first(canvas: Canvas, _document: Any) -> None:
        _draw_across(canvas, furniture.across)
        y = PAGE_HEIGHT - _FIRST_TOP - 9
        _draw_mark(canvas, furniture.mark, y)
        _write(canvas, furniture.under_mark, _RIGHT, y - 14, size=7.2, colour=QUIET, to_the_right=False)

    def later(canvas: Canvas, _document: Any) -> None:
        _draw_across(canvas, furniture.across)
        _draw_header(canvas, furniture)

    height = PAGE_HEIGHT - _TOP - _BOTTOM
    return [
        PageTemplate(FIRST, [_frame(MARGIN, WIDTH, PAGE_HEIGHT - _FIRST_TOP - _BOTTOM)], onPage=first),
        PageTemplate(LATER, [_frame(MARGIN, WIDTH, height)], onPage=later),
        PageTemplate(
            COLUMNS,
            [_frame(MARGIN, COLUMN, height), _frame(MARGIN + COLUMN + GUTTER, COLUMN, height)],
            onPage=later,
        ),
    ]


def _frame(left: float, width: float, height: float) -> Frame:
    return Frame(left, _BOTTOM, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _draw_header(canvas: Canvas, furniture: Furniture) -> None:
    """Small, so that a page that comes loose still says whose it is."""
    y = PAGE_HEIGHT - 12 * mm
    if furniture.name:
        name = _fitted(furniture.name, WIDTH - 30 * mm - stringWidth(furniture.about, REGULAR, 8))
        _write(canvas, name, MARGIN, y, font=BOLD, size=8)
        _write(canvas, furniture.about, MARGIN + stringWidth(name, BOLD, 8), y, size=8)
    else:
        _line_to_write_on(canvas, "Name", MARGIN, 75 * mm, y)
        _line_to_write_on(canvas, "Record number", MARGIN + 85 * mm, 60 * mm, y)
    _draw_mark(canvas, furniture.mark, y)
    _hairline(canvas, PAGE_HEIGHT - 16 * mm)


def _line_to_write_on(canvas: Canvas, label: str, x: float, width: float, y: float) -> None:
    _write(canvas, label, x, y, size=8, colour=QUIET)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    canvas.line(x + stringWidth(label, REGULAR, 8) + 4, y - 2, x + width, y - 2)


def _draw_across(canvas: Canvas, text: str) -> None:
    """A page that comes loose and is copied still says it."""
    if text:
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(50)
        canvas.setFont(BOLD, 190)
        canvas.setFillColor(PALE)
        canvas.drawCentredString(0, -65, text)
        canvas.restoreState()


def _draw_mark(canvas: Canvas, text: str, y: float) -> None:
    """Framed letters, so that it does not hang on colour."""
    if not text:
        return
    mark = clipped(text, 14)
    width = stringWidth(mark, BOLD, 9) + 12
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1)
    canvas.roundRect(_RIGHT - width, y - 4, width, 14.5, 3)
    _write(canvas, mark, _RIGHT - 6, y, font=BOLD, size=9, colour=ACCENT, to_the_right=False)


def _fitted(text: str, room: float) -> str:
    """As much of the text as there is room for."""
    line = clipped(text, 80)
    while line and stringWidth(line, BOLD, 8) > room:
        line = clipped(line.removesuffix("…"), len(line) - 2)
    return line


def _write(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    font: str = REGULAR,
    colour: Color = INK,
    to_the_right: bool = True,
) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    (canvas.drawString if to_the_right else canvas.drawRightString)(x, y, text)


def _hairline(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y, _RIGHT, y)
