"""What the rule book is made of: chapters, groups and entries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from intake.clinical.language.sources import Source


@dataclass(frozen=True)
class Part:
    """A labelled line of an entry, with what it rests on where that is not said for the whole entry."""

    label: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Entry:
    id: str
    """Its anchor, too."""
    title: str
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    used_by: tuple[str, ...] = ()
    """Ids of the entries that name this one."""
    highlights: tuple[str, ...] = ()
    """Ids of the steps it brings to the front."""
    shows_id: bool = True
    """No: its id is an anchor only, and nobody's name for it."""

    @cached_property
    def text(self) -> str:
        """All its words, for searching."""
        lines = (self.id, self.title, *(f"{part.label} {part.text}" for part in self.parts))
        sources = (*self.sources, *(source for part in self.parts for source in part.sources))
        return " ".join((*lines, *(s.id for s in sources), *self.used_by, *self.highlights)).casefold()


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]
    intro: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    intro: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
