"""Scores as intervals, with the band, the estimate and the list of options that the rules allow. Source: rule book section A."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.instruments import Band, Interval, Rating, Score
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions.mood import phq, phq2, phq9

from .case import Case, gate_of

ADULT = "adult"
SEVERE_FROM = 16
"""PHQ-9 total from which another of the two lists of options in NICE NG222 is meant."""


@dataclass(frozen=True)
class Scored:
    """A score, as far as the answers allow. What is not scored still has its interval: rules look at it."""

    score: Score
    interval: Interval
    scope: str
    by_proxy: bool
    all_skipped: bool
    """No item is asked of this person."""
    not_asked_because: str
    """Of a score that is followed: why none of its items is asked, as a clause; empty where some are."""
    band: Band | None = field(hash=False)
    estimate: int | None = field(hash=False)
    """Of the PHQ-9: prorated, rounded half up, where 1 or 2 items are missing and items 1, 2 and 9 are answered. A label,
    never the ground of a rule."""
    severe: bool | None = field(hash=False)
    """The list for 16 and over is meant; none where it cannot be told or is not said."""

    @property
    def is_scored(self) -> bool:
        return not (self.by_proxy or self.all_skipped or self.interval.missing == len(self.score.items))


def scored(case: Case, score: Score, scope: str) -> Scored:
    interval, asked = case.interval(score), any(map(case.is_asked, score.items))
    banded = scope == ADULT and not case.by_proxy and score.part_of is None
    of_phq9 = score is phq9 and banded
    estimate, items = None, len(score.items)
    if of_phq9 and interval.missing in (1, 2) and not case.interval(phq2).missing and not case.is_open(phq.q9):
        estimate = math.floor(interval.least * items / (items - interval.missing) + 0.5)
    return Scored(
        score=score,
        interval=interval,
        scope=scope,
        by_proxy=case.by_proxy and asked,
        all_skipped=not asked,
        not_asked_because=not_asked_because(case, *score.items) if score.change else "",
        band=interval.within(score.bands) if banded and score.bands else None,
        estimate=estimate,
        severe=(phq9 >= SEVERE_FROM).truth(case) if of_phq9 else None,
    )


def rated(case: Case, rating: Rating) -> float | None:
    """The number given; none where there is none."""
    answer = case.answer(rating.question)
    return None if isinstance(answer, NotAnswered) else answer


def not_asked_because(case: Case, *questions: Question) -> str:
    """What closes all of these questions, answered or not, as a clause; empty where one of them is asked."""
    gates = dict.fromkeys(map(gate_of, questions))
    closed = all(gate.truth(case) is False for gate in gates)
    return " and ".join(gate.say(negated=True) for gate in gates) if closed else ""
