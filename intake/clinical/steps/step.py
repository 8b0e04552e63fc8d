"""What a step is."""

from dataclasses import dataclass

from intake.clinical.conditions import Condition
from intake.clinical.sources import cited

URGENCIES = ("now", "same contact", "same day", "2 weeks", "routine")
"""Most urgent first."""


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

    def __post_init__(self) -> None:
        cited(*self.sources)
        if self.urgency not in URGENCIES:
            raise ValueError(f"{self.id} has no urgency {self.urgency!r}")


@dataclass(frozen=True, eq=False)
class Category:
    title: str
    steps: tuple[Step, ...]
