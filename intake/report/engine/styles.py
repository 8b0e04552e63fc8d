"""How a document looks: one accent colour, red for emergencies only, hairlines, and a handful of styles."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER

INK, QUIET, ACCENT, RED = (HexColor(code) for code in ("#1b2329", "#55626b", "#0b5566", "#b3261e"))
HAIRLINE, TINT, RED_TINT, PALE = (HexColor(code) for code in ("#c5ced3", "#eef4f5", "#fbeeed", "#e4e9eb"))
_TONES = {"q": QUIET, "a": ACCENT, "r": RED}


@dataclass(frozen=True)
class Paper:
    """A sheet, in points. What is printed is as wide on each; only its height differs."""

    width: float
    height: float

    @property
    def margin(self) -> float:
        """At the left and at the right."""
        return (self.width - WIDTH) / 2


WIDTH = 482.0
A4_SHEET, LETTER_SHEET = Paper(*A4), Paper(*LETTER)
PAPERS = {"A4": A4_SHEET, "Letter": LETTER_SHEET}
GUTTER = 12.0
LABEL = 92.0
"""The column of titles beside the text."""
COLUMN = WIDTH - LABEL - GUTTER
"""The column of text: 90 letters of the body's size."""

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
    hang: float = 0.0
    """How far lines after the first stand in."""
    letters: int = 90
    """At most on a line: a longer one is hard to follow back."""
    shift: float = LEFT

    @cached_property
    def drop(self) -> float:
        """From the upper edge to the first baseline."""
        return self.leading / 2 + self.size * 0.34

    def tone(self, name: str) -> Color:
        return _TONES.get(name, self.colour)


@lru_cache(maxsize=256)
def plain(size: float, bold: bool, colour: Color) -> Style:
    """Of one line by itself, however long."""
    return Style(size, size * 1.2, bold, colour, letters=sys.maxsize)


# Sizes are fixed: nothing is made smaller to find room. What does not fit goes on to the next page.
HANDLE = Style(12, 15, bold=True, colour=ACCENT)
"""The clinic's name."""
ACROSS = 160
"""Letters on a line that is no prose."""
IDENTITY = Style(10, 12.6, after=1, letters=ACROSS)
TITLE = Style(13, 16, bold=True, after=2)
PERSON = Style(16, 19.5, bold=True)
BODY = Style(10, 12.6, after=2)
STRONG = Style(10, 12.6, bold=True, after=2)
ITEM = Style(10, 12.6, after=2, hang=8)
OVERALL = Style(12, 15, bold=True, after=1)
HEADING = Style(12, 14, bold=True, colour=ACCENT, before=8)
OVER_LINE = Style(12.5, 15, bold=True, colour=ACCENT, before=8, after=3.5)
PART = Style(10, 12.6, bold=True, colour=ACCENT, before=3, after=1)
SMALL = Style(9, 11.2, after=1.5)
QUIET_FOOT = Style(9, 11, colour=QUIET)
QUIET_SMALL = Style(9, 11.2, colour=QUIET, after=1.5)
VOID_TITLE = Style(24, 28, bold=True)
