"""What a gauge, a trend and a timeline share: words over a scale that takes the whole width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color

from intake.report.engine.plate import LEAST, Label, fitting, text_width, wrapped
from intake.report.engine.styles import INK, QUIET

WIDTH = 250
"""Points, unless a caller has more room, or less."""
_LARGE, _SMALL, _LEADING = 8.5, 7, 7
_FIRST = 0.6
"""More, between the first line and the next."""
_RISE, _DROP = 6.5, 2.2
"""Over the baseline of the first line, and under that of the last."""
_GAP = 8
"""Between the value and what stands beside it."""


@dataclass(frozen=True)
class Head:
    """The name, its value in bold, and quiet words: at the right end where there is room, else in lines below."""

    name: str
    value: str
    size: float
    beside: str
    below: tuple[str, ...]
    width: float

    @property
    def height(self) -> float:
        return _RISE + _LEADING * len(self.below) + (_FIRST if self.below else 0) + _DROP

    def labels(self, top: float) -> Iterator[Label]:
        y, before = top - _RISE, text_width(f"{self.name}  ", self.size) if self.name else 0
        if self.name:
            yield Label(0, y, self.name, self.size, colour=INK)
        yield Label(before, y, self.value, self.size, bold=True)
        if self.beside:
            room = self.width - before - text_width(self.value, self.size, bold=True) - _GAP
            size = fitting(self.beside, _SMALL, room)
            yield Label(self.width, y, self.beside, size, colour=QUIET, align="right")
        size = min((fitting(line, _SMALL, self.width) for line in self.below), default=_SMALL)
        for place, line in enumerate(self.below, 1):
            yield Label(0, y - _LEADING * place - _FIRST, line, size, colour=QUIET)


def centred(x: float, y: float, text: str, ends: tuple[float, float], colour: Color = QUIET) -> Label:
    """In the smallest type around x, as far as it stays between the ends."""
    (left, right), half = ends, text_width(text, LEAST) / 2
    return Label(min(max(x, left + half), right - half), y, text, LEAST, colour=colour, align="center")


def head(name: str, value: str, more: Sequence[str], width: float) -> Head:
    """``PHQ-9  17 of 27`` and, quietly, ``moderately severe band``."""
    quiet = "; ".join(more)
    size = fitting(f"{name}  {value}", _LARGE, width, bold=True)
    room = width - text_width(f"{name}  {value}", size, bold=True) - _GAP
    if text_width(quiet, LEAST) <= room:
        return Head(name, value, size, quiet, (), width)
    return Head(name, value, size, "", tuple(wrapped(quiet, LEAST, width)), width)
