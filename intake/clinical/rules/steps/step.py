"""What a step is."""

from dataclasses import dataclass

from intake.clinical.language.conditions import Condition
from intake.clinical.rules.sources import cited

URGENCIES = {
    "now": "Now",
    "same contact": "Same contact",
    "same day": "Same day",
    "2 weeks": "Within 2 weeks",
    "routine": "Routine",
}
"""In words, most urgent first."""


@dataclass(frozen=True)
class Due:
    """When something is to be done, in days from the signature."""

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest <= self.latest:
            raise ValueError(f"not a time to come: {self.earliest} to {self.latest} days")


TODAY = Due(0, 0)
TWO_WEEKS = Due(0, 14)
_BY_URGENCY = {"now": TODAY, "same contact": TODAY, "same day": TODAY, "2 weeks": TWO_WEEKS}


@dataclass(frozen=True, eq=False)
class Step:
    """Something for a clinician to consider: printed in the imperative, under "for consideration"."""

    id: str
    urgency: str
    text: str
    when: Condition
    why: str
    sources: tuple[str, ...]
    minor_ok: bool = False
    """May be raised for people under 18."""
    needs_known_age: bool = False
    """Not raised while the age is missing."""
    lead: bool = False
    """Emergency, same-day or safety action: always among the key steps."""
    refers: bool = False
    """It sends the person to somebody else."""
    gives_contacts: bool = False
    """Where it is raised, the crisis contacts are given."""
    due: Due | None = None
    """The time its text names; where that depends on the person, from the shorter time to the longer."""

    def __post_init__(self) -> None:
        cited(*self.sources)
        if self.urgency not in URGENCIES:
            raise ValueError(f"{self.id} has no urgency {self.urgency!r}")


@dataclass(frozen=True, eq=False)
class Category:
    title: str
    steps: tuple[Step, ...]


def due_by_urgency(urgency: str) -> Due | None:
    """None for what is routine: it has no date."""
    return _BY_URGENCY.get(urgency)


def due_of(step: Step) -> Due | None:
    """When an accepted step is due: at the time it names, else by its urgency."""
    return step.due or due_by_urgency(step.urgency)
