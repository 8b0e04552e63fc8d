"""How a score went from intake to intake, on a strip. What is a response and what may be joined stands in the trend."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from intake.clinical.telling.charts import Frame, Plot, with_room
from intake.clinical.working.trend import Trend
from intake.report.engine.plate import LEAST, Label, Plate, box, disc, line, mixed, stroke, text_width, together
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, HAIRLINE, QUIET
from intake.report.engine.text import counted
from intake.report.summary import date_text

from . import scale
from .scale import WIDTH

_BOTTOM, _TOP = 13.5, 34
"""Where 0 and the greatest stand."""
_OVER = 3
"""Room over the greatest."""
_AXIS = 15
_DOT, _BAR = 1.7, 3.2
_ROOM = 6.6
"""For a number over or under its dot."""


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
    end = width - text_width(last, scale.SIZE, bold=True) - 5
    days = [point.reading.on for point in trend.points]
    plot = Plot(trend, Frame(start, end, _BOTTOM, _TOP), days[0], days[-1])
    # The marks in short: ``down 8 from first; response; remission``.
    marked = trend.points[-1]
    from_first = f"{marked.from_first} from first" if marked.from_first else ""
    change = "; ".join(filter(None, (from_first, *(mark.partition(":")[0] for mark in marked.marks))))
    words = scale.head(trend.measure.name, last, (change,), width)
    height = max(least, _TOP + _OVER + words.height)
    axis = [
        Label(_AXIS - 2.4, y - 3, text, LEAST, colour=QUIET, align="right")
        for y, text in ((_BOTTOM, "0"), (_TOP, f"{trend.measure.greatest:g}"))
    ]
    labels = (*words.labels(height), *axis, *_dates(plot, width), *_values(plot))
    return Picture(width, height, _alt(trend), Plate(_drawn(plot), labels))


def _drawn(plot: Plot) -> str:
    frame = line(((_AXIS, _TOP), (_AXIS, _BOTTOM), (plot.frame.right + _DOT, _BOTTOM)))
    joins = [line((a[:2], b[:2])) for a, b in plot.joined]
    bars = [box(x - _BAR / 2, low, _BAR, high - low) for x, low, high in plot.places if low != high]
    dots = [disc(x, low, _DOT) for x, low, high in plot.places if low == high]
    return together(
        (
            f"{stroke(HAIRLINE, 0.4)} {frame} S",
            f"{stroke(ACCENT, 0.9)} {' '.join(joins)} S" if joins else "",
            f"{fill(mixed(ACCENT, 0.3))} {stroke(ACCENT, 0.6)} {' '.join(bars)} B" if bars else "",
            f"{fill(ACCENT)} {' '.join(dots)} f" if dots else "",
        )
    )


def _dates(plot: Plot, width: float) -> Iterator[Label]:
    """The last, and of the others those that have room; none leaves the picture."""
    places = {date_text(point.reading.on): x for point, (x, *_) in zip(plot.trend.points, plot.places, strict=True)}
    labels = [scale.centred(x, 1.3, text, (_AXIS, width)) for text, x in places.items()]
    for at in with_room([label.x for label in labels], [label.width for label in labels], 4):
        yield labels[at]


def _values(plot: Plot) -> Iterator[Label]:
    """The first and the last beside their dots; of the others those that have room where no line runs."""
    trend, places = plot.trend, plot.places
    texts = [point.reading.text for point in trend.points]
    middles = [(low + high) / 2 for _, low, high in places]
    joined = {id(point) for pair in trend.joined for point in pair}
    yield Label(places[0][0] - 3.4, middles[0] - 3.1, texts[0], LEAST, align="right")
    yield Label(places[-1][0] + 3.6, middles[-1] - 3.4, texts[-1], scale.SIZE, bold=True)
    filled = places[0][0] + 3
    for at in range(1, len(texts) - 1):
        x, low, high = places[at]
        half = text_width(texts[at], LEAST) / 2
        sides = [high + 3, low - 3 - _ROOM]
        if middles[at] < (middles[at - 1] + middles[at + 1]) / 2:
            sides.reverse()
        # A line that comes or goes leaves one side free.
        sides = sides[:1] if id(trend.points[at]) in joined else sides
        y = next((y for y in sides if _BOTTOM + 0.6 < y < _TOP - 0.4), None)
        if y is not None and filled < x - half and x + half < places[-1][0] - 3:
            filled = x + half + 2
            yield Label(x, y, texts[at], LEAST, align="center")


def _alt(trend: Trend) -> str:
    values: list[str] = []
    for reading in (point.reading for point in trend.points):
        missing = f" ({counted(reading.missing, 'item', 'items')} not answered)" if reading.missing else ""
        values.append(f"{reading.text}{missing} on {date_text(reading.on)}")
    said = f"{trend.measure.name} over time, scale 0 to {trend.measure.greatest:g}: {'; '.join(values)}."
    last = trend.points[-1]
    if not last.from_first:
        return said
    return f"{said} Last, against the first whole score: {', '.join((last.from_first, *last.marks))}."
