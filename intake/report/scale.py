"""What a gauge, a trend and a timeline share: words at the left, a scale at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .plate import Label, fitting, text_width
from .styles import INK, QUIET

WIDTH = 250
"""Points, unless a caller has more room."""
SHARE = 0.43
"""Of the width, for the words."""
_GAP = 6


def start(width: float) -> float:
    """Where the scale begins."""
    return width * SHARE


def beside(name: str, value: str, more: Sequence[str], top: float, width: float) -> Iterator[Label]:
    """The name, its value in bold and up to two quiet lines, as large as there is room for."""
    room = start(width) - _GAP
    size = fitting(f"{name}  {value}", 8.5, room, bold=True)
    y = top - size
    yield Label(0, y, name, size, colour=INK)
    yield Label(text_width(f"{name}  ", size), y, value, size, bold=True)
    for place, line in enumerate(more, 1):
        yield Label(0, y - 7.7 * place, line, fitting(line, 7, room), colour=QUIET)


def shown(value: float) -> str:
    """``14``, ``5.3``: a mean with one decimal, as printed."""
    return f"{value:.1f}" if round(value, 6) % 1 else f"{value:.0f}"
