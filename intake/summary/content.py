"""What one summary says: the assessment, the person, the clinic, what was signed, and when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from intake.clinical.telling.notices import DRAFT as RULES_ARE_DRAFT
from intake.clinical.telling.notices import NOT_APPROVED, beside_another_age, not_approved
from intake.clinical.working.dates import years_between
from intake.clinical.working.findings import Assessment, Notice
from intake.clinical.working.trend import Trend

from .people import Letterhead, Person
from .signed import AMENDED, SIGNED, VOID, Signed

DRAFT = "DRAFT"
_AGE = "pt.age_years"
_UNDER_STATUS = {
    DRAFT: "",
    SIGNED: "",
    AMENDED: "",
    VOID: "Not valid",
}


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

    @property
    def notices_of_rules(self) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if notice.kind in (RULES_ARE_DRAFT, NOT_APPROVED))

    @property
    def notices_of_answers(self) -> tuple[Notice, ...]:
        """Who answered, and that bands are for adults."""
        return tuple(notice for notice in self.notices if notice.kind not in (RULES_ARE_DRAFT, NOT_APPROVED))
