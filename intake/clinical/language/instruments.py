"""What a published instrument is, and scoring by intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .answers import NotAnswered
from .conditions import Condition, Measured, Truth, said_number

if TYPE_CHECKING:
    from intake.clinical.rules.site_settings import SiteSettings
    from intake.clinical.working.case import Case

    from .kinds import Item, Question


@dataclass(frozen=True)
class Band:
    """A named range of a total, both ends included."""

    name: str
    lowest: float
    highest: float
    advice: str = ""


@dataclass(frozen=True, eq=False)
class Instrument:
    """A questionnaire as published."""

    name: str
    stem: str
    items: tuple[tuple[str, tuple[str, ...]], ...]
    """Each item's text and its answers: printed words for 0, 1, 2 ..., or the two ends of a 0 to 10 scale."""
    attribution: str
    recall: str
    sources: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    limit: str = "A score is not a diagnosis; how often depression is then found depends on the setting."


@dataclass(frozen=True)
class Interval:
    """A score as far as the answers allow: least and greatest total, and the items that are missing."""

    least: float
    greatest: float
    missing_items: tuple[Item, ...]

    @property
    def missing(self) -> int:
        return len(self.missing_items)

    def within(self, bands: tuple[Band, ...]) -> Band | None:
        """The band that holds the whole interval; none where it spans two. Bands that touch belong to the upper one."""
        held = [next(b for b in reversed(bands) if end >= b.lowest) for end in (self.least, self.greatest)]
        return held[0] if held[0] is held[1] else None


@dataclass(frozen=True, eq=False)
class Score(Measured):
    """A sum or mean of items. An item not answered widens the interval; nothing is imputed."""

    id: str
    name: str
    instrument: Instrument
    items: tuple[Item, ...]
    mean: bool = False
    skipped_counts_as_0: bool = False

    @cached_property
    def greatest(self) -> float:
        total = sum(item.maximum for item in self.items)
        return total / len(self.items) if self.mean else total

    def interval(self, case: Case) -> Interval:
        """Worked out from the items. By proxy the whole range: these are self-report."""
        if case.by_proxy:
            return Interval(0, self.greatest, self.items)
        least, asked, missing = 0, False, []
        for item in self.items:
            answer = case.answer(item)
            asked = asked or answer is not NotAnswered.SKIPPED
            if isinstance(answer, int):
                least += answer
            elif answer is not NotAnswered.SKIPPED or not self.skipped_counts_as_0:
                missing.append(item)
        # A score all of whose items are skipped is 0: a child under 12 is not asked the PHQ-9.
        greatest = least + sum(item.maximum for item in missing) * asked
        if self.mean:
            return Interval(least / len(self.items), greatest / len(self.items), tuple(missing))
        return Interval(least, int(greatest), tuple(missing))

    def span(self, case: Case) -> tuple[float, float]:
        interval = case.interval(self)
        return interval.least, interval.greatest

    def value(self, case: Case) -> str:
        """``11 to 20``, where items are missing."""
        interval = case.interval(self)
        least, greatest = (f"{end:.1f}".removesuffix(".0") for end in (interval.least, interval.greatest))
        span = least if least == greatest else f"{least} to {greatest}"
        return f"{span}, answered by somebody else and not scored" if case.by_proxy else span

    def asked_for(self) -> Iterator[Question]:
        yield from self.items

    def answered(self, case: Case) -> Iterator[Question]:
        return (item for item in self.items if not isinstance(case.answer(item), NotAnswered))

    def unanswered(self, case: Case) -> Iterator[Question]:
        yield from case.interval(self).missing_items

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        return f"{self.name} is {said_number(sign, f'{limit:g}', negated=negated)}"


def estimate(interval: Interval, items: int) -> int:
    """Prorated total, rounded half up: ``sum answered x items / items answered``. A label, never the ground of a rule."""
    return math.floor(interval.least * items / (items - interval.missing) + 0.5)


@dataclass(frozen=True, eq=False)
class AllItems(Condition):
    """A condition on the items of one score together."""

    score: Score

    def names(self) -> Iterator[str]:
        yield self.score.id

    def value(self, case: Case) -> str:
        return f"{sum(1 for _ in self.score.answered(case))} of {len(self.score.items)} items answered"

    def questions(self) -> Iterator[Question]:
        yield from self.score.items

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        return self.score.answered(case)

    def open_questions(self, case: Case) -> Iterator[Question]:
        return self.score.unanswered(case)


@dataclass(frozen=True, eq=False)
class ReachesClinicsLimit(AllItems):
    """A total against a limit that a clinic may set for itself."""

    limit: Callable[[SiteSettings], float]
    limits_text: str
    """Those there are, in words."""

    def value(self, case: Case) -> str:
        return self.score.value(case)

    def truth(self, case: Case) -> Truth:
        least, greatest = self.score.span(case)
        limit = self.limit(case.settings)
        reached = least >= limit
        return reached if reached is (greatest >= limit) else None

    def say(self, *, negated: bool = False) -> str:
        reaches = "stays below" if negated else "reaches"
        return f"the {self.score.name} total {reaches} the clinic's limit ({self.limits_text})"
