"""What one summary says, as it is printed: with or without the record, on which paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from intake.report.engine.styles import A4_SHEET, Paper
from intake.report.engine.words import Words, together
from intake.summary import content
from intake.summary.content import DRAFT, GivenHandout, Unread
from intake.summary.dates import date_text, time_text
from intake.summary.people import Letterhead, Person

from .told import Told

__all__ = ["DRAFT", "PRODUCT", "GivenHandout", "Letterhead", "Person", "Summary", "Unread", "date_text", "time_text"]

PRODUCT = "Leg pain and mood intake"
"""Named as the producer of every document."""


@dataclass(frozen=True)
class Summary(content.Summary):
    record: bool = True
    """Whether the record stands behind the brief and the plan."""
    paper: Paper = A4_SHEET

    @cached_property
    def told(self) -> Told:
        """What the first page has told of the answers so far."""
        return Told(self.assessment)

    @cached_property
    def _marks(self) -> dict[str, str]:
        """By source, also of those that only the clinician-only page cites."""
        return {source.id: source.mark for source in self.assessment.whole().sources}

    def cited(self, source_ids: Iterable[str]) -> Words:
        """``NG158 [V], K-MSK [K]``: what a statement rests on, and how far that was checked."""
        return together(", ", (f"{id_} [{self._marks[id_]}]" for id_ in source_ids if id_ in self._marks))
