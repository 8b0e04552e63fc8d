"""What came of the intakes of each day, kept in the memory of the process until something about that day changes.

A year of intakes holds hundreds of rows of numbers each week, of which all but those of the last days were the same at
the view before. Nothing here is of a person; a process that starts anew reads all once.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Sum
from django.db.models.functions import Mod

from intake.models import Intake
from intake.views.service_view.periods import ALL_PERIODS

COUNTED = "current__counted"
DAY = f"{COUNTED}__assessed_on"
Stamp = tuple[int, int, int]
"""Another one as soon as other assessments count on that day. What is counted of one assessment never changes."""
_PRIME = 65_521


@dataclass
class Numbers:
    """Of one day, or of several."""

    tiers: Counter[tuple[int, int]] = field(default_factory=Counter)
    """By the tier present, and the one that cannot be excluded."""
    patterns: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the leading pattern's id, and its name."""
    levels: Counter[str] = field(default_factory=Counter)
    """By combined level."""
    flags: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    """By the flag's id and title, and whether it is present."""
    sections: dict[str, Counter[str]] = field(default_factory=dict)
    """By section: ``of``, ``asked``, ``answered``, ``unknown``, ``declined``."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """By question."""

    def add(self, other: Numbers) -> None:
        """All but what is told by day."""
        self.flags.update(other.flags)
        for section, numbers in other.sections.items():
            self.sections.setdefault(section, Counter()).update(numbers)
        self.unanswered.update(other.unanswered)


remembered: dict[datetime.date, tuple[Stamp, Numbers]] = {}


def remembered_of(intakes: QuerySet[Intake]) -> dict[datetime.date, Numbers]:
    """By day, where there are any. One query, and four where something of a day has changed.

    Args:
        intakes: that count, of whole days.
    """
    stamps = _stamps(intakes)
    known = {day: kept for day, kept in remembered.items() if kept[0] == stamps.get(day)}
    if changed := stamps.keys() - known.keys():
        read = _read(intakes.filter(**{f"{DAY}__in": changed}))
        fresh = {day: (stamps[day], read[day]) for day in changed}
        known |= fresh
        remembered.update(fresh)
        for day in [day for day in remembered if day < ALL_PERIODS[-1].since]:
            remembered.pop(day, None)
    return {day: of_day for day, (_, of_day) in sorted(known.items())}


def _stamps(intakes: QuerySet[Intake]) -> dict[datetime.date, Stamp]:
    rest = Mod(F("current"), _PRIME, output_field=IntegerField())
    rows = intakes.values_list(DAY).annotate(number=Count("pk"), keys=Sum("current"), squares=Sum(rest * rest))
    return {day: (number, keys, squares) for day, number, keys, squares in rows}


def _read(intakes: QuerySet[Intake]) -> dict[datetime.date, Numbers]:
    found: dict[datetime.date, Numbers] = defaultdict(Numbers)
    columns = ("tier", "tier_open", "pattern", "pattern_name", "combined_level")
    groups = intakes.values_list(DAY, *(f"{COUNTED}__{name}" for name in columns)).annotate(number=Count("pk"))
    for day, tier, tier_open, pattern, name, level, number in groups:
        of_day = found[day]
        of_day.tiers[tier, tier_open] += number
        of_day.patterns[pattern, name] += number
        of_day.levels[level] += number
    for day, id_, title, present, number in _counted(intakes, "flags", "flag", "title", "present"):
        found[day].flags[id_, title, present] = number
    sums = {name: Sum(f"{COUNTED}__sections__{name}") for name in ("asked", "answered", "unknown", "declined")}
    for day, section, number, *summed in _counted(intakes, "sections", "section", **sums):
        found[day].sections[section] = Counter({"of": number} | dict(zip(sums, summed, strict=True)))
    for day, question, number in _counted(intakes, "unanswered", "question"):
        found[day].unanswered[question] = number
    return found


def _counted(intakes: QuerySet[Intake], rows: str, *by: str, **sums: Sum) -> Any:
    """By day and these columns of the rows: how many there are, and the sums."""
    there = intakes.filter(**{f"{COUNTED}__{rows}__isnull": False})
    groups = there.values_list(DAY, *(f"{COUNTED}__{rows}__{name}" for name in by))
    return groups.annotate(number=Count("pk"), **sums)
