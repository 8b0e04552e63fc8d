"""How a score changes from intake to intake. Source: rule book sections A.1, A.5 and G (step F05).

Only whole scores are compared: a score with open items is a range, and stands for itself. Nothing here says why a
score changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from intake.clinical.language.change import Change
from intake.clinical.language.instruments import Rating, Score
from intake.clinical.language.numbers import number, span
from intake.clinical.language.sources import Source
from intake.clinical.rules import questions
from intake.clinical.rules.sources import cited

from .findings import ScaleBand

CAUTION = (
    "A score is not a diagnosis, and a change in a score is not a change in a diagnosis. These marks compare with the first "
    "whole score stored here, which need not be the start of an episode or of a treatment; they have not been validated in "
    "this product."
)
NOTHING_MARKED = Change()
SINCE_BEFORE = "since the one before"
"""Ends a mark that does not compare with the first whole score."""
JOINED = (
    "A line joins two whole scores only where they follow each other. A score with open items is a range: it is "
    "drawn as a bar, is not compared, and no line passes it."
)


@dataclass(frozen=True, eq=False)
class Measure:
    """What is followed: as it was stored with the newest score, and what is marked of it today."""

    id: str
    name: str
    greatest: float
    items: int
    decimals: int = 0
    bands: tuple[ScaleBand, ...] = ()
    """Published ones only."""
    change: Change = NOTHING_MARKED

    @property
    def sources(self) -> tuple[Source, ...]:
        return cited(*self.change.sources)


def _measure(followed: Score | Rating) -> Measure:
    change = followed.change or NOTHING_MARKED
    if isinstance(followed, Rating):
        return Measure(followed.id, followed.name, followed.question.maximum, 1, change=change)
    bands = () if followed.instrument.band_note else followed.bands
    return Measure(
        followed.id,
        followed.name,
        followed.greatest,
        len(followed.items),
        followed.decimals,
        tuple(ScaleBand(band.name, band.lowest, band.highest) for band in bands),
        change,
    )


FOLLOWED = {each.id: _measure(each) for each in questions.FOLLOWED}
"""By id, what the rules of today follow, in the order shown."""


def change_of(id_: str) -> Change:
    """What is marked of it today; nothing, where the rules do not follow it any more."""
    return FOLLOWED[id_].change if id_ in FOLLOWED else NOTHING_MARKED


@dataclass(frozen=True)
class Reading:
    """A score on one day, as far as the answers allow."""

    on: datetime.date
    least: float
    greatest: float
    missing: int = 0
    """Open items."""
    decimals: int = 0

    @property
    def is_whole(self) -> bool:
        return self.least == self.greatest

    @property
    def text(self) -> str:
        """``14``, ``5.3``, ``11 to 20``."""
        return span(self.least, self.greatest, self.decimals)


@dataclass(frozen=True)
class Point:
    reading: Reading
    from_first: str = ""
    """The change in words; empty where nothing is compared."""
    from_before: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    measure: Measure
    points: tuple[Point, ...]
    """By date."""
    joined: tuple[tuple[Point, Point], ...]
    """Neighbours that a line may join."""


def trend(measure: Measure, readings: Iterable[Reading]) -> Trend:
    """The readings by date, each whole one compared with the first whole one and with the one before."""
    points: list[Point] = []
    whole: list[float] = []
    for reading in sorted(readings, key=lambda reading: reading.on):
        points.append(_point(measure, reading, whole))
        if reading.is_whole:
            whole.append(reading.least)
    joined = (
        (earlier, later)
        for earlier, later in pairwise(points)
        if earlier.reading.is_whole and later.reading.is_whole
        if earlier.reading.on < later.reading.on  # a line straight up would look like a range
    )
    return Trend(measure, tuple(points), tuple(joined))


def _point(measure: Measure, reading: Reading, whole: list[float]) -> Point:
    if not (whole and reading.is_whole):
        return Point(reading)
    now, first, before = reading.least, whole[0], whole[-1]
    return Point(
        reading,
        _difference(first, now, measure.decimals),
        _difference(before, now, measure.decimals),
        tuple(_marks(measure, first, before, now)),
    )


def _marks(measure: Measure, first: float, before: float, now: float) -> Iterator[str]:
    for rule in measure.change.rules:
        if rule.holds(first, now):
            yield rule.mark
        elif rule.since_before and rule.holds(before, now):
            yield f"{rule.mark} {SINCE_BEFORE}"


def _difference(earlier: float, later: float, decimals: int) -> str:
    by = round(later - earlier, 6)
    return "no change" if by == 0 else f"{'up' if by > 0 else 'down'} {number(abs(by), decimals)}"
