"""What stands on every page around the text: whose report it is, its DRAFT mark, its footer and page number."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate

from .fonts import BOLD, REGULAR
from .styles import ACCENT, COLUMN, GUTTER, HAIRLINE, INK, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, QUIET, WIDTH
from .summary import DRAFT, Summary
from .text import clipped

FIRST, LATER, COLUMNS = "first", "later", "columns"

_TOP, _FIRST_TOP, _BOTTOM = 21 * mm, 12 * mm, 17 * mm
_RIGHT = PAGE_WIDTH - MARGIN


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


def page_templates(summary: Summary) -> list[PageTemplate]:
    """The first page, the later ones, and those in two columns."""

    def first(canvas: Canvas, _document: Any) -> None:
        _draw_status(canvas, summary, PAGE_HEIGHT - _FIRST_TOP - 9)

    def later(canvas: Canvas, _document: Any) -> None:
        _draw_header(canvas, summary)

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


def footer(summary: Summary) -> str:
    document, rules = clipped(summary.document_id, 40), clipped(summary.assessment.rule_set, 50)
    return f"Self-reported, not verified  ·  Document {document}  ·  Rule set {rules}"


def _frame(left: float, width: float, height: float) -> Frame:
    return Frame(left, _BOTTOM, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _draw_header(canvas: Canvas, summary: Summary) -> None:
    """Small, so that a page that comes loose still says whose it is."""
    y = PAGE_HEIGHT - 12 * mm
    record = f"Record number {clipped(summary.person.record_number, 24) or 'not recorded'}"
    rest = f"  ·  {summary.born}  ·  {record}"
    room = WIDTH - 30 * mm - stringWidth(rest, REGULAR, 8)
    name = _fitted(summary.person.name, room)
    _write(canvas, name, MARGIN, y, font=BOLD, size=8)
    _write(canvas, rest, MARGIN + stringWidth(name, BOLD, 8), y, size=8)
    _draw_status(canvas, summary, y)
    _hairline(canvas, PAGE_HEIGHT - 16 * mm)


def _draw_status(canvas: Canvas, summary: Summary, y: float) -> None:
    """The DRAFT mark: framed letters, so that it does not hang on colour."""
    mark = clipped(summary.status, 14)
    width = stringWidth(mark, BOLD, 9) + 12
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1)
    canvas.roundRect(_RIGHT - width, y - 4, width, 14.5, 3)
    _write(canvas, mark, _RIGHT - 6, y, font=BOLD, size=9, colour=ACCENT, to_the_right=False)
    if summary.status == DRAFT and canvas.getPageNumber() == 1:
        _write(canvas, "Not signed by a clinician", _RIGHT, y - 14, size=7.2, colour=QUIET, to_the_right=False)


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
