"""Scores over time as a signature keeps them: other intakes, and the rules of change, move on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from intake.clinical.working.trend import Measure, Point, Reading, Trend
from intake.stored import release_0_9_2


def freeze(history: Iterable[Trend]) -> list[dict[str, Any]]:
    """As JSON, with all that is printed."""
    return [_frozen(each) for each in history]


def _frozen(whole: Trend) -> dict[str, Any]:
    measure, at = whole.measure, {id(point): place for place, point in enumerate(whole.points)}
    return {
        "id": measure.id,
        "name": measure.name,
        "greatest": measure.greatest,
        "items": measure.items,
        "decimals": measure.decimals,
        "points": [_frozen_point(point) for point in whole.points],
        "joined": [[at[id(earlier)], at[id(later)]] for earlier, later in whole.joined],
    }


def _frozen_point(point: Point) -> dict[str, Any]:
    return {
        "on": point.reading.on.isoformat(),
        "least": point.reading.least,
        "greatest": point.reading.greatest,
        "missing": point.reading.missing,
        "from_first": point.from_first,
        "from_before": point.from_before,
        "marks": list(point.marks),
    }


def thaw(kept: Iterable[dict[str, Any]]) -> tuple[Trend, ...]:
    """What ``freeze`` made, as it was printed. The measure has no rules: nothing is compared anew."""
    return tuple(_thawed(each) for each in kept)


def _thawed(kept: dict[str, Any]) -> Trend:
    decimals = kept.get("decimals", release_0_9_2.DECIMALS.get(kept["id"], 0))
    points = tuple(_thawed_point(each, decimals) for each in kept["points"])
    measure = Measure(kept["id"], kept["name"], kept["greatest"], kept["items"], decimals)
    return Trend(measure, points, tuple((points[earlier], points[later]) for earlier, later in kept["joined"]))


def _thawed_point(kept: dict[str, Any], decimals: int) -> Point:
    on = datetime.date.fromisoformat(kept["on"])
    reading_then = Reading(on, kept["least"], kept["greatest"], kept["missing"], decimals)
    return Point(reading_then, kept["from_first"], kept["from_before"], tuple(kept["marks"]))
