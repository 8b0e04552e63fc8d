"""How a score changes from intake to intake. Source: rule book sections A.1, A.5 and G (step F05).

Only whole scores are compared: a score with open items is a range, and stands for itself. Nothing here says why a
score changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from intake.clinical.language.instruments import Band
from intake.clinical.language.sources import Source
from intake.clinical.rules.instruments import GAD7, PHQ9
from intake.clinical.rules.questions.mood import gad7, phq9
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.rules.sources import cited

CAUTION = (
    "A score is not a diagnosis, and a change in a score is not a change in a diagnosis. These marks compare with the first "
    "whole score stored here, which need not be the start of an episode or of a treatment; they have not been validated in "
    "this product."
)
JOINED = (
    "A line joins two whole scores only where they follow each other. A score with open items is a range: it is "
    "drawn as a bar, is not compared, and no line passes it."
)
NOT_IN_SCOPE = {"minor": "under 18, not scored", "age_missing": "age missing, not scored"}


@dataclass(frozen=True)
class ChangeRule:
    mark: str
    says: str
    """When it is marked, in words."""
    holds: Callable[[float, float], bool]
    """Given an earlier and a later score."""
    since_before: bool = False
    """Compared with the whole score before, too: a rise after a fall is not hidden by a high first score."""


@dataclass(frozen=True, eq=False)
class Measure:
    id: str
    name: str
    greatest: float
    items: int
    rules: tuple[ChangeRule, ...] = ()
    note: str = ""
    bands: tuple[Band, ...] = ()
    """Published ones only."""
    source_ids: tuple[str, ...] = ()
    of_pain: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        return cited(*self.source_ids)


@dataclass(frozen=True)
class Reading:
    """A score on one day, as far as the answers allow."""

    on: datetime.date
    least: float
    greatest: float

    @property
    def is_whole(self) -> bool:
        return self.least == self.greatest

    @property
    def said(self) -> str:
        """``14``, ``5.3``, ``11 to 20``."""
        ends = (self.least,) if self.is_whole else (self.least, self.greatest)
        return " to ".join(_number(end) for end in ends)


@dataclass(frozen=True)
class Point:
    reading: Reading
    missing: int
    """Open items."""
    from_first: str = ""
    """The change in words; empty where nothing is compared."""
    from_before: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    measure: Measure
    points: tuple[Point, ...]
    """By date."""
    joined: tuple[tuple[Point, Point], ...]
    """Neighbours that a line may join."""


def _fell_by(points: float) -> Callable[[float, float], bool]:
    # Rounded, for a PEG is a mean of three: 26/3 - 23/3 is a whole point.
    return lambda earlier, later: round(earlier - later, 6) >= points


def _of_low_mood(rule: Callable[[float, float], bool]) -> Callable[[float, float], bool]:
    """Below 5 at first, there was nothing to respond or remit."""
    return lambda earlier, later: earlier >= 5 and rule(earlier, later)


def _fell_by_share(share: float) -> Callable[[float, float], bool]:
    return lambda earlier, later: earlier > 0 and round(earlier - later, 6) >= round(share * earlier, 6)


NO_RULE = "The rule book holds no rule for change here: none is marked."


PHQ9_CHANGE = Measure(
    phq9.id,
    phq9.name,
    phq9.greatest,
    len(phq9.items),
    bands=PHQ9.bands,
    rules=(
        ChangeRule("reliable change: down by 5 or more", "5 or more below the first whole score", _fell_by(5)),
        ChangeRule(
            "response: down by half or more",
            "half of the first whole score or less, where that was 5 or more",
            _of_low_mood(_fell_by_share(0.5)),
        ),
        ChangeRule(
            "remission: below 5",
            "below 5, where the first whole score was 5 or more",
            _of_low_mood(lambda _, later: later < 5),
        ),
        ChangeRule(
            "went up by 5 or more",
            "5 or more above the first whole score, or above the whole score before",
            lambda earlier, later: _fell_by(5)(later, earlier),
            since_before=True,
        ),
    ),
    note="The total says nothing of item 9: read the person’s own answer in each intake.",
    source_ids=("KS2002",),
)
GAD7_CHANGE = Measure(gad7.id, gad7.name, gad7.greatest, len(gad7.items), bands=GAD7.bands, note=NO_RULE)
PEG_CHANGE = Measure(
    peg_score.id,
    peg_score.name,
    peg_score.greatest,
    len(peg_score.items),
    rules=(
        ChangeRule("down by 30 % or more", "30 % or more below the first whole score, unrounded", _fell_by_share(0.3)),
        ChangeRule(
            "down by 1 point or more",
            "1 point or more below it: the minimal important difference is about 1 (0.6 to 1.75)",
            _fell_by(1),
        ),
    ),
    source_ids=("REED2023",),
    of_pain=True,
)
PAIN_CHANGE = Measure("pain", "Average pain in 7 days", pain.nrs_avg.maximum, 1, note=NO_RULE, of_pain=True)

MEASURES = (PHQ9_CHANGE, GAD7_CHANGE, PEG_CHANGE, PAIN_CHANGE)
"""In the order shown."""


def read(
    measure: Measure,
    on: datetime.date,
    span: tuple[float | None, float | None],
    *,
    scope: str,
    mood_screen: str,
    in_pain: bool,
) -> Reading | str:
    """The reading to compare, or in words why there is none: only adults who answered for themselves are compared."""
    least, greatest = span
    if mood_screen == "proxy":
        return "by proxy, not scored"
    if scope in NOT_IN_SCOPE:
        return NOT_IN_SCOPE[scope]
    if measure.of_pain and not in_pain:
        return "not asked: no pain reported"
    if least is None or greatest is None or (least, greatest) == (0, measure.greatest):
        return "not answered"
    return Reading(on, least, greatest)


def trend(measure: Measure, readings: Iterable[Reading]) -> Trend:
    """The readings by date, each whole one compared with the first whole one and with the one before."""
    points: list[Point] = []
    whole: list[float] = []
    for reading in sorted(readings, key=lambda reading: reading.on):
        points.append(_point(measure, reading, whole))
        if reading.is_whole:
            whole.append(reading.least)
    return Trend(measure, tuple(points), tuple(_joined(points)))


def _point(measure: Measure, reading: Reading, whole: list[float]) -> Point:
    missing = round((reading.greatest - reading.least) / measure.greatest * measure.items)
    if not (whole and reading.is_whole):
        return Point(reading, missing)
    now, first, before = reading.least, whole[0], whole[-1]
    return Point(
        reading, missing, _change(first, now), _change(before, now), tuple(_marks(measure, first, before, now))
    )


def _marks(measure: Measure, first: float, before: float, now: float) -> Iterator[str]:
    for rule in measure.rules:
        if rule.holds(first, now):
            yield rule.mark
        elif rule.since_before and rule.holds(before, now):
            yield f"{rule.mark} since the one before"


def _joined(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    for earlier, later in pairwise(points):
        both_whole = earlier.reading.is_whole and later.reading.is_whole
        if both_whole and earlier.reading.on < later.reading.on:  # a line straight up would look like a range
            yield earlier, later


def _change(earlier: float, later: float) -> str:
    by = round(later - earlier, 6)
    return "no change" if by == 0 else f"{'up' if by > 0 else 'down'} {_number(abs(by))}"


def _number(value: float) -> str:
    """A mean with one decimal, as printed."""
    return f"{value:.1f}" if round(value, 6) % 1 else f"{value:.0f}"
