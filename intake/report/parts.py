"""What pages are made of: paragraphs, headings, barred text, tick boxes, lines to write on, quiet tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, LiteralString

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table

from .fonts import BOLD, REGULAR
from .styles import ACCENT, HAIRLINE, HEADING, INK, QUIET, web
from .text import Markup, put

# A cell that names no font would bring in Helvetica, which is not embedded.
_PLAIN_CELLS: list[tuple[Any, ...]] = [
    ("FONT", (0, 0), (-1, -1), REGULAR, 8),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]
_ROW_RULES = [("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)]


def paragraph(style: ParagraphStyle, template: LiteralString, *values: str | int | float) -> Paragraph:
    """A paragraph; text put in at ``{}`` is escaped."""
    return Paragraph(put(template, *values), style)


def quiet(text: str, size: float) -> Markup:
    """Smaller and grey, inside a paragraph."""
    return put('<font name="{}" size="{}" color="{}">{}</font>', REGULAR, size, web(QUIET), text)


class _Ruled(Paragraph):
    """A paragraph with a hairline under it."""

    def draw(self) -> None:
        super().draw()
        self.canv.setStrokeColor(HAIRLINE)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, -2.5, self.width, -2.5)


def heading(title: str, more: str = "", room: float = 60) -> Iterator[Flowable]:
    """A section's title, never left alone at the foot of a page: what follows needs room too."""
    yield CondPageBreak(room)
    yield _Ruled(put("{}  {}", title, quiet(more, 9)) if more else put("{}", title), HEADING)


def subheading(style: ParagraphStyle, template: LiteralString, *values: str | int | float) -> Iterator[Flowable]:
    yield CondPageBreak(36)
    yield paragraph(style, template, *values)


class _Barred(Paragraph):
    """A paragraph with a bar at its left, on a tint. Parts of it that flow to the next page keep both."""

    def draw(self) -> None:
        style = self.style
        tint, bar, above = style.tint, style.bar, style.above
        if tint is not None:
            self.canv.setFillColor(tint)
            self.canv.rect(0, -style.below, self.width, self.height + above + style.below, stroke=0, fill=1)
        self.canv.setFillColor(bar)
        self.canv.rect(0, -style.below, 2.4, self.height + above + style.below, stroke=0, fill=1)
        super().draw()


def barred(
    markups: Iterable[tuple[ParagraphStyle, Markup]], bar: Color = ACCENT, tint: Color | None = None
) -> list[Flowable]:
    """Paragraphs that belong together, beside one bar. They still break across pages."""
    rows = list(markups)
    made: list[Flowable] = []
    for place, (style, markup) in enumerate(rows):
        first, last = place == 0, place == len(rows) - 1
        dressed = ParagraphStyle(
            style.name,
            style,
            bar=bar,
            tint=tint,
            above=3 if first else 0,
            below=4 if last else 0.3,
            spaceBefore=(style.spaceBefore + 3) if first else 0,
            spaceAfter=7 if last else 0,
        )
        made.append(_Barred(markup, dressed))
    return made


class TickBox(Flowable):
    """A square, empty or crossed: Fira Sans has no such character."""

    def __init__(self, size: float = 8, *, ticked: bool = False) -> None:
        super().__init__()
        self.width = self.height = size
        self.hAlign = "CENTER"
        self.ticked = ticked

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.7)
        self.canv.rect(0, 0, self.width, self.height)
        if self.ticked:  # a letter, so that it is also read aloud and copied
            self.canv.setFillColor(INK)
            self.canv.setFont(BOLD, self.height * 1.6)
            self.canv.drawCentredString(self.width / 2, self.height * 0.02, "×")


class WritingLine(Flowable):
    """Room to write, over a hairline."""

    def __init__(self, height: float = 17, colour: Color = HAIRLINE) -> None:
        super().__init__()
        self.height = height
        self.colour = colour

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(self.colour)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 0, self.width, 0)


def table(
    rows: Sequence[list[Any] | tuple[Any, ...]],
    widths: Sequence[float],
    *more: tuple[Any, ...],
    head_rows: int = 0,
    rules: bool = True,
) -> Table:
    """Rows with hairlines between them and no grid. Its cells must be short: one cell never breaks across pages."""
    style = [*_PLAIN_CELLS, *(_ROW_RULES if rules else []), *more]
    made = Table(rows, widths, style=style, repeatRows=head_rows, hAlign="LEFT")
    made.spaceAfter = 4
    return made
