"""A score on its scale: bands in steps of one hue; a marker at the total, or a bracket where it is a range.

Bands, cut-offs and words are those stored with the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from intake.clinical.working.findings import RatingFinding, ScaleBand, ScoreFinding
from intake.report.engine.plate import Plate, box, line, mixed, stroke, together
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, INK, QUIET
from intake.report.engine.text import counted

from . import scale
from .scale import WIDTH

_TALL, _ROW = 5.0, 12.5
"""Of the bar, and of the room with the marker over it."""
_FOOT = 2.2
"""Under the bar."""
_END = 3.0
"""Of the bar from the ends of its room, so that a marker at 0 stays inside."""
_EDGE = mixed(QUIET, 0.55)


@dataclass(frozen=True)
class Reading:
    """What a gauge shows, whichever score it is."""

    name: str
    greatest: float
    value: str
    """``17 of 27``, ``12 to 18 of 27``, or why there is none."""
    least: float | None
    """None where nothing is marked on the scale."""
    most: float
    bands: tuple[ScaleBand, ...] = ()
    cut_offs: tuple[float, ...] = ()
    ends: tuple[str, str] = ("", "")
    """What the least and the greatest stand for."""
    more: tuple[str, ...] = ()
    """The band, and what is missing."""
    note: str = ""
    """For the alternative text alone."""


def gauge(score: ScoreFinding, width: float = WIDTH, before: str = "") -> Picture:
    """A score as far as the answers allow; an unanswered one is an empty scale, never 0.

    Args:
        before: what it came to at an earlier visit.
    """
    missing = f"{counted(score.missing, 'item', 'items')} not answered" if score.missing and score.is_scored else ""
    reading = Reading(
        score.name,
        score.greatest,
        score.text,
        score.min if score.is_scored else None,
        score.max,
        bands=score.bands,
        cut_offs=score.cut_offs,
        # Cut-offs are drawn; in words they stand in the record, and in what is read aloud.
        more=tuple(filter(None, ("" if score.cut_offs else score.band_text, missing, before))),
        note=f"{score.band_text}. {score.limit}" if score.cut_offs else score.band_note if score.band else "",
    )
    return _drawn(reading, width)


def rating_gauge(rating: RatingFinding, width: float = WIDTH, before: str = "") -> Picture:
    """One number on its scale. ``before``: as above."""
    value, more = rating.value, tuple(filter(None, (rating.note, before)))
    reading = Reading(rating.name, rating.greatest, rating.text, value, value or 0, ends=rating.ends, more=more)
    return _drawn(reading, width)


@lru_cache(maxsize=1024)
def _drawn(reading: Reading, width: float) -> Picture:
    words = scale.head(reading.name, reading.value, reading.more, width)
    left, right = _END, width - _END
    step = (right - left) / reading.greatest
    labels = tuple(words.labels(_ROW + words.height))
    operators = []
    parts = list(pairwise((0, *_limits(reading), reading.greatest)))
    for place, (low, high) in enumerate(parts):
        share = 0.1 + 0.26 * place / max(len(parts) - 1, 1) if reading.least is not None else 0
        bar = box(left + low * step, _FOOT, (high - low) * step, _TALL)
        operators.append(f"{fill(mixed(ACCENT, share))} {bar} B")
    if reading.least is not None:
        operators.append(_marker(left + reading.least * step, left + reading.most * step, _FOOT + _TALL + 0.4))
    drawn = f"{stroke(_EDGE, 0.4)} {together(operators)}"
    return Picture(width, _ROW + words.height, _alt(reading), Plate(drawn, labels))


def _limits(reading: Reading) -> Iterator[float]:
    """Where two bands touch, or halfway between whole totals."""
    if reading.bands:
        yield from ((below.highest + above.lowest) / 2 for below, above in pairwise(reading.bands))
    else:
        yield from (limit - 0.5 for limit in reading.cut_offs)


def _marker(left: float, right: float, y: float) -> str:
    """A triangle on the total, or a bracket from the least to the greatest possible."""
    if left == right:
        return f"{fill(INK)} {line(((left, y), (left - 3, y + 3.8), (left + 3, y + 3.8)))} f"
    bracket = line(((left, y), (left, y + 2.8), (right, y + 2.8), (right, y)))
    return f"{stroke(INK, 1.3)} {bracket} S"


def _alt(reading: Reading) -> str:
    value = ", ".join((f"Gauge of {reading.name}: {reading.value}", *reading.more))
    least, greatest = (f" ({end})" if end else "" for end in reading.ends)
    ranges: list[str] = []
    for band, above in zip_longest(reading.bands, reading.bands[1:]):
        below = "below " if above and above.lowest == band.highest else ""
        ranges.append(f"{band.name} {band.lowest:g} to {below}{band.highest:g}")
    bands = f": {', '.join(ranges)}" if ranges else ""
    scaled = f"Scale from 0{least} to {reading.greatest:g}{greatest}{bands}."
    return f"{value}. {scaled} {reading.note}".rstrip()
