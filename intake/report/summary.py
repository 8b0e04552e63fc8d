"""All that one summary says: the assessment, the person, the clinic, and when it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from intake.clinical.telling.notices import DRAFT as RULES_ARE_DRAFT
from intake.clinical.telling.notices import NOT_APPROVED, beside_another_age, not_approved
from intake.clinical.working.dates import years_between
from intake.clinical.working.findings import Assessment, Notice
from intake.clinical.working.trend import Trend
from intake.report.engine.styles import A4_SHEET, Paper
from intake.report.engine.words import Words, together

from .signed import AMENDED, SIGNED, VOID, Signed
from .told import Told

PRODUCT = "Leg pain and mood intake"
"""Named as the producer of every document."""
DRAFT = "DRAFT"
_AGE = "pt.age_years"
_UNDER_STATUS = {
    DRAFT: "",
    SIGNED: "",
    AMENDED: "",
    VOID: "Not valid",
}


@dataclass(frozen=True)
class Person:
    family_name: str
    given_name: str
    date_of_birth: date | None
    record_number: str
    phone: str = ""
    birth_estimate: str = ""
    """Where the date is not known: ``1956``, ``about 1956``."""
    gp: str = ""
    """Name and practice."""

    @property
    def name(self) -> str:
        """``FAMILY, Given``."""
        names = (self.family_name.strip().upper(), self.given_name.strip())
        return ", ".join(filter(None, names)) or "Name not recorded"

    @property
    def born(self) -> str:
        if self.date_of_birth:
            return f"born {date_text(self.date_of_birth)}"
        return f"born {self.birth_estimate} (estimated)" if self.birth_estimate else "date of birth not recorded"


@dataclass(frozen=True)
class Letterhead:
    """The clinic that sends the document. ``emergency``: service and number, in the order to print."""

    clinic: str
    address: str
    emergency: tuple[tuple[str, str], ...]
    phone: str = ""
    email: str = ""
    logo: bytes = b""
    """A PNG, as it was checked when it was uploaded; none where it is empty."""


@dataclass(frozen=True)
class Unread:
    """What was typed and cannot be read: it counts as not answered."""

    label: str
    typed: str
    confidential: bool
    """It is printed for the clinician alone."""


@dataclass(frozen=True)
class GivenHandout:
    title: str
    how: str
    """``on paper``."""
    by: str
    on: date


@dataclass(frozen=True)
class Summary:
    assessment: Assessment
    person: Person
    made_at: datetime
    document_id: str
    letterhead: Letterhead
    approved: bool
    signed: Signed | None
    history: tuple[Trend, ...] = ()
    record: bool = True
    """Whether the record stands behind the brief and the plan."""
    paper: Paper = A4_SHEET
    unread: tuple[Unread, ...] = ()
    handouts: tuple[GivenHandout, ...] = ()
    """What the person was given; of what is signed, by then."""

    @property
    def status(self) -> str:
        """The mark on every page."""
        return self.signed.status if self.signed else DRAFT

    @property
    def under_status(self) -> str:
        return _UNDER_STATUS[self.status]

    @cached_property
    def assessed_on(self) -> date:
        """The date of the assessment as answered, else the day this was made."""
        answered = self.assessment.circumstances.assessed_on
        return date.fromisoformat(answered) if answered else self.made_at.date()

    @property
    def age(self) -> int | None:
        """The one that the rules used."""
        return self.assessment.circumstances.age

    @property
    def ages(self) -> str:
        """The age that the rules used, where the date of birth does not say the same; else empty."""
        if self.person.birth_estimate:
            return ""
        born, used = self.person.date_of_birth, self._age_used
        if born and born > self.assessed_on:
            return f"Age used by the rules: {used or 'none'}; the assessment date lies before the date of birth"
        by_birth = years_between(born, self.assessed_on) if born else None
        if used == ("" if by_birth is None else f"{by_birth} years"):
            return ""
        return f"Age used by the rules: {used or 'none'}{f'; by the date of birth: {by_birth}' if born else ''}"

    @cached_property
    def _age_used(self) -> str:
        """``70 years``, ``65 to 75 years`` of an estimate; empty where there was none."""
        if self.age is not None:
            return f"{self.age} years"
        lines = self.assessment.lines
        return next((line.said for line in lines if line.question == _AGE and line.state == "answered"), "")

    def born(self, when: str = "") -> str:
        """With the age, and ``when`` that was, where the date of birth makes the same; of an estimate, as used."""
        if self.person.birth_estimate:
            return ", ".join((self.person.born, *([f"{self._age_used}{when}"] if self._age_used else [])))
        age = f" ({self.age} y{when})" if self.age is not None and not self.ages else ""
        return f"{self.person.born}{age}"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Of the assessment, and of this site: where the rule set is approved, nothing says that it is a draft."""
        told = [beside_another_age(notice) if self.ages else notice for notice in self.assessment.notices]
        if self.approved:
            return tuple(notice for notice in told if notice.kind != RULES_ARE_DRAFT)
        return (*told, not_approved(self.assessment.rule_set))

    @cached_property
    def told(self) -> Told:
        """What the first page has told of the answers so far."""
        return Told(self.assessment)

    @property
    def notices_of_rules(self) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if notice.kind in (RULES_ARE_DRAFT, NOT_APPROVED))

    @property
    def notices_of_answers(self) -> tuple[Notice, ...]:
        """Who answered, and that bands are for adults."""
        return tuple(notice for notice in self.notices if notice.kind not in (RULES_ARE_DRAFT, NOT_APPROVED))

    @cached_property
    def _marks(self) -> dict[str, str]:
        """By source, also of those that only the clinician-only page cites."""
        return {source.id: source.mark for source in self.assessment.whole().sources}

    def cited(self, source_ids: Iterable[str]) -> Words:
        """``NG158 [V], K-MSK [K]``: what a statement rests on, and how far that was checked."""
        return together(", ", (f"{id_} [{self._marks[id_]}]" for id_ in source_ids if id_ in self._marks))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(day: date) -> str:
    """``18 Apr 1968``, whatever the language of the machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_text(moment: datetime) -> str:
    """Date, time and time zone, as the clinic's clock showed them.

    Raises:
        ValueError: there is no time zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} needs a time zone")
    minutes = round(offset.total_seconds() / 60)
    sign = "−" if minutes < 0 else "+"
    zone = f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"
    return f"{date_text(moment.date())}, {moment:%H:%M} {zone}"
