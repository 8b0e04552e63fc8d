"""What a handout is: plain words for the person, each with what it rests on.

The marks of the sources are for the approval and the rule book; they are not printed for the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from intake.clinical.language.sources import Source
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
    """A sentence or some. Without sources, it rests on those of what follows it."""

    text: str
    sources: tuple[str, ...]

    @property
    def written(self) -> str:
        """As the approved text has it, its marks included."""
        return f"{self.text} {marks(self.sources)}".rstrip()


@dataclass(frozen=True)
class Blank:
    """Room to write by hand, after a word on what."""

    label: str
    sources: tuple[str, ...]

    @property
    def written(self) -> str:
        return " ".join(filter(None, (self.label, "____", marks(self.sources))))


@dataclass(frozen=True)
class Paragraph:
    """``lead`` stands before it in bold."""

    kind: ClassVar = "paragraph"
    lead: str
    parts: tuple[Said | Blank, ...]

    @property
    def written(self) -> str:
        lead = f"**{self.lead}**" if self.lead else ""
        return " ".join(filter(None, (lead, *(part.written for part in self.parts))))


@dataclass(frozen=True)
class Heading:
    """``parts`` stand after it, not in bold."""

    kind: ClassVar = "heading"
    lead: str
    parts: tuple[Said, ...]

    @property
    def written(self) -> str:
        return " ".join((f"**{self.lead}**", *(part.written for part in self.parts)))


@dataclass(frozen=True)
class Points:
    kind: ClassVar = "points"
    items: tuple[Paragraph, ...]

    @property
    def written(self) -> str:
        return "\n".join(f"- {item.written}" for item in self.items)


@dataclass(frozen=True)
class Numbered:
    """Lines of a plan, each with room to write."""

    kind: ClassVar = "numbered"
    items: tuple[Paragraph, ...]

    @property
    def written(self) -> str:
        return "\n".join(f"{number}. {item.written}" for number, item in enumerate(self.items, start=1))


@dataclass(frozen=True)
class Boxes:
    """The clinic ticks by hand what fits."""

    kind: ClassVar = "boxes"
    items: tuple[Paragraph, ...]

    @property
    def written(self) -> str:
        return "\n\n".join(f"☐ {item.written}" for item in self.items)


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
        return frozenset(PLACEHOLDER.findall(self.written))

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that it rests on, each once."""
        return cited(*dict.fromkeys(id_ for line in self.lines for part in line.parts for id_ in part.sources))

    @property
    def written(self) -> str:
        """The whole as it was approved, its marks included."""
        return "\n\n".join(block.written for block in self.blocks)


def _lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block
        else:
            yield from block.items


def marks(sources: tuple[str, ...]) -> str:
    return f"[{'; '.join(sources)}]" if sources else ""


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
