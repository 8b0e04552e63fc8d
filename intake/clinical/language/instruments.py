"""What a published instrument is, and scoring by intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .answers import NotAnswered
from .change import Change
from .condition import Condition, Truth
from .conditions import always
from .kinds import SCALE_TO, Item
from .measured import Total, said_number
from .numbers import span

if TYPE_CHECKING:
    from intake.clinical.rules.site_settings import SiteSettings
    from intake.clinical.working.case import Case

    from .kinds import Integer, Question


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
    band_note: str = ""
    """What is said beside a band, where the bands are not validated."""
    cut_offs: tuple[float, ...] = ()
    """Totals from which it counts as positive, in place of bands."""
    cut_offs_by: str = ""
    """What decides which cut-off counts."""
    limit: str = "A score is not a diagnosis; how often depression is then found depends on the setting."


def item(
    instrument: Instrument, number: int, *, asked_when: Callable[[], Condition] = always, verbatim: bool = False
) -> Item:
    """The question of one item, the first being 1, whose answers are printed words; the person's to answer alone."""
    text, labels = instrument.items[number - 1]
    return Item(
        text,
        minimum=0,
        maximum=len(labels) - 1,
        labels=labels,
        short=f"{instrument.name} item {number}: {text}",
        private=True,
        asked_when=asked_when,
        says=f"{instrument.name} item {number} was answered {{}}",
        verbatim=verbatim,
    )


def scale_item(
    instrument: Instrument, number: int, about: str, *, asked_when: Callable[[], Condition] = always
) -> Item:
    """The question of one item that is answered from 0 to 10, between two printed ends."""
    text, (least, greatest) = instrument.items[number - 1]
    short = f"{instrument.name}: {about}"
    return Item(
        text,
        minimum=0,
        maximum=SCALE_TO,
        short=short,
        help=f"0 = {least}, {SCALE_TO} = {greatest}.",
        asked_when=asked_when,
        says=f"“{short}” is {{}}",
    )


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
class Score(Total):
    """A sum or mean of items. An item not answered widens the interval; nothing is imputed."""

    id: str
    name: str
    instrument: Instrument
    items: tuple[Item, ...]
    mean: bool = False
    skipped_counts_as_0: bool = False
    decimals: int = 0
    """How many are shown."""
    part_of: Score | None = None
    """The score it is a part or the short form of. One that is no part leads: it is drawn, and told in full."""
    for_screening: bool = True
    """No: it describes only."""
    change: Change | None = None
    """How it is followed over time; none where it is not followed."""

    @property
    def bands(self) -> tuple[Band, ...]:
        """Those of the whole instrument hold for no part of it."""
        return () if self.part_of else self.instrument.bands

    @property
    def cut_offs(self) -> tuple[float, ...]:
        return () if self.part_of else self.instrument.cut_offs

    @cached_property
    def greatest(self) -> float:
        total = sum(item.maximum for item in self.items)
        return total / len(self.items) if self.mean else total

    def interval(self, case: Case) -> Interval:
        """Worked out from the items. By proxy the whole range, since these are self-report, unless none is asked."""
        asked = any(case.answer(item) is not NotAnswered.SKIPPED for item in self.items)
        if case.by_proxy and asked:
            return Interval(0, self.greatest, self.items)
        least, missing = 0, []
        for item in self.items:
            answer = case.answer(item)
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
        total = span(interval.least, interval.greatest, self.decimals)
        return f"{total}, answered by somebody else and not scored" if case.by_proxy else total

    def as_answer(self, case: Case) -> list[float | None]:
        """PEG, which is a mean, to 4 decimals."""
        least, greatest = self.span(case)
        return [round(float(least), 4), round(float(greatest), 4)] if self.mean else [least, greatest]

    def asked_for(self) -> Iterator[Question]:
        yield from self.items

    def answered(self, case: Case) -> Iterator[Question]:
        return (item for item in self.items if not isinstance(case.answer(item), NotAnswered))

    def unanswered(self, case: Case) -> Iterator[Question]:
        yield from case.interval(self).missing_items

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        return f"{self.name.partition(' (')[0]} is {said_number(sign, f'{limit:g}', negated=negated)}"


@dataclass(frozen=True, eq=False)
class Rating:
    """One number that is drawn, and followed over time, as a score is."""

    id: str
    name: str
    question: Integer
    ends: tuple[str, str]
    """What its least and its greatest stand for."""
    change: Change


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

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield self.score

    def known(self, case: Case) -> Iterator[Question | Total]:
        if self.score.is_known(case):
            yield self.score

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
        return (self.score >= self.limit(case.settings)).truth(case)

    def say(self, *, negated: bool = False) -> str:
        reaches = "stays below" if negated else "reaches"
        return f"the {self.score.name} total {reaches} the clinic's limit of {self.limits_text}"
