"""What a gauge, a trend and a timeline share: words over a scale that takes the whole width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color

from intake.report.engine.plate import LEAST, Label, text_width, wrapped
from intake.report.engine.styles import INK, QUIET

WIDTH = 270
"""Points, unless a caller has more room, or less."""
SIZE = 10.0
_LEADING = 11.0
_RISE, _DROP = 9.5, 2.8
"""Over the baseline of the first line, and under that of the last."""
_GAP = 6.0
"""Between the value and what stands beside it."""


@dataclass(frozen=True)
class Head:
    """The name, its value in bold, and quiet words: beside them as far as there is room, else in lines below."""

    name: str
    value: str
    beside: str
    below: tuple[str, ...]

    @property
    def height(self) -> float:
        return _RISE + _LEADING * len(self.below) + _DROP

    def labels(self, top: float) -> Iterator[Label]:
        y, before = top - _RISE, text_width(f"{self.name}  ", SIZE) if self.name else 0
        if self.name:
            yield Label(0, y, self.name, SIZE, colour=INK)
        yield Label(before, y, self.value, SIZE, bold=True)
        if self.beside:
            x = before + text_width(self.value, SIZE, bold=True) + _GAP
            yield Label(x, y, self.beside, LEAST, colour=QUIET)
        for place, line in enumerate(self.below, 1):
            yield Label(0, y - _LEADING * place, line, LEAST, colour=QUIET)


def centred(x: float, y: float, text: str, ends: tuple[float, float], colour: Color = QUIET) -> Label:
    """In the smallest type around x, as far as it stays between the ends."""
    (left, right), half = ends, text_width(text, LEAST) / 2
    return Label(min(max(x, left + half), right - half), y, text, LEAST, colour=colour, align="center")


def head(name: str, value: str, more: Sequence[str], width: float) -> Head:
    """``PHQ-9  17 of 27`` and, quietly, ``moderately severe band``."""
    quiet = "; ".join(filter(None, more))
    first = text_width(f"{name}  ", SIZE) if name else 0
    if first + text_width(value, SIZE, bold=True) > width:
        # A value in words, as "not scored, answered by somebody else", goes on below.
        shown, *rest = wrapped(value, SIZE, width - first - 6)
        return Head(name, shown, "", tuple(wrapped("; ".join(filter(None, (" ".join(rest), quiet))), LEAST, width)))
    room = width - first - text_width(value, SIZE, bold=True) - _GAP
    if text_width(quiet, LEAST) <= room:
        return Head(name, value, quiet, ())
    return Head(name, value, "", tuple(wrapped(quiet, LEAST, width)))
