"""How a document looks: one accent colour, red for emergencies only, hairlines, and a handful of styles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

INK, QUIET, ACCENT, RED = (HexColor(code) for code in ("#1b2329", "#55626b", "#0b5566", "#b3261e"))
HAIRLINE, TINT, RED_TINT, PALE = (HexColor(code) for code in ("#c5ced3", "#eef4f5", "#fbeeed", "#e4e9eb"))
_TONES = {"q": QUIET, "a": ACCENT, "r": RED}

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 9.5 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
GUTTER = 4 * mm
COLUMNS = 2
COLUMN = (WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS

LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0


@dataclass(frozen=True, eq=False)
class Style:
    """Sizes in points. Two styles are the same only if they are one object, so that they are quick to look up."""

    size: float
    leading: float
    bold: bool = False
    colour: Color = INK
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    hang: float = 0.0
    """How far lines after the first stand in."""
    first: float = 0.0
    """How far the first line stands in."""
    shift: float = LEFT

    @cached_property
    def drop(self) -> float:
        """From the upper edge to the first baseline."""
        return self.leading / 2 + self.size * 0.34

    def tone(self, name: str) -> Color:
        return _TONES.get(name, self.colour)

    @lru_cache(maxsize=1024)  # noqa: B019  # styles live as long as the process
    def at(self, scale: float) -> Style:
        """Smaller or larger in all its measures."""
        if scale == 1:
            return self
        sizes = ("size", "leading", "before", "after", "left", "hang", "first")
        return replace(self, **{name: round(getattr(self, name) * scale, 2) for name in sizes})


@lru_cache(maxsize=1024)
def beginning_after(room: float, style: Style, colour: Color) -> Style:
    """Of what begins on a line of which so much is taken."""
    return replace(style, first=room, colour=colour)


@lru_cache(maxsize=256)
def plain(size: float, bold: bool, colour: Color) -> Style:
    """Of one line by itself."""
    return Style(size, size * 1.2, bold, colour)


HANDLE = Style(10.5, 13, bold=True, colour=ACCENT)
"""The clinic's name."""
ADDRESS = Style(7.6, 9.6, colour=QUIET)
TITLE = Style(14.5, 18, bold=True, before=3, after=2)
PERSON = Style(12.5, 15.5, bold=True)
BODY = Style(8.6, 11, after=1.5)
CASE = Style(9.8, 12.4, bold=True, before=3, after=2)
"""What tells the case in one line."""
NOTICE = Style(8.8, 11.2, bold=True, before=2.5)
SMALL = Style(7.8, 9.9, after=1.2)
FINE = Style(7, 8.7, after=1)
QUIET_FINE = Style(7, 8.7, colour=QUIET, after=1)
HEADING = Style(10.2, 12.6, colour=ACCENT, before=6, after=3.2)
PART = Style(8, 10, bold=True, colour=ACCENT, before=3, after=1)
OVERALL = Style(13, 16.5, bold=True)
STEP = Style(8.2, 10.1)
VOID_TITLE = Style(32, 36, bold=True)

# The dense pages after the first: three columns.
COLUMN_HEADING = Style(8.6, 10.4, colour=ACCENT, before=5, after=2.2)
COLUMN_PART = Style(7.3, 9, bold=True, before=2.6, after=0.6)
TEXT = Style(7.1, 8.5, after=1)
QUIET_TEXT = Style(7.1, 8.5, colour=QUIET, after=1)
DENSE = Style(6.7, 7.85, after=0.8)
QUIET_DENSE = Style(6.7, 7.85, colour=QUIET, after=0.8)
HANGING_TEXT = Style(7.1, 8.5, after=1.2, hang=6)
