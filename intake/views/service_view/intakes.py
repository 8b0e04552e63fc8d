"""Figures of the intakes of a period: how many, how urgent, of which pattern and level, with which flags, how complete.

They are read from the rows that are written with an assessment; no answer and no result is read.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.utils.formats import date_format

from intake.clinical.rules.combined import LEVELS
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import CATALOGUE, SECTIONS
from intake.clinical.rules.red_flag import TIERS
from intake.models import Intake
from intake.models.counted import NONE_CLEAR, NOT_KEPT, NOT_WORKED_OUT, SEVERAL
from intake.views.service_view import days
from intake.views.service_view.figure import Bar, BarChart, ColumnChart, Figure, Part, bar
from intake.views.service_view.periods import ALL_PERIODS, WEEK, Period
from intake.views.service_view.small_numbers import LEAST, Shown, alone, can_be_told, is_small, part, parts_of, share

T = TypeVar("T")
MOST_LISTED = 10
_UNCOUNTED = (*Intake.NOT_COUNTED, Intake.State.DISCARDED)
_IN_PLACE_OF_PATTERN = {
    SEVERAL: "Several lead",
    NONE_CLEAR: "None is clear",
    NOT_WORKED_OUT: "Not worked out (not an adult, or age missing)",
}
_TIERS = (1, 2, 3, 4, 0)


class Nested(Generic[T]):
    """Numbers of some groups in a period, and in the shorter ones, which are known, too."""

    def __init__(self, begins: Sequence[datetime.date]) -> None:
        """``begins``: of each period, the shortest first; the last is this one's."""
        self._counts: list[tuple[datetime.date, Counter[T]]] = [(begin, Counter()) for begin in begins]

    def add(self, group: T, day: datetime.date, number: int) -> None:
        for begin, count in self._counts:
            if day >= begin:
                count[group] += number

    def __getitem__(self, group: T) -> int:
        return self._counts[-1][1][group]

    def total(self) -> int:
        return self._counts[-1][1].total()

    def has_few_more(self, group: T) -> bool:
        """Than a shorter period: these few would be known by the difference."""
        return any(is_small(self[group] - count[group]) for _, count in self._counts)

    def parts(self, groups: Iterable[T]) -> list[Shown]:
        """Of groups that come to the total."""
        named = list(groups)
        held_back = {place for place, group in enumerate(named) if self.has_few_more(group)}
        return parts_of([self[group] for group in named], held_back)


class Counted:
    """The intakes of a period, each with its newest assessment, and how many there are by day and urgency."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self._days = days.remembered_of(_counted(period.since, period.until))
        self._by_day = [
            (day, tier, tier_open, number)
            for day, of_day in self._days.items()
            for (tier, tier_open), number in of_day.tiers.items()
        ]
        self.begins = list(self._begins())
        self.since = self.begins[-1]
        self._weeks: Counter[datetime.date] = Counter()
        self.tiers: Nested[int] = Nested(self.begins)
        self.quiet = self.before = 0
        for day, tier, tier_open, number in self._by_day:
            self._weeks[day - datetime.timedelta(days=day.weekday())] += number
            self.tiers.add(tier, day, number)
            if day >= self.since:
                self.quiet += number if not tier and not tier_open else 0
        self.total = self.tiers.total()

    @property
    def _periods(self) -> list[Period]:
        """This one and the shorter ones, whose numbers are known, too; the shortest first."""
        return [each for each in ALL_PERIODS if each.weeks <= self.period.weeks]

    def _begins(self) -> Iterator[datetime.date]:
        """From when each period is told, the shortest first; where a longer one has but a few more, without them."""
        since, *earlier = (each.since for each in self._periods)
        yield since
        for longer in earlier:
            more = sum(number for day, _, _, number in self._by_day if longer <= day < since)
            since = since if is_small(more) else longer
            yield since

    @property
    def told_days(self) -> dict[datetime.date, days.Numbers]:
        """Those that are told."""
        return {day: of_day for day, of_day in self._days.items() if day >= self.since}

    @cached_property
    def numbers(self) -> days.Numbers:
        """Of these days together."""
        together = days.Numbers()
        for of_day in self.told_days.values():
            together.add(of_day)
        return together

    def weeks(self) -> list[tuple[datetime.date, Shown]]:
        """Hidden alike in each period: what one of them tells, another one cannot give away."""
        told: dict[datetime.date, Shown] = {}
        later = self.period.until + WEEK
        for each in self._periods:
            mondays = [monday for monday in each.mondays if monday < later]
            told |= dict(zip(mondays, parts_of([self._weeks[monday] for monday in mondays]), strict=True))
            later = each.since
        return [(monday, told[monday]) for monday in self.period.mondays]


def _counted(since: datetime.date, until: datetime.date) -> QuerySet[Intake]:
    """What is discarded, void or entered in error does not count. Reopened, it counts as it was submitted last."""
    counted = Intake.objects.exclude(state__in=_UNCOUNTED)
    return counted.filter(current__counted__assessed_on__range=(since, until))


def by_week(counted: Counted) -> Figure:
    weeks = counted.weeks()
    return Figure(
        "weeks",
        "Intakes by week",
        "By the date of the assessment. Weeks begin on Monday; the last one is still running.",
        ("Week from", "Intakes"),
        [(date_format(monday, "j M Y"), shown.text) for monday, shown in weeks],
        ColumnChart([bar(date_format(monday, "j M"), shown) for monday, shown in weeks]),
    )


def by_tier(counted: Counted) -> Figure:
    names = {tier: f"Tier {tier}, {TIERS[tier]}" if tier else "No flag present" for tier in _TIERS}
    return _by(
        "tiers",
        "Intakes by urgency",
        "The most urgent red flag that is present. “No flag present” does not say that every one is excluded.",
        "Urgency",
        [names[tier] for tier in _TIERS],
        counted.tiers.parts(_TIERS),
        counted.total,
    )


def by_pattern_and_level(counted: Counted) -> tuple[Figure, Figure]:
    """Adds to ``counted`` how many are from before this was counted."""
    patterns: Nested[str] = Nested(counted.begins)
    levels: Nested[str] = Nested(counted.begins)
    names = {pattern.id: pattern.name for pattern in PATTERNS}
    for day, of_day in counted.told_days.items():
        for level, number in of_day.levels.items():
            levels.add(level, day, number)
        for (pattern, name), number in of_day.patterns.items():
            patterns.add(pattern, day, number)
            if pattern not in (*_IN_PLACE_OF_PATTERN, NOT_KEPT):
                names.setdefault(pattern, name or pattern)
    counted.before = patterns[NOT_KEPT]
    names |= _IN_PLACE_OF_PATTERN
    if patterns[NOT_KEPT]:
        names[NOT_KEPT] = "Assessed before this was counted"
    return (
        _by(
            "patterns",
            "Intakes by leading pattern",
            "The pain type that most features speak for. It is no diagnosis, and no probability.",
            "Pattern",
            list(names.values()),
            patterns.parts(names),
        ),
        _by(
            "levels",
            "Intakes by combined level",
            "Pain and mood together. “None” where it cannot be decided, or the person is not an adult.",
            "Level",
            [*(f"{level} {text}" for level, (text, _) in LEVELS.items()), "None"],
            levels.parts([*LEVELS, ""]),
            counted.total,
        ),
    )


def _by(
    id_: str, title: str, text: str, of: str, names: list[str], shown: list[Shown], total: int | None = None
) -> Figure:
    """A number for each of some groups.

    Args:
        total: what they come to, where their shares of it are told. Never of patterns, whose shares would be read as
            how likely each of them is.
    """
    chart = BarChart([bar(name, told) for name, told in zip(names, shown, strict=True)])
    rows: list[tuple[str, ...]] = [(name, told.text) for name, told in zip(names, shown, strict=True)]
    if total is None:
        return Figure(id_, title, text, (of, "Intakes"), rows, chart)
    shares = ["–" if told.number is None or not total else f"{round(100 * told.number / total)} %" for told in shown]
    rows = [(*row, percent) for row, percent in zip(rows, shares, strict=True)]
    return Figure(id_, title, text, (of, "Intakes", "Share"), rows, chart)


def flags(counted: Counted) -> Figure:
    """Per 100 intakes, and how many are quiet."""
    flagged = counted.numbers.flags
    both = {(id_, title): flagged[id_, title, True] + flagged[id_, title, False] for id_, title, _ in flagged}
    rows = [(id_, title, flagged[id_, title, True], number) for (id_, title), number in both.items()]
    of = counted.total - counted.before
    tellable = (row for row in rows if row[3] >= LEAST and can_be_told(row[3], of))
    listed = sorted(((number, present, id_, title) for id_, title, present, number in tellable), reverse=True)
    told, bars = [], []
    for number, present, id_, title in listed:
        shown, pointed = parts_of([present, number - present])
        name = f"{id_} {title}".strip()
        told.append((name, shown.text, pointed.text, f"{100 * number / of:.1f}"))
        apart = shown.number is not None and pointed.number is not None
        parts = (Part(0, present), Part(1, number - present)) if apart else (Part(2, number),)
        bars.append(Bar(name, f"{100 * number / of:.1f}", tuple(Part(k, 100 * n / of) for k, n in parts)))
    legend = ("Present", "Not excluded, and pointed to", "One of the two")
    used = max((piece.kind for bar in bars for piece in bar.parts), default=0)
    quiet = part(counted.quiet, counted.total)
    quiet_text = (
        f"Quiet: no flag present, and none pointed to: {quiet.text} of {alone(counted.total).text} intakes "
        f"({share(counted.quiet, counted.total)})."
    )
    return Figure(
        "flags",
        "Red flags per 100 intakes",
        "Present, or not excluded while something points to it. A flag that fewer than 5 intakes have is not listed.",
        ("Flag", "Present", "Pointed to", "Per 100 intakes"),
        told,
        BarChart(bars, legend=legend[: max(used, 1) + 1]) if bars else None,
        (quiet_text, *_left_out(counted.before)),
    )


def _left_out(before: int) -> list[str]:
    """Assessed by a release that kept no such rows."""
    if not before:
        return []
    left_out = "assessed before these were counted: left out here, and of how complete the answers are."
    return [f"{alone(before).text} intakes were {left_out}"]


def completeness(counted: Counted) -> tuple[Figure, Figure]:
    """By section, and the questions that are left without an answer most often."""
    rows, bars = [], []
    for section in SECTIONS:
        found = counted.numbers.sections.get(section.id, Counter())
        of, asked = found["of"], found["asked"]
        numbers = [found[name] for name in ("answered", "unknown", "declined")]
        if of < LEAST:
            continue
        percents = [100 * number / asked for number in (*numbers, asked - sum(numbers))]
        rows.append((section.title, alone(of).text, *(f"{percent:.0f} %" for percent in percents)))
        parts = tuple(Part(kind, percent) for kind, percent in enumerate(percents))
        bars.append(Bar(section.title, f"{percents[0]:.0f} % answered", parts))
    legend = ("Answered", "Does not know", "Chose not to answer", "Not answered")
    return (
        Figure(
            "sections",
            "How complete the answers are",
            "Of the questions that the front desk or the person was asked, section by section; not those of the "
            "clinician, nor those kept apart as confidential.",
            ("Section", "Intakes", *legend),
            rows,
            BarChart(bars, greatest=100, legend=legend) if bars else None,
            wide=True,
        ),
        _least_answered(counted),
    )


def _least_answered(counted: Counted) -> Figure:
    often = [(id_, number) for id_, number in counted.numbers.unanswered.items() if number >= LEAST]
    rows = sorted(often, key=lambda row: (-row[1], row[0]))[:MOST_LISTED]
    listed = [(_wording(id_), part(number, counted.total), number) for id_, number in rows]
    return Figure(
        "unanswered",
        "Questions left without an answer most often",
        f"The {MOST_LISTED} that are asked and stay empty in most intakes; at least {LEAST} intakes each.",
        ("Question", "Intakes", "Per 100 intakes"),
        [(wording, shown.text, _per_100(shown, number, counted.total)) for wording, shown, number in listed],
        BarChart([bar(wording, shown) for wording, shown, _ in listed]) if listed else None,
    )


def _per_100(shown: Shown, number: int, of: int) -> str:
    return "–" if shown.number is None else f"{100 * number / of:.0f}"


def _wording(id_: str) -> str:
    question = CATALOGUE.asked_then(id_)
    return question.short if question else id_
