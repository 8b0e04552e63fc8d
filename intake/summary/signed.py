"""What a clinician signed, and what was said afterwards, as the report prints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

SIGNED, AMENDED, VOID = "SIGNED", "AMENDED", "VOID"

PARTS = {
    "person": "The person's details",
    "urgency": "Urgency and red flags",
    "case": "The case in one line",
    "plan": "Assessment and plan",
    "item9": "PHQ-9 item 9",
    "scores": "Scores",
    "places": "Where it hurts",
    "medicines": "Medicines and allergies",
}
"""What of the first page an addendum can contradict."""


@dataclass(frozen=True)
class Signer:
    name: str
    role: str
    at: datetime
    """With a time zone."""


@dataclass(frozen=True)
class Decision:
    """On a step of the report, or on the clinician's own."""

    id: str
    """Of the step; empty for the clinician's own."""
    text: str
    choice: str
    """accepted, done, not_needed, or empty where it is left open."""
    reason: str
    owner: str = ""
    """Who does it; empty where that was not kept."""
    due: date | None = None


@dataclass(frozen=True)
class Reviewed:
    """A red flag marked as clinically reviewed."""

    id: str
    title: str
    words: str


@dataclass(frozen=True)
class LeftOpen:
    """What was open at the signature, and the clinician's word on it."""

    kind: str
    id: str
    label: str
    words: str


@dataclass(frozen=True)
class Addendum:
    number: int
    reason: str
    text: str
    by: Signer
    corrects: tuple[str, ...] = ()
    """The parts of the brief that it contradicts."""


@dataclass(frozen=True)
class Voiding:
    kind: str
    reason: str
    by: Signer


@dataclass(frozen=True)
class Signed:
    by: Signer
    text: str
    """The clinician's own assessment."""
    steps: tuple[Decision, ...] = ()
    own_steps: tuple[Decision, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    left_open: tuple[LeftOpen, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    voiding: Voiding | None = None

    @property
    def status(self) -> str:
        if self.voiding:
            return VOID
        return AMENDED if self.addenda else SIGNED
