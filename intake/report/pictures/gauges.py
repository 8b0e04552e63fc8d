"""A score on its scale: bands in steps of one hue, by name; a marker at the total, or a bracket where it is a range.

Bands, cut-offs and words are those stored with the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
    band_note = score.band_note if score.band else ""
    reading = Reading(
        score.name,
        score.greatest,
        score.text,
        score.min if score.is_scored else None,
        score.max,
        bands=score.bands,
        band=score.band or "",
        cut_offs=score.cut_offs,
        more=tuple(filter(None, (score.band_text, band_note, missing))),
        note=score.limit if score.cut_offs else "",
    )
    return _drawn(reading, width)


def rating_gauge(rating: RatingFinding, width: float = WIDTH) -> Picture:
    """One number on its scale."""
    value = rating.value
    more = (rating.note,) if rating.note else ()
    return _drawn(
        Reading(rating.name, rating.greatest, rating.text, value, value or 0, ends=rating.ends, more=more), width
    )


# Drawing --------------------------------------------------------------------------------------------------------------


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
    labels += _ends(reading, width)
    labels += [_centred(f"{at:g}", _INSET + at * step, width) for at in _numbered(reading)]
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
        for place, said in enumerate(self.name):
            middle = (self.left + self.right) / 2
            yield Label(middle, y - _LINE * place, said, LEAST, bold=self.bold, align="center")


def _steps(reading: Reading, step: float) -> Iterator[_Step]:
    names = [band.name for band in reading.bands] or [""] * (len(reading.cut_offs) + 1)
    edges = _edges(reading)
    for place, (name, (low, high)) in enumerate(zip(names, pairwise(edges), strict=True)):
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


def _edges(reading: Reading) -> tuple[float, ...]:
    """Where a step of the bar ends: halfway between whole totals, or where two bands touch."""
    if reading.bands:
        inner = [(below.highest + above.lowest) / 2 for below, above in pairwise(reading.bands)]
    else:
        inner = [limit - 0.5 for limit in reading.cut_offs]
    return (0, *inner, reading.greatest)


def _numbered(reading: Reading) -> tuple[float, ...]:
    """The totals with a number under the bar: where a band begins, or a cut-off stands, and both ends."""
    return (0, *(band.lowest for band in reading.bands[1:]), *reading.cut_offs, reading.greatest)


def _ends(reading: Reading, width: float) -> Iterator[Label]:
    least, greatest = reading.ends
    if least:
        yield Label(3, _BAR + 2.6, least, LEAST)
        yield Label(width - 3, _BAR + 2.6, greatest, LEAST, align="right")


def _marker(left: float, right: float, y: float) -> str:
    """A triangle on the total, or a bracket from the least to the greatest possible."""
    if left == right:
        return f"{fill(INK)} {line(((left, y), (left - 3, y + 3.8), (left + 3, y + 3.8)))} f"
    bracket = line(((left, y), (left, y + 2.8), (right, y + 2.8), (right, y)))
    return f"{stroke(INK, 1.3)} {bracket} S"


def _centred(said: str, middle: float, width: float) -> Label:
    """Under the bar, as far as it does not leave the picture."""
    half = text_width(said, LEAST) / 2
    return Label(min(max(middle, half), width - half), 1.3, said, LEAST, colour=QUIET, align="center")


def _alt(reading: Reading) -> str:
    said = ", ".join((f"Gauge of {reading.name}: {reading.value}", *reading.more))
    least, greatest = (f" ({end})" if end else "" for end in reading.ends)
    bands = ", ".join(map(_said_range, reading.bands, (*reading.bands[1:], None)))
    scaled = f"Scale from 0{least} to {reading.greatest:g}{greatest}{f': {bands}' if bands else ''}."
    return f"{said}. {scaled} {reading.note}".rstrip()


def _said_range(band: ScaleBand, above: ScaleBand | None) -> str:
    below = "below " if above and above.lowest == band.highest else ""
    return f"{band.name} {band.lowest:g} to {below}{band.highest:g}"
