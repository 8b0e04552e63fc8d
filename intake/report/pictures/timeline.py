"""Since when: the start of the pain, and an injury, on a line whose far past is drawn closer together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

from intake.clinical.language.kinds import inside_sentence
from intake.clinical.language.numbers import days_text
from intake.clinical.working.findings import PainTimes
from intake.report.engine.plate import LEAST, Label, Plate, disc, line, stroke, together
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, HAIRLINE, INK, QUIET

from . import scale
from .scale import WIDTH

_LINE = 14.5
_OVER, _NAMED = 4.6, 15
"""Room over the line, for one mark, and for two with their names."""
_TICKS = ((0, "assessed"), (7, "week"), (30, "month"), (365, "year"), (3650, "10 years"))
_FARTHEST = 40 * 365
"""What is longer ago stands at the end of the line."""

_TITLES = {"pain": "Began", "injury": "Injury"}
_NAMES = {"pain": "pain began", "injury": "injury"}
_SAID = {"pain": "Pain", "injury": "Injury"}
_Event = tuple[str, int, str]
"""What, how many days before the assessment, and as it was said where that is more than a number."""


def timeline(times: PainTimes, width: float = WIDTH) -> Picture | None:
    """None where neither the start of the pain nor an injury is known."""
    dated = (("pain", times.began, times.began_said), ("injury", times.injury, times.injury_said))
    events = tuple((name, int(days), said) for name, days, said in dated if days is not None)
    unknown = f"start of the pain: {times.began_text}" if times.began is None else ""
    return _drawn(events, unknown, times.start_text, width) if events else None


@lru_cache(maxsize=1024)
def _drawn(events: Sequence[_Event], unknown: str, how: str, width: float) -> Picture:
    first, *others = [_when(*event) for event in events]
    more = [*others, *filter(None, (f"started {how}" if how else "", unknown))]
    left, right = 4.0, width - 3
    step = (right - left) / math.log1p(_FARTHEST)
    places = [(name, max(left, right - math.log1p(days) * step)) for name, days, _ in events]
    words, ticks = scale.head("", first, more, width), tuple(_ticks(right, step))
    height = _LINE + (_NAMED if len(events) > 1 else _OVER) + words.height
    labels = (*words.labels(height), *(tick for _, tick in ticks), *_names(places, left, width))
    drawn = _operators(places, left, right, [x for x, _ in ticks])
    told = "; ".join((first[:1].lower() + first[1:], *map(inside_sentence, more)))
    return Picture(width, height, f"Time before the assessment: {told}.", Plate(drawn, labels))


def _when(name: str, days: int, said: str) -> str:
    """``Began 3 weeks ago``, ``Pain: 2 to 3 weeks``."""
    if said:
        return f"{_SAID[name]}: {said}"
    return f"{_TITLES[name]} {f'{days_text(days)} ago' if days else 'the same day'}"


def _operators(places: Sequence[tuple[str, float]], left: float, right: float, at: Sequence[float]) -> str:
    ticks = " ".join(line(((x, _LINE - 2), (x, _LINE))) for x in at)
    since = min(x for _, x in places)
    marks = [disc(x, _LINE, 2.2) for name, x in places if name == "pain"]
    bars = [line(((x, _LINE - 3.6), (x, _LINE + 3.6))) for name, x in places if name == "injury"]
    return together(
        (
            f"{stroke(HAIRLINE, 0.5)} {line(((left, _LINE), (right, _LINE)))} {ticks} S",
            f"{stroke(ACCENT, 1.4)} {line(((since, _LINE), (right, _LINE)))} S",
            f"{fill(ACCENT)} {' '.join(marks)} f" if marks else "",
            f"{stroke(INK, 1.1)} {' '.join(bars)} S" if bars else "",
        )
    )


def _ticks(right: float, step: float) -> Iterator[tuple[float, Label]]:
    """From the assessment back, with their words; none that would run into the one before."""
    end = math.inf
    for days, name in _TICKS:
        x = right - math.log1p(days) * step
        label = Label(x, 1.3, name, LEAST, colour=QUIET, align="center" if days else "right")
        if label.right <= end and label.left >= 0:
            end = label.left - 3
            yield x, label


def _names(places: Sequence[tuple[str, float]], left: float, width: float) -> Iterator[Label]:
    """Over two marks; as one where they would run into each other. A single mark is named by the words above."""
    if len(places) < 2:
        return
    over, ends = _LINE + 5.2, (left, width)
    ordered = sorted(places, key=lambda place: place[1])
    first, second = (scale.centred(x, over, _NAMES[name], ends, INK) for name, x in ordered)
    if first.right + 3 <= second.left:
        yield from (first, second)
    else:
        middle = sum(x for _, x in ordered) / 2
        yield scale.centred(middle, over, f"{first.text}, {second.text}", ends, INK)
