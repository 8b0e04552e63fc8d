"""What a clinician signed, and what was said afterwards, as the report prints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SIGNED, AMENDED, VOID = "SIGNED", "AMENDED", "VOID"


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

    def choice(self, step_id: str) -> str:
        return next((decision.choice for decision in self.steps if decision.id == step_id), "")
