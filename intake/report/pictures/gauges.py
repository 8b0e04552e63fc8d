"""A score on its scale: bands in steps of one hue, by name; a marker at the total, or a bracket where it is a range.

Bands and cut-offs are those of ``intake.clinical``; whether a score has a band is what the assessment says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from intake.clinical.language.instruments import Band
from intake.clinical.rules.facts import risky_alcohol
from intake.clinical.rules.questions import SCORES
from intake.clinical.rules.questions.mood import auditc_score
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.working.findings import Assessment, Line, ScoreFinding
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
_BANDS = {score.id: score.instrument.bands for score in SCORES if len(score.items) == len(score.instrument.items)}
"""Those of whole questionnaires: its short form and its parts have none."""
_PAIN = "Average pain"
_INSET = 3
"""Of 0 and the greatest from the ends of the bar."""
_EDGE = mixed(QUIET, 0.55)


_CUT_OFFS = {
    auditc_score.id: tuple(sorted({limit for score, limit in risky_alcohol.limits() if score is auditc_score}))
}
"""The totals that the rules compare AUDIT-C with."""


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
    bands: tuple[Band, ...] = ()
    band: str = ""
    cut_offs: tuple[float, ...] = ()
    ends: tuple[str, str] = ("", "")
    """What the least and the greatest stand for."""
    more: tuple[str, ...] = ()
    """The band, and what is missing."""
    note: str = ""
    """For the alternative text alone."""

    def said(self, value: float) -> str:
        """``17``; a mean has a decimal."""
        return f"{value:.1f}" if self.name == peg_score.name else f"{value:g}"

    @property
    def span(self) -> str:
        """``17``, or ``12 to 18`` where items are open."""
        ends = () if self.least is None else (self.least,) if self.least == self.most else (self.least, self.most)
        return " to ".join(map(self.said, ends))


def gauge(score: ScoreFinding, assessment: Assessment, width: float = WIDTH) -> Picture:
    """PHQ-9, GAD-7, AUDIT-C or PEG, as far as the answers allow; an unanswered score is an empty scale, never 0."""
    return _drawn(_reading(score, assessment.scope, assessment.mood_screen), width)


def pain_gauge(assessment: Assessment, width: float = WIDTH) -> Picture:
    """The answer to ``pain.nrs_avg`` on its scale."""
    rating, question = assessment.line(pain.nrs_avg.id), pain.nrs_avg
    reading = Reading(_PAIN, question.maximum, _unanswered(rating), None, 0, ends=("no pain", "worst imaginable"))
    if rating.state == "answered":
        by = ", by proxy" if assessment.mood_screen == "proxy" else ""
        value = f"{rating.answer:g} of {question.maximum:g}"
        reading = replace(
            reading, value=value, least=rating.answer, most=rating.answer, more=(f"in the last 7 days{by}",)
        )
    return _drawn(reading, width)


def _unanswered(rating: Line) -> str:
    return "not asked" if rating.state == "na" else rating.said[:1].lower() + rating.said[1:]


def _reading(score: ScoreFinding, scope: str, mood_screen: str) -> Reading:
    empty = Reading(
        score.name,
        score.greatest,
        value="not answered",
        least=None,
        most=0,
        bands=_BANDS.get(score.id, ()) if scope == "adult" else (),
        cut_offs=_CUT_OFFS.get(score.id, ()),
        note=score.limit if score.id in _CUT_OFFS else "",
    )
    if mood_screen == "proxy":
        return replace(empty, value="not scored", more=("somebody else answered",))
    if all(item.state == "na" for item in score.items):
        return replace(empty, value="not asked")
    if score.missing == len(score.items):
        return empty
    more = filter(None, (_said_band(score, scope), _said_missing(score)))
    scored = replace(empty, least=score.min, most=score.max, band=score.band or "", more=tuple(more))
    return replace(scored, value=f"{scored.span} of {score.greatest:g}")


def _said_band(score: ScoreFinding, scope: str) -> str:
    if limits := _CUT_OFFS.get(score.id):
        return f"cut-off {' or '.join(f'{limit:g}' for limit in limits)}, by sex at birth"
    if scope != "adult":
        return "no band under 18" if scope == "minor" else "no band: age missing"
    if not score.band:
        return "band not decided"
    return f"{score.band} (band not validated)" if score.id == peg_score.id else f"{score.band} band"


def _said_missing(score: ScoreFinding) -> str:
    return f"{counted(score.missing, 'item', 'items')} not answered" if score.missing else ""


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


def _said_range(band: Band, above: Band | None) -> str:
    below = "below " if above and above.lowest == band.highest else ""
    return f"{band.name} {band.lowest:g} to {below}{band.highest:g}"
