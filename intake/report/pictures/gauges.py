"""A score on its scale: bands in steps of one hue, by name; a marker at the total, or a bracket where it is a range.

Bands, cut-offs and words are those stored with the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from intake.clinical.working.findings import RatingFinding, ScaleBand, ScoreFinding
from intake.report.engine.plate import LEAST, Label, Plate, box, line, mixed, stroke, text_width, together
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, INK, QUIET
from intake.report.engine.text import counted

from . import scale
from .scale import WIDTH

_BAR = 7.2
"""From the bottom, over the numbers."""
_LINE = 5.5
"""Of a band's name inside the bar."""
_MARKER = 4.6
"""Its room over the bar."""
_INSET = 3
"""Of 0 and the greatest from the ends of the bar."""
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
    band: str = ""
    cut_offs: tuple[float, ...] = ()
    ends: tuple[str, str] = ("", "")
    """What the least and the greatest stand for."""
    more: tuple[str, ...] = ()
    """The band, and what is missing."""
    note: str = ""
    """For the alternative text alone."""


def gauge(score: ScoreFinding, width: float = WIDTH) -> Picture:
    """A score as far as the answers allow; an unanswered one is an empty scale, never 0."""
    missing = f"{counted(score.missing, 'item', 'items')} not answered" if score.missing and score.is_scored else ""
    reading = Reading(
        score.name,
        score.greatest,
        score.text,
        score.min if score.is_scored else None,
        score.max,
        bands=score.bands,
        band=score.band or "",
        cut_offs=score.cut_offs,
        more=tuple(filter(None, (score.band_text, score.band_note if score.band else "", missing))),
        note=score.limit if score.cut_offs else "",
    )
    return _drawn(reading, width)


def rating_gauge(rating: RatingFinding, width: float = WIDTH) -> Picture:
    """One number on its scale."""
    value, more = rating.value, (rating.note,) if rating.note else ()
    reading = Reading(rating.name, rating.greatest, rating.text, value, value or 0, ends=rating.ends, more=more)
    return _drawn(reading, width)


@lru_cache(maxsize=1024)
def _drawn(reading: Reading, width: float) -> Picture:
    step = (width - 2 * _INSET) / reading.greatest
    steps = tuple(_steps(reading, step))
    tall = 3.7 + _LINE * max(len(part.name) for part in steps)
    words = scale.head(reading.name, reading.value, reading.more, width)
    height = _BAR + tall + _MARKER + words.height
    operators, labels = [], list(words.labels(height))
    for place, part in enumerate(steps):
        share = 0.1 + 0.26 * place / max(len(steps) - 1, 1) if reading.least is not None else 0
        operators.append(f"{fill(mixed(ACCENT, share))} {box(part.left, _BAR, part.right - part.left, tall)} B")
        labels += part.labels(tall)
    least_text, greatest_text = reading.ends
    if least_text:
        labels.append(Label(3, _BAR + 2.6, least_text, LEAST))
        labels.append(Label(width - 3, _BAR + 2.6, greatest_text, LEAST, align="right"))
    # A number stands where a band begins, or a cut-off stands, and at both ends.
    numbered = (0, *(band.lowest for band in reading.bands[1:]), *reading.cut_offs, reading.greatest)
    labels += [scale.centred(_INSET + at * step, 1.3, f"{at:g}", (0, width)) for at in numbered]
    if reading.least is not None:
        operators.append(_marker(_INSET + reading.least * step, _INSET + reading.most * step, _BAR + tall + 0.5))
    drawn = f"{stroke(_EDGE, 0.4)} {together(operators)}"
    return Picture(width, height, _alt(reading), Plate(drawn, tuple(labels)))


@dataclass(frozen=True)
class _Step:
    """A part of the bar; its name in one line or two, in none where there is no room."""

    left: float
    right: float
    name: tuple[str, ...]
    bold: bool

    def labels(self, tall: float) -> Iterator[Label]:
        y = _BAR + (tall + _LINE * len(self.name)) / 2 - 4.8
        for place, text in enumerate(self.name):
            middle = (self.left + self.right) / 2
            yield Label(middle, y - _LINE * place, text, LEAST, bold=self.bold, align="center")


def _steps(reading: Reading, step: float) -> Iterator[_Step]:
    """One ends where two bands touch, or halfway between whole totals."""
    names = [band.name for band in reading.bands] or [""] * (len(reading.cut_offs) + 1)
    if reading.bands:
        inner = [(below.highest + above.lowest) / 2 for below, above in pairwise(reading.bands)]
    else:
        inner = [limit - 0.5 for limit in reading.cut_offs]
    for place, (name, (low, high)) in enumerate(zip(names, pairwise((0, *inner, reading.greatest)), strict=True)):
        # The ends of the bar stand out, so that a marker at 0 stands on it.
        left = _INSET + low * step + (0.3 if place else -_INSET)
        right = _INSET + high * step + (-0.3 if high < reading.greatest else _INSET)
        bold = bool(name) and name == reading.band
        yield _Step(left, right, _fitted(name, right - left, bold=bold), bold)


def _fitted(name: str, room: float, *, bold: bool) -> tuple[str, ...]:
    """In two lines at most, the smallest type being what it is."""
    for lines in ((name,), tuple(name.split())):
        if len(lines) <= 2 and all(text_width(line, LEAST, bold=bold) <= room for line in lines):
            return lines
    return ("",)


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
