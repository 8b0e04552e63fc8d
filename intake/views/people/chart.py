"""A chart of scores over time as numbers for the template: what is drawn where on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format

from intake.clinical.telling.charts import Frame, Place, Plot, with_room
from intake.clinical.working.trend import Point

WIDTH, HEIGHT = 376, 200
BOTTOM = 164
PLOT = Frame(left=44, right=238, zero=BOTTOM, greatest=20)
"""Inside the axes: room for a label above the highest score and for dates at both ends."""
AXIS_LEFT, AXIS_RIGHT = 26, 252
BAR = 8
"""How wide a range is drawn."""
LETTER, LINE = 7, 12
"""How wide a letter of a label is, and how high, about."""
DATE = 66
"""How wide a date is, about."""


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
    """One measure."""

    plot: Plot

    width, height, axis_left, axis_right, axis_bottom, bar = WIDTH, HEIGHT, AXIS_LEFT, AXIS_RIGHT, BOTTOM, BAR

    @cached_property
    def _placed(self) -> list[tuple[Point, Place]]:
        return list(zip(self.plot.trend.points, self.plot.places, strict=True))

    @cached_property
    def dots(self) -> list[Mark]:
        return [
            Mark(round(place.x, 1), round(place.least, 1), bool(point.marks))
            for point, place in self._placed
            if point.reading.is_whole
        ]

    @cached_property
    def bars(self) -> list[Bar]:
        return [
            Bar(round(place.x - BAR / 2, 1), round(place.greatest, 1), round(place.least - place.greatest, 1))
            for point, place in self._placed
            if not point.reading.is_whole
        ]

    @cached_property
    def labels(self) -> list[Label]:
        """Each score above its mark, else below it; none where it would run into another. The table has them all."""
        labels: list[Label] = []
        for point, place in self._placed:
            gap, text, x = 12 if point.marks else 8, point.reading.text, round(place.x, 1)
            above, below = (round(y, 1) for y in (place.greatest - gap, place.least + gap + LINE - 3))
            free = [Label(x, y, text) for y in (above, below) if y < BOTTOM - 3]
            labels += [label for label in free if not any(label.clashes(other) for other in labels)][:1]
        return labels

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(*(round(end, 1) for end in (a.x, a.least, b.x, b.least))) for a, b in self.plot.joined]

    @cached_property
    def limits(self) -> list[Tick]:
        """The lowest total of each band; without bands both ends and the middle."""
        measure = self.plot.trend.measure
        ends = [band.lowest for band in measure.bands] or [0, measure.greatest / 2]
        return [Tick(round(self.plot.height(end), 1), f"{end:g}") for end in (*ends, measure.greatest)]

    @cached_property
    def bands(self) -> list[Tick]:
        middles = [((band.lowest + band.highest) / 2, band.name) for band in self.plot.trend.measure.bands]
        return [Tick(round(self.plot.height(middle), 1), name) for middle, name in middles]

    @cached_property
    def dates(self) -> list[Tick]:
        """Each day with a tick; the first and the last day, and those between that have room, by name."""
        days = sorted({point.reading.on for point in self.plot.trend.points} | {self.plot.first, self.plot.last})
        middles = [round(self.plot.across(day), 1) for day in days]
        named = set(with_room(middles, [DATE] * len(days), 0))
        return [
            Tick(middle, date_format(day, "j M Y") if at in named else "")
            for at, (day, middle) in enumerate(zip(days, middles, strict=True))
        ]
