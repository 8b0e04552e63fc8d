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
MARGIN = 12 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
GUTTER = 4.5 * mm

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
    shift: float = LEFT

    @cached_property
    def drop(self) -> float:
        """From the upper edge to the first baseline."""
        return self.leading / 2 + self.size * 0.34

    def tone(self, name: str) -> Color:
        return _TONES.get(name, self.colour)

    def at(self, scale: float) -> Style:
        """Smaller or larger in all its measures."""
        return self if scale == 1 else _scaled(self, scale)


@lru_cache(maxsize=1024)
def _scaled(style: Style, scale: float) -> Style:
    sizes = ("size", "leading", "before", "after", "left", "hang")
    return replace(style, **{name: round(getattr(style, name) * scale, 2) for name in sizes})
