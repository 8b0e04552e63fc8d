"""How the report looks: one accent colour, red for emergencies only, hairlines, and a handful of paragraph styles."""

from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from .fonts import BOLD, REGULAR

INK, QUIET, ACCENT, RED = (HexColor(code) for code in ("#1b2329", "#55626b", "#0b5566", "#b3261e"))
HAIRLINE, TINT, RED_TINT, PALE = (HexColor(code) for code in ("#c5ced3", "#eef4f5", "#fbeeed", "#e4e9eb"))

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 16 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
GUTTER = 8 * mm
COLUMN = (WIDTH - GUTTER) / 2


def web(colour: Color) -> str:
    """``#0b5566``, for use in markup."""
    return f"#{colour.hexval()[2:]}"


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    base: dict[str, Any] = {"fontName": REGULAR, "textColor": INK, "bulletFontName": REGULAR, "splitLongWords": 1}
    return ParagraphStyle(name, fontSize=size, leading=leading, **{**base, **more})


BODY = _style("body", 9, 12.2, spaceAfter=2.5)
TIGHT = _style("tight", 9, 12.2)
SMALL = _style("small", 8, 10.6, spaceAfter=2)
QUIET_SMALL = _style("quiet-small", 8, 10.6, textColor=QUIET, spaceAfter=2)
FINE = _style("fine", 7.1, 9, spaceAfter=1.4)
QUIET_FINE = _style("quiet-fine", 7.1, 9, textColor=QUIET, spaceAfter=1.4)
STEP = _style("step", 8.7, 11.2)
STEP_GROUP = _style("step-group", 9, 12, fontName=BOLD)

CLINIC = _style("clinic", 11, 14, fontName=BOLD, textColor=ACCENT)
ADDRESS = _style("address", 8, 10.6, textColor=QUIET)
TITLE = _style("title", 16, 20, fontName=BOLD, textColor=INK, spaceBefore=7, spaceAfter=5)
PERSON = _style("person", 13, 17, fontName=BOLD)
NOTICE = _style("notice", 9, 12.2, fontName=BOLD, spaceBefore=5)
HEADING = _style("heading", 11.5, 14, fontName=BOLD, textColor=ACCENT, spaceBefore=10, spaceAfter=5)
SUBHEADING = _style("subheading", 9, 12, fontName=BOLD, spaceBefore=5, spaceAfter=2)
PART = _style("part", 8.4, 11, fontName=BOLD, textColor=ACCENT, spaceBefore=5, spaceAfter=1.5)
PATTERN = _style("pattern", 8.2, 11, spaceBefore=3, spaceAfter=2)
HANGING = _style("hanging", 9, 12.2, leftIndent=11, spaceAfter=1.5)
COLUMN_HEAD = _style("column-head", 6.4, 7.6, textColor=QUIET, alignment=TA_CENTER)

_BAR: dict[str, Any] = {"leftIndent": 9, "rightIndent": 4}
OVERALL = _style("overall", 13.5, 18, fontName=BOLD, spaceBefore=6, borderPadding=(3, 0, 0, 0), **_BAR)
UNDER_OVERALL = _style("under-overall", 9, 12.6, **_BAR)
BARRED_TITLE = _style("barred-title", 9.4, 12.8, spaceBefore=4, **_BAR)
BARRED = _style("barred", 8.6, 11.4, **_BAR)

VOID_TITLE = _style("void-title", 34, 40, fontName=BOLD, **_BAR)
UNDER_VOID = _style("under-void", 10, 13.4, **_BAR)

TICK_LINE = _style("tick-line", 8.4, 10.8)
QUIET_TICK = _style("quiet-tick", 7.6, 9.8, textColor=QUIET)
GRID_HEAD = _style("grid-head", 7.4, 9.2, alignment=TA_CENTER)
WRITTEN = _style("written", 9, 12, fontName=BOLD)
ATTRIBUTION = _style("attribution", 7.4, 9.4, spaceBefore=3, spaceAfter=3)
