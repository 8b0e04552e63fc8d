"""A score on its scale: bands in steps of one hue, by name; a marker at the total, or a bracket where it is a range.

Bands and cut-offs are those of ``intake.clinical``; whether a score has a band is what the assessment says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from intake.clinical.conditions import Compare, Condition
from intake.clinical.facts import risky_alcohol
from intake.clinical.findings import Assessment, Line, ScoreFinding
from intake.clinical.instruments import Band
from intake.clinical.questions import SCORES
from intake.clinical.questions.mood import auditc_score
from intake.clinical.questions.pain import pain, peg_score

from . import scale
from .blocks import Picture
from .plate import LEAST, Label, Plate, box, line, mixed, stroke, text_width, together
from .scale import WIDTH
from .setting import fill
from .styles import ACCENT, INK, QUIET
from .text import counted

HEIGHT = 26
_BAR, _BAR_HEIGHT = 8, 8.2
_BANDS = {score.id: score.instrument.bands for score in SCORES if len(score.items) == len(score.instrument.items)}
"""Those of whole questionnaires: its short form and its parts have none."""
_PAIN = "Average pain"
_INSET = 2
"""Of 0 and the greatest from the ends of the bar."""
_EDGE = mixed(QUIET, 0.55)


def _limits(condition: Condition) -> Iterator[float]:
    """The totals that the rules compare AUDIT-C with."""
    if isinstance(condition, Compare) and condition.question is auditc_score:
        yield condition.limit
    for part in condition.parts:
        yield from _limits(part)


_CUT_OFFS = {auditc_score.id: tuple(sorted(set(_limits(risky_alcohol))))}


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
    """At most two lines."""
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
    start = scale.start(width)
    step = (width - start - 2 * _INSET) / reading.greatest
    zero = start + _INSET
    edges = _edges(reading)
    operators, labels = [], list(scale.beside(reading.name, reading.value, reading.more, HEIGHT, width))
    for place, (left, right) in enumerate(pairwise(edges)):
        share = 0.1 + 0.26 * place / max(len(edges) - 2, 1) if reading.least is not None else 0
        # The ends of the bar stand out, so that a marker at 0 stands on it.
        x = zero + left * step + (0.5 if place else -_INSET)
        end = zero + right * step + (-0.5 if right < reading.greatest else _INSET)
        operators.append(f"{fill(mixed(ACCENT, share))} {box(x, _BAR, end - x, _BAR_HEIGHT)} B")
        if reading.bands:
            labels += _band_name(reading.bands[place].name, reading.band, x, end)
    labels += _ends(reading, start, width)
    labels += [_centred(f"{at:g}", zero + at * step, 1.5, width) for at in _numbered(reading)]
    if reading.least is not None:
        left, right = zero + reading.least * step, zero + reading.most * step
        operators.append(_marker(left, right))
        labels.append(_centred(reading.span, (left + right) / 2, HEIGHT - 5, width, is_value=True))
    drawn = f"{stroke(_EDGE, 0.4)} {together(operators)}"
    return Picture(width, HEIGHT, _alt(reading), Plate(drawn, tuple(labels)))


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


def _band_name(name: str, reached: str, left: float, right: float) -> Iterator[Label]:
    """Inside its step, where there is room."""
    bold = name == reached
    if text_width(name, LEAST, bold=bold) <= right - left - 0.4:
        yield Label((left + right) / 2, _BAR + 2.2, name, LEAST, bold=bold, align="center")


def _ends(reading: Reading, start: float, width: float) -> Iterator[Label]:
    least, greatest = reading.ends
    if least:
        yield Label(start + 3, _BAR + 2.2, least, LEAST)
        yield Label(width - 3, _BAR + 2.2, greatest, LEAST, align="right")


def _marker(left: float, right: float) -> str:
    """A triangle on the total, or a bracket from the least to the greatest possible."""
    top = _BAR + _BAR_HEIGHT + 0.5
    if left == right:
        return f"{fill(INK)} {line(((left, top), (left - 2.4, top + 2.6), (left + 2.4, top + 2.6)))} f"
    bracket = line(((left, top), (left, top + 2.4), (right, top + 2.4), (right, top)))
    return f"{stroke(INK, 1.2)} {bracket} S"


def _centred(said: str, middle: float, y: float, width: float, *, is_value: bool = False) -> Label:
    """As far as it does not leave the picture."""
    size, colour = (6.5, INK) if is_value else (LEAST, QUIET)
    half = text_width(said, size, bold=is_value) / 2
    x = min(max(middle, scale.start(width) + half), width - half)
    return Label(x, y, said, size, bold=is_value, colour=colour, align="center")


def _alt(reading: Reading) -> str:
    said = ", ".join((f"{reading.name}: {reading.value}", *reading.more))
    least, greatest = (f" ({end})" if end else "" for end in reading.ends)
    bands = ", ".join(map(_said_range, reading.bands, (*reading.bands[1:], None)))
    scaled = f"Scale 0{least} to {reading.greatest:g}{greatest}{f': {bands}' if bands else ''}."
    return f"{said}. {scaled} {reading.note}".rstrip()


def _said_range(band: Band, above: Band | None) -> str:
    below = "below " if above and above.lowest == band.highest else ""
    return f"{band.name} {band.lowest:g} to {below}{band.highest:g}"
