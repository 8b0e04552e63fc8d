"""How a score went from intake to intake, on a strip. What is a response and what may be joined stands in the trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from intake.clinical.trend import Point, Trend

from . import scale
from .blocks import Picture
from .plate import LEAST, Label, Plate, box, disc, line, mixed, stroke, text_width, together, wrapped
from .scale import WIDTH
from .setting import fill
from .styles import ACCENT, HAIRLINE, INK, QUIET
from .summary import said_date
from .text import counted

HEIGHT = 32
_BOTTOM, _TOP = 10.5, 29
"""Where 0 and the greatest stand."""
_AXIS, _INSET = 10, 5
_DOT, _BAR = 1.7, 3.2
_ROOM = 5
"""For a number over or under its dot."""

_Place = tuple[float, float, float]
"""From the left, and the heights of the least and the greatest."""


@lru_cache(maxsize=256)
def trend_strip(trend: Trend, width: float = WIDTH) -> Picture | None:
    """One measure over all intakes stored, this one the last; None where there is none before it."""
    if len(trend.points) < 2:
        return None
    last = trend.points[-1]
    more = list(wrapped(_change(last), LEAST + 0.5, scale.start(width) - 3))[:2]
    labels = list(scale.beside(trend.measure.name, last.reading.said, more, HEIGHT - 1.5, width))
    start = scale.start(width) + _AXIS
    end = width - text_width(last.reading.said, 7.5, bold=True) - 5
    places = _places(trend, start + _INSET, end)
    labels += _axis(trend, start, places)
    labels += _values(trend.points, places)
    return Picture(width, HEIGHT, _alt(trend), Plate(_drawn(trend, places, start, end), tuple(labels)))


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


def _drawn(trend: Trend, places: Sequence[_Place], start: float, end: float) -> str:
    frame = " ".join(line(((start, y), (end + _INSET / 2, y))) for y in (_BOTTOM, _TOP))
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


def _axis(trend: Trend, start: float, places: Sequence[_Place]) -> Iterator[Label]:
    for y, said in ((_BOTTOM, "0"), (_TOP, f"{trend.measure.greatest:g}")):
        yield Label(start - 2, y - 2, said, LEAST, colour=QUIET, align="right")
    first, last = (said_date(trend.points[at].reading.on) for at in (0, -1))
    left = max(places[0][0] - text_width(first, LEAST) / 2, start - _AXIS)
    right = places[-1][0] + text_width(last, LEAST) / 2
    if first != last:
        yield Label(left, 1.5, first, LEAST, colour=QUIET)
    yield Label(right, 1.5, last, LEAST, colour=QUIET, align="right")


def _values(points: Sequence[Point], places: Sequence[_Place]) -> Iterator[Label]:
    """The last beside its dot; of the others those that have room over or under theirs, away from the lines."""
    x, low, high = places[-1]
    yield Label(x + 4, (low + high) / 2 - 2.6, points[-1].reading.said, 7.5, bold=True, colour=INK)
    filled = float("-inf")
    for at, (point, (x, low, high)) in enumerate(zip(points[:-1], places, strict=False)):
        said = point.reading.said
        half = text_width(said, LEAST) / 2
        around = [sum(place[1:]) / 2 for place in (*places[max(at - 1, 0) : at], places[at + 1])]
        over = (low + high) / 2 >= sum(around) / len(around)
        y = high + 3 if over else low - 3 - _ROOM + 0.8
        if y + _ROOM > HEIGHT:
            y = low - 3 - _ROOM + 0.8
        if y > _BOTTOM - 0.5 and x - half > filled and x + half < places[-1][0] - 3:
            filled = x + half + 2
            yield Label(x, y, said, LEAST, align="center")


def _alt(trend: Trend) -> str:
    measure = trend.measure
    said = "; ".join(map(_said, trend.points))
    last = trend.points[-1]
    change = f" Last, against the first whole score: {', '.join((last.from_first, *last.marks))}." * bool(
        last.from_first
    )
    return f"{measure.name} over time, scale 0 to {measure.greatest:g}: {said}.{change}"


def _said(point: Point) -> str:
    missing = f" ({counted(point.missing, 'item', 'items')} not answered)" if point.missing else ""
    return f"{point.reading.said}{missing} on {said_date(point.reading.on)}"
