"""Where things stand in a chart of scores over time: one geometry, whoever draws it and in whatever units."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from intake.clinical.working.trend import Trend


@dataclass(frozen=True)
class Frame:
    """The plot inside its axes. Heights may grow downwards, as on a screen, or upwards, as on paper."""

    left: float
    right: float
    zero: float
    """The height of a score of 0."""
    greatest: float
    """The height of the greatest score there can be."""


class Place(NamedTuple):
    """A point of the trend: how far from the left, and the heights of both ends of its range."""

    x: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Plot:
    """Scores to scale, and dates to scale. All charts of a person share their dates, to be read one below the other."""

    trend: Trend
    frame: Frame
    first: datetime.date
    last: datetime.date

    def across(self, day: datetime.date) -> float:
        """From the left; a single day stands in the middle."""
        left, right = self.frame.left, self.frame.right
        if self.first == self.last:
            return (left + right) / 2
        return left + (day - self.first) / (self.last - self.first) * (right - left)

    def height(self, score: float) -> float:
        return self.frame.zero + score / self.trend.measure.greatest * (self.frame.greatest - self.frame.zero)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """By date, one for each point of the trend."""
        readings = [point.reading for point in self.trend.points]
        return tuple(Place(self.across(r.on), self.height(r.least), self.height(r.greatest)) for r in readings)

    @cached_property
    def joined(self) -> tuple[tuple[Place, Place], ...]:
        """Neighbours that a line may join."""
        place = {id(point): place for point, place in zip(self.trend.points, self.places, strict=True)}
        return tuple((place[id(earlier)], place[id(later)]) for earlier, later in self.trend.joined)


def with_room(middles: Sequence[float], widths: Sequence[float], gap: float) -> Iterator[int]:
    """Which labels of an axis have room, by number and from the left. The last always has; of the others, the first come."""
    last = len(middles) - 1
    left_of_last = middles[last] - widths[last] / 2
    taken = float("-inf")
    for at in range(last):
        half = widths[at] / 2
        if taken + gap <= middles[at] - half and middles[at] + half + gap <= left_of_last:
            taken = middles[at] + half
            yield at
    yield last
