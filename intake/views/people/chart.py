"""Where things stand in a small chart: dates and scores to scale, as numbers for the template to draw."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format

from intake.clinical.working.trend import Point, Trend

WIDTH, HEIGHT = 376, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 238, 20, 164
"""Of the plot, inside the axes: room for a label above the highest score and for dates at both ends."""
AXIS_LEFT, AXIS_RIGHT = 26, 252
BAR = 8
"""How wide a range is drawn."""
LETTER, LINE = 7, 12
"""How wide a letter of a label is, and how high, about."""


class Mark(NamedTuple):
    """A whole score."""

    x: float
    y: float
    is_named: bool


class Bar(NamedTuple):
    """A range."""

    x: float
    y: float
    height: float


class Label(NamedTuple):
    x: float
    y: float
    text: str

    def clashes(self, other: Label) -> bool:
        wide = (len(self.text) + len(other.text)) * LETTER / 2
        return abs(self.x - other.x) < wide and abs(self.y - other.y) < LINE


class Line(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float


class Tick(NamedTuple):
    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """One measure. All charts of a person share the same dates, so that they can be read one below the other."""

    trend: Trend
    first: datetime.date
    last: datetime.date

    width, height, axis_left, axis_right, axis_bottom, bar = WIDTH, HEIGHT, AXIS_LEFT, AXIS_RIGHT, BOTTOM, BAR

    @cached_property
    def dots(self) -> list[Mark]:
        points = [point for point in self.trend.points if point.reading.is_whole]
        return [Mark(self._x(point), self._y(point.reading.least), bool(point.marks)) for point in points]

    @cached_property
    def bars(self) -> list[Bar]:
        points = [point for point in self.trend.points if not point.reading.is_whole]
        return [Bar(self._x(point) - BAR / 2, *self._reach(point)) for point in points]

    @cached_property
    def labels(self) -> list[Label]:
        """Each score above its mark, else below it; none where it would run into another. The table has them all."""
        placed: list[Label] = []
        for point in self.trend.points:
            for label in self._places(point):
                if not any(label.clashes(other) for other in placed):
                    placed.append(label)
                    break
        return placed

    def _places(self, point: Point) -> Iterator[Label]:
        top, height = self._reach(point)
        gap = 12 if point.marks else 8
        yield Label(self._x(point), top - gap, point.reading.text)
        if top + height + gap + LINE < BOTTOM:
            yield Label(self._x(point), top + height + gap + LINE - 3, point.reading.text)

    def _reach(self, point: Point) -> tuple[float, float]:
        """The upper end, and how far down it goes."""
        top = self._y(point.reading.greatest)
        return top, round(self._y(point.reading.least) - top, 1)

    @cached_property
    def lines(self) -> list[Line]:
        return [
            Line(self._x(a), self._y(a.reading.least), self._x(b), self._y(b.reading.least))
            for a, b in self.trend.joined
        ]

    @cached_property
    def limits(self) -> list[Tick]:
        """The lowest total of each band; without bands both ends and the middle."""
        greatest = self.trend.measure.greatest
        ends = [band.lowest for band in self.trend.measure.bands] or [0, greatest / 2]
        return [Tick(self._y(end), f"{end:g}") for end in (*ends, greatest)]

    @cached_property
    def bands(self) -> list[Tick]:
        return [Tick(self._y((band.lowest + band.highest) / 2), band.name) for band in self.trend.measure.bands]

    @cached_property
    def dates(self) -> list[Tick]:
        """The first and the last day, and those between that have room."""
        days = sorted({point.reading.on for point in self.trend.points} | {self.first, self.last})
        return list(_with_room([Tick(self._at(day), date_format(day, "j M Y")) for day in days]))

    def _at(self, day: datetime.date) -> float:
        if self.first == self.last:
            return (LEFT + RIGHT) / 2
        return round(LEFT + (day - self.first) / (self.last - self.first) * (RIGHT - LEFT), 1)

    def _x(self, point: Point) -> float:
        return self._at(point.reading.on)

    def _y(self, score: float) -> float:
        return round(BOTTOM - score / self.trend.measure.greatest * (BOTTOM - TOP), 1)


def _with_room(ticks: list[Tick]) -> Iterator[Tick]:
    """The last always has its label; the others where it fits."""
    wide = 11 * 6
    taken = float("-inf")
    for tick in ticks[:-1]:
        fits = tick.at - taken >= wide and ticks[-1].at - tick.at >= wide
        taken = tick.at if fits else taken
        yield tick if fits else Tick(tick.at, "")
    yield ticks[-1]
