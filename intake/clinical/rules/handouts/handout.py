"""What a handout is: plain words for the person, each with what it rests on.

The marks of the sources are for the approval and the rule book; they are not printed for the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from intake.clinical.rules.sources import cited

PLACEHOLDER = re.compile(r"\{(\w+)\}")
NUMBERS = {
    "clinic_phone": "the clinic's phone",
    "emergency_number": "the emergency number",
    "crisis_line": "the crisis line",
}
"""What a clinic fills in, and how it is named where it is missing."""


@dataclass(frozen=True)
class Said:
    """A sentence or some. Without sources, it rests on those beside it in its paragraph."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Blank:
    """Room to write by hand, after a word on what."""

    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """``lead`` stands before it in bold."""

    kind: ClassVar = "paragraph"
    lead: str
    parts: tuple[Said | Blank, ...]


@dataclass(frozen=True)
class Heading:
    """``parts`` stand after it, not in bold."""

    kind: ClassVar = "heading"
    lead: str
    parts: tuple[Said, ...]


@dataclass(frozen=True)
class Points:
    kind: ClassVar = "points"
    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Numbered:
    """Lines of a plan, each with room to write."""

    kind: ClassVar = "numbered"
    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Boxes:
    """The clinic ticks by hand what fits."""

    kind: ClassVar = "boxes"
    items: tuple[Paragraph, ...]


Block = Heading | Paragraph | Points | Numbered | Boxes
Line = Heading | Paragraph


@dataclass(frozen=True, eq=False)
class Handout:
    id: str
    """Its address, which says nothing of a person: ``/h/foot-care/``. It stands on paper and never changes."""
    version: str
    """Raised with every change of its words."""
    title: str
    goes_with: tuple[str, ...]
    """Flags that are present, combined rules and steps that are raised: beside one of these it is proposed."""
    blocks: tuple[Block, ...]
    pages: int = 1
    """It takes so many in large print."""

    def __post_init__(self) -> None:
        cited(*(source for line in self.lines for part in line.parts for source in part.sources))
        if unknown := self.numbers - NUMBERS.keys():
            raise ValueError(f"{self.id} has no number {', '.join(sorted(unknown))}")

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All that is said, in its order."""
        return tuple(_lines(self.blocks))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Which of ``NUMBERS`` stand in it."""
        texts = [line.lead for line in self.lines]
        texts += [part.text for line in self.lines for part in line.parts if isinstance(part, Said)]
        return frozenset(name for text in texts for name in PLACEHOLDER.findall(text))


def _lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block
        else:
            yield from block.items


def said(text: str, *sources: str) -> Said:
    return Said(text, sources)


def blank(label: str, *sources: str) -> Blank:
    return Blank(label, sources)


def paragraph(*parts: Said | Blank, lead: str = "") -> Paragraph:
    return Paragraph(lead, parts)


def heading(lead: str, *parts: Said) -> Heading:
    return Heading(lead, parts)


def point(text: str, *sources: str) -> Paragraph:
    """One claim of a list."""
    return Paragraph("", (Said(text, sources),))
