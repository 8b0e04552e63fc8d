"""Steps to consider, answers that do not fit together, and what all of it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .line import Line


@dataclass(frozen=True)
class StepFinding:
    id: str
    category: str
    urgency: str
    urgency_text: str
    """``Within 2 weeks``."""
    rank: int
    """Of its urgency: 0 for what comes first."""
    text: str
    condition: str
    why: str
    sources: tuple[str, ...]
    later: bool
    """An emergency is present and this can wait for its end."""
    held: str = ""
    """What of the condition holds for this person, in words; empty in assessments stored before it was worked out."""
    refers: bool = False
    gives_contacts: bool = False
    confidential: bool = False
    """It tells of a confidential flag that is present, or of a confidential answer."""
    masked: tuple[str, str] | None = None
    """``condition`` and ``held`` as shared, where its rule names a confidential flag that is not present."""

    def shared(self) -> StepFinding:
        if self.masked is None:
            return self
        condition, held = self.masked
        return replace(self, condition=condition, held=held, masked=None)


@dataclass(frozen=True)
class StepGroup:
    """What is printed as one entry: the steps of a group under its line, or a step by itself."""

    group: str
    """Its id; empty for a step by itself."""
    heading: str
    steps: tuple[str, ...]
    """Their ids, in catalogue order."""


@dataclass(frozen=True)
class WarningFinding:
    id: str
    question: str | None
    """The field it names (W09)."""
    text: str
    lines: tuple[Line, ...]
    """The answers that do not fit, as given."""

    @property
    def confidential(self) -> bool:
        return any(line.pointer for line in self.lines)


@dataclass(frozen=True)
class SourceFinding:
    id: str
    mark: str
    """V read in the source, K from general knowledge, D a decision of this product."""
    status: str
    text: str

    reference: str = ""
    """Where to find it, in short; empty in assessments stored before it was kept, and where the id tells already."""
