"""What a gauge, a trend and a timeline share: words at the left, a scale at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .plate import Label, fitting, text_width
from .styles import INK, QUIET

WIDTH = 250
"""Points, unless a caller has more room."""
SHARE = 0.38
"""Of the width, for the words."""
_GAP = 3


def start(width: float) -> float:
    """Where the scale begins."""
    return width * SHARE


def beside(
    name: str, value: str, more: Sequence[str], top: float, width: float, *, size: float = 7, leading: float = 7.7
) -> Iterator[Label]:
    """The name, its value in bold and quiet lines under them, as large as there is room for."""
    room = start(width) - _GAP
    before = f"{name}  " if name else ""
    large = fitting(before + value, 8.5, room, bold=True)
    y = top - large
    if name:
        yield Label(0, y, name, large, colour=INK)
    yield Label(text_width(before, large), y, value, large, bold=True)
    for place, line in enumerate(more, 1):
        yield Label(0, y - leading * place, line, fitting(line, size, room), colour=QUIET)
