"""A question with its answer in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEPT_APART = "kept_apart"
"""The state of a confidential question on what is shared."""


@dataclass(frozen=True)
class Line:
    """A question with its answer, as a report shows it."""

    question: str
    section: str
    label: str
    """The question in short; of an item of an instrument ``PHQ-9 item 3: Trouble falling ...``."""
    said: str
    """The answer in words; "Not answered" and the like where there is none."""
    answer: Any
    """The answer as the contract writes it; null where there is none."""
    by: str
    """Who asks it: front_desk or clinician."""
    state: str = "answered"
    """answered, unknown, declined, blank or na; kept_apart on what is shared."""
    own_words: bool = False
    """Told in the person's own words wherever it is told, never by its number or in a total alone."""
    pointer: tuple[str, str] | None = None
    """Of a confidential question: label and answer in its place on what is shared."""

    @property
    def instrument(self) -> str:
        """``PHQ-9``; empty where it is no numbered item."""
        name, item, _ = self.label.partition(" item ")
        return name if item else ""

    @property
    def number(self) -> str:
        return self.label.partition(" item ")[2].partition(": ")[0]

    @property
    def wording(self) -> str:
        """``Trouble falling ...``, without the instrument's name."""
        return self.label.partition(": ")[2] or self.label

    @property
    def brief(self) -> str:
        """``PHQ-9 item 3`` for an item with its whole text; other labels are short already."""
        return self.label.partition(": ")[0] if self.instrument else self.label

    @property
    def given(self) -> Any:
        """The answer; None where there is none."""
        return self.answer if self.state == "answered" else None

    def shared(self) -> Line:
        """The pointer in its place, where it has one."""
        if self.pointer is None:
            return self
        label, said = self.pointer
        return Line("", self.section, label, said, None, self.by, KEPT_APART)
