"""Sections: the pages of the intake, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .kinds import Question

if TYPE_CHECKING:
    from intake.clinical.rules.site_settings import SiteSettings


@dataclass(frozen=True, eq=False)
class Section:
    """A page of questions. ``id`` stands in its address."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    """Said once above the questions: an instrument's stem, or how to ask."""
    words_of_clinic: Callable[[SiteSettings], str] | None = None
    """Said above the questions, too: what is said one way at one clinic, and another way at another."""
    note: str = ""
    """Said once below the questions: an instrument's attribution."""
    none_of_these: tuple[Question, ...] = ()
    """Yes or no questions that stand together: one deliberate act answers "no" to those that are not answered."""
