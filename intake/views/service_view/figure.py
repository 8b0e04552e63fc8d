"""A figure of the service view: a plot and, beside it, the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from intake.views.service_view.small_numbers import Shown

WIDTH = 376
BAR_MOST = 250
"""The longest bar; its number stands beside it."""
ROW, BAR_TOP, BAR_HEIGHT = 38, 17, 13
LABEL_LETTERS = 62
"""As many as there is room for above a bar; the table has the whole."""
NUMBER_LETTER = 8
"""How wide a digit is, about, with some room."""
COLUMNS_HEIGHT, COLUMNS_BOTTOM, COLUMNS_TOP = 190, 160, 18


class Part(NamedTuple):
    """A piece of a bar."""

    kind: int
    """Its place in the legend."""
    amount: float


class Bar(NamedTuple):
    label: str
    text: str
    """What stands at its end."""
    parts: tuple[Part, ...] = ()
    """None where the number is not told."""

    @property
    def amount(self) -> float:
        return sum(part.amount for part in self.parts)


class Drawn(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    kind: int = 0


class Written(NamedTuple):
    x: float
    y: float
    text: str


def bar(label: str, shown: Shown, text: str = "") -> Bar:
    """Of a number that may not be told."""
    parts = () if shown.number is None else (Part(0, shown.number),)
    return Bar(label, text or shown.text, parts)


@dataclass(frozen=True)
class BarChart:
    """A bar a row, each under its label: so that long labels have room on a small screen."""

    bars: Sequence[Bar]
    greatest: float = 0
    """Of the scale; 0: of the longest bar."""
    legend: Sequence[str] = ()

    template = "intake/service_view/_bars.html"
    width = WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    def _long(self, amount: float) -> float:
        greatest = self.greatest or max((bar.amount for bar in self.bars), default=0)
        return BAR_MOST * amount / greatest if greatest else 0

    @cached_property
    def pieces(self) -> list[Drawn]:
        drawn = []
        for row, bar in enumerate(self.bars):
            at = 0.0
            for part in bar.parts:
                long = self._long(part.amount)
                drawn.append(Drawn(round(at, 1), row * ROW + BAR_TOP, round(long, 1), BAR_HEIGHT, part.kind))
                at += long
        return drawn

    @property
    def labels(self) -> list[Written]:
        return [Written(0, row * ROW + 12, _short(bar.label)) for row, bar in enumerate(self.bars)]

    @property
    def texts(self) -> list[Written]:
        y = BAR_TOP + BAR_HEIGHT - 2
        return [
            Written(round(self._long(bar.amount), 1) + (6 if bar.parts else 0), row * ROW + y, bar.text)
            for row, bar in enumerate(self.bars)
        ]


@dataclass(frozen=True)
class ColumnChart:
    """A column a week."""

    bars: Sequence[Bar]
    legend: Sequence[str] = ()

    template = "intake/service_view/_columns.html"
    width, height, bottom = WIDTH, COLUMNS_HEIGHT, COLUMNS_BOTTOM

    @cached_property
    def _wide(self) -> float:
        return WIDTH / max(len(self.bars), 1)

    @cached_property
    def pieces(self) -> list[Drawn]:
        greatest = max((bar.amount for bar in self.bars), default=0) or 1
        gap = min(6, self._wide / 4)
        drawn = []
        for place, bar in enumerate(self.bars):
            high = (COLUMNS_BOTTOM - COLUMNS_TOP) * bar.amount / greatest
            if bar.parts:
                x, y = place * self._wide + gap / 2, COLUMNS_BOTTOM - high
                drawn.append(Drawn(round(x, 1), round(y, 1), round(self._wide - gap, 1), round(high, 1)))
        return drawn

    @property
    def not_told(self) -> list[Written]:
        """Where a number is not told: a column that is missing would pass for nobody."""
        middle = self._wide / 2
        return [
            Written(round(place * self._wide + middle, 1), COLUMNS_BOTTOM - 4, "·")
            for place, bar in enumerate(self.bars)
            if not bar.parts
        ]

    @property
    def texts(self) -> list[Written]:
        """Above each column where there is room for the longest number."""
        if max((len(bar.text) for bar in self.bars if bar.parts), default=0) * NUMBER_LETTER > self._wide:
            return []
        tall = {piece.x: piece.y for piece in self.pieces}
        told = [(place, bar) for place, bar in enumerate(self.bars) if bar.parts]
        return [
            Written(round(place * self._wide + self._wide / 2, 1), y - 4, bar.text)
            for (place, bar), y in zip(told, tall.values(), strict=True)
        ]

    @property
    def labels(self) -> list[Written]:
        """Under as many as there is room for, the last among them."""
        every = max(1, -(-46 // max(int(self._wide), 1)))
        last = len(self.bars) - 1
        return [
            Written(round(place * self._wide + self._wide / 2, 1), COLUMNS_BOTTOM + 16, bar.label)
            for place, bar in enumerate(self.bars)
            if (last - place) % every == 0
        ]


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LETTERS else label[: LABEL_LETTERS - 1].rstrip() + "…"


@dataclass(frozen=True)
class Figure:
    id: str
    title: str
    text: str
    """What is counted, and how to read it."""
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: BarChart | ColumnChart | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    wide: bool = False
    """Its table has many columns, and stands below the plot."""

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with its column's name, for screens where a row stands as a list."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]
