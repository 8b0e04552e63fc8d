"""Whose answers these are, and where and since when it hurts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """What has to be known before anything is read."""

    kind: str
    """draft, not_approved, proxy, minor, age_missing or age_not_exact."""
    title: str
    text: str = ""


@dataclass(frozen=True)
class Circumstances:
    """Who answered, how and when, as far as every report says it."""

    age: int | None
    """In years, as answered."""
    age_text: str
    assessed_on: str | None
    """ISO date, as answered."""
    told: tuple[tuple[str, str], ...]
    """Label and words."""
    instruments: str
    """Those asked, by name."""


@dataclass(frozen=True)
class OwnWords:
    """What was said, word for word. No rule reads it."""

    complaint: str
    """Empty where it was not asked or not answered."""
    hopes: str
    said_by: str
    """``in the person's own words``, ``said by somebody else for them``."""


@dataclass(frozen=True)
class Medicines:
    """What is taken, and what is not tolerated: stands on the first page of whatever tells of the person."""

    names: str
    """As on the box; empty where not told."""
    classes: str
    """``SSRI antidepressant; statin``, or why there are none."""
    list_text: str
    """Whether the list is known to be complete."""
    allergies: str
    """``None known``, ``Yes: penicillin, a rash``, ``Not answered``: a blank is never "none"."""


@dataclass(frozen=True)
class PainPlace:
    """A region with what is marked of it."""

    text: str
    """``left calf (worst)``."""
    sites: tuple[str, ...]
    """Options of the question: a region with its side."""
    is_worst: bool


@dataclass(frozen=True)
class PainPlaces:
    """Where it hurts: what the body map draws."""

    marked: tuple[PainPlace, ...]
    """The worst first, then from the back down to the toes."""
    why_none: str
    """Why nothing is marked, where nothing is."""
    note: str
    """What the map cannot show of the worst place."""


@dataclass(frozen=True)
class PainTimes:
    """Since when: what the line of time draws."""

    began: int | None
    """Days before the assessment."""
    began_text: str
    injury: int | None
    start_text: str
    """How it started; empty where that is not known."""
    began_said: str = ""
    """As it was said, where that is more than a number of days: ``2 to 3 weeks``, ``since summer 2024``."""
    injury_said: str = ""
