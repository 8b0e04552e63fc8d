"""Sections: the pages of the intake, as data."""

from dataclasses import dataclass

from .kinds import Question


@dataclass(frozen=True, eq=False)
class Section:
    """A page of questions. ``id`` stands in its address."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    """Said once above the questions: an instrument's stem, or how to ask."""
    note: str = ""
    """Said once below the questions: an instrument's attribution."""
    none_of_these: tuple[Question, ...] = ()
    """Yes or no questions that stand together: one deliberate act answers "no" to those that are not answered."""
