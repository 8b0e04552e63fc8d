"""How a score went from intake to intake, on a strip. What is a response and what may be joined stands in the trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from intake.clinical.working.trend import Point, Trend
from intake.report.engine.plate import LEAST, Label, Plate, box, disc, line, mixed, stroke, text_width, together
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, HAIRLINE, QUIET
from intake.report.engine.text import counted
from intake.report.summary import said_date

from . import scale
from .scale import WIDTH

_BOTTOM, _TOP = 9.5, 26
"""Where 0 and the greatest stand."""
_OVER = 3
"""Room over the greatest."""
_AXIS = 10
_DOT, _BAR = 1.7, 3.2
_ROOM = 4.4
"""For a number over or under its dot."""

_Place = tuple[float, float, float]
"""From the left, and the heights of the least and the greatest."""


@lru_cache(maxsize=256)
def trend_strip(trend: Trend, width: float = WIDTH, least: float = 0) -> Picture | None:
    """One measure over all intakes stored, this one the last; None where there is none before it.

    Args:
        width: in points.
        least: how high it is, in points, unless it needs more.
    """
    if len(trend.points) < 2:
        return None
    first, last = (trend.points[at].reading.text for at in (0, -1))
    start = _AXIS + text_width(first, LEAST) + 6
    end = width - text_width(last, 7.5, bold=True) - 5
    places = _places(trend, start, end)
    words = scale.head(trend.measure.name, last, (_change(trend.points[-1]),), width)
    height = max(least, _TOP + _OVER + words.height)
    labels = (*words.labels(height), *_axis(trend), *_dates(trend, width, places), *_values(trend, places))
    return Picture(width, height, _alt(trend), Plate(_drawn(trend, places, end), labels))


def _change(point: Point) -> str:
    """``down 8 from first; response; remission``: the marks in short."""
    from_first = f"{point.from_first} from first" if point.from_first else ""
    return "; ".join(filter(None, (from_first, *(mark.partition(":")[0] for mark in point.marks))))


def _places(trend: Trend, start: float, end: float) -> list[_Place]:
    """By date; all on one day stand at the end."""
    days = [point.reading.on.toordinal() for point in trend.points]
    step = (end - start) / (days[-1] - days[0] or 1)
    rise = (_TOP - _BOTTOM) / trend.measure.greatest
    return [
        (end - (days[-1] - day) * step, _BOTTOM + point.reading.least * rise, _BOTTOM + point.reading.greatest * rise)
        for day, point in zip(days, trend.points, strict=True)
    ]


def _drawn(trend: Trend, places: Sequence[_Place], end: float) -> str:
    frame = line(((_AXIS, _TOP), (_AXIS, _BOTTOM), (end + _DOT, _BOTTOM)))
    at = {id(point): place for point, place in zip(trend.points, places, strict=True)}
    joins = [line((at[id(a)][:2], at[id(b)][:2])) for a, b in trend.joined]
    bars = [box(x - _BAR / 2, low, _BAR, high - low) for x, low, high in places if low != high]
    dots = [disc(x, low, _DOT) for x, low, high in places if low == high]
    return together(
        (
            f"{stroke(HAIRLINE, 0.4)} {frame} S",
            f"{stroke(ACCENT, 0.9)} {' '.join(joins)} S" if joins else "",
            f"{fill(mixed(ACCENT, 0.3))} {stroke(ACCENT, 0.6)} {' '.join(bars)} B" if bars else "",
            f"{fill(ACCENT)} {' '.join(dots)} f" if dots else "",
        )
    )


def _axis(trend: Trend) -> Iterator[Label]:
    for y, said in ((_BOTTOM, "0"), (_TOP, f"{trend.measure.greatest:g}")):
        yield Label(_AXIS - 2.4, y - 2, said, LEAST, colour=QUIET, align="right")


def _dates(trend: Trend, width: float, places: Sequence[_Place]) -> Iterator[Label]:
    """The last and the first; of the others those that have room."""
    said = [said_date(point.reading.on) for point in trend.points]
    half = [text_width(day, LEAST) / 2 for day in said]
    end = min(places[-1][0] + half[-1], width)
    yield _date(said[-1], end)
    if said[0] == said[-1]:
        return
    filled = max(places[0][0] + half[0], _AXIS + 2 * half[0])
    yield _date(said[0], filled)
    for day, (x, _, _), wide in zip(said[1:-1], places[1:-1], half[1:-1], strict=True):
        if filled + 4 < x - wide and x + wide < end - 2 * half[-1] - 4:
            filled = x + wide
            yield _date(day, filled)


def _date(said: str, right: float) -> Label:
    return Label(right, 1.3, said, LEAST, colour=QUIET, align="right")


def _values(trend: Trend, places: Sequence[_Place]) -> Iterator[Label]:
    """The first and the last beside their dots; of the others those that have room where no line runs."""
    said = [point.reading.text for point in trend.points]
    middles = [(low + high) / 2 for _, low, high in places]
    joined = {id(point) for pair in trend.joined for point in pair}
    yield Label(places[0][0] - 3.4, middles[0] - 2.1, said[0], LEAST, align="right")
    yield Label(places[-1][0] + 3.6, middles[-1] - 2.6, said[-1], 7.5, bold=True)
    filled = places[0][0] + 3
    for at in range(1, len(said) - 1):
        x, low, high = places[at]
        half = text_width(said[at], LEAST) / 2
        sides = [high + 3, low - 3 - _ROOM]
        if middles[at] < (middles[at - 1] + middles[at + 1]) / 2:
            sides.reverse()
        # A line that comes or goes leaves one side free.
        sides = sides[:1] if id(trend.points[at]) in joined else sides
        y = next((y for y in sides if _BOTTOM + 0.6 < y < _TOP - 0.4), None)
        if y is not None and filled < x - half and x + half < places[-1][0] - 3:
            filled = x + half + 2
            yield Label(x, y, said[at], LEAST, align="center")


def _alt(trend: Trend) -> str:
    measure = trend.measure
    said = "; ".join(map(_said, trend.points))
    last = trend.points[-1]
    change = f" Last, against the first whole score: {', '.join((last.from_first, *last.marks))}." * bool(
        last.from_first
    )
    return f"{measure.name} over time, scale 0 to {measure.greatest:g}: {said}.{change}"


def _said(point: Point) -> str:
    open_items = point.reading.missing
    missing = f" ({counted(open_items, 'item', 'items')} not answered)" if open_items else ""
    return f"{point.reading.text}{missing} on {said_date(point.reading.on)}"
