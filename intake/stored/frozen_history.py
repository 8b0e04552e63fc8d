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
        "points": [
            {
                "on": point.reading.on.isoformat(),
                "least": point.reading.least,
                "greatest": point.reading.greatest,
                "missing": point.reading.missing,
                "from_first": point.from_first,
                "from_before": point.from_before,
                "marks": list(point.marks),
            }
            for point in whole.points
        ],
        "joined": [[at[id(earlier)], at[id(later)]] for earlier, later in whole.joined],
    }


def thaw(kept: Iterable[dict[str, Any]]) -> tuple[Trend, ...]:
    """What ``freeze`` made, as it was printed. The measure has no rules: nothing is compared anew."""
    return tuple(_thawed(each) for each in kept)


def _thawed(kept: dict[str, Any]) -> Trend:
    decimals = kept.get("decimals", release_0_9_2.DECIMALS.get(kept["id"], 0))
    points = []
    for each in kept["points"]:
        on = datetime.date.fromisoformat(each["on"])
        reading = Reading(on, each["least"], each["greatest"], each["missing"], decimals)
        points.append(Point(reading, each["from_first"], each["from_before"], tuple(each["marks"])))
    measure = Measure(kept["id"], kept["name"], kept["greatest"], kept["items"], decimals)
    joined = tuple((points[earlier], points[later]) for earlier, later in kept["joined"])
    return Trend(measure, tuple(points), joined)
