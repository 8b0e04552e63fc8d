"""Searching the rule book, by words and by other names of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.clinical.rules.synonyms import SYNONYMS

from .book import chapters
from .entries import Chapter, Group


def found(typed: str) -> tuple[Chapter, ...]:
    """What holds every word that was typed, or another name of the same thing."""
    wanted, found = list(_wanted(typed)), []
    for chapter in chapters():
        groups = []
        for group in chapter.groups:
            if entries := tuple(e for e in group.entries if all(one.search(e.text) for one in wanted)):
                groups.append(Group(group.title, entries))
        if groups:
            found.append(Chapter(chapter.id, chapter.title, (), tuple(groups)))
    return tuple(found)


def _wanted(typed: str) -> Iterator[re.Pattern[str]]:
    """A word that was typed is sought anywhere; a name that has others, and those, as whole words."""
    left = f" {' '.join(typed.casefold().split())} "
    for names in SYNONYMS:
        if any(f" {name} " in left for name in names):
            for name in names:
                left = left.replace(f" {name} ", " ")
            yield re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    yield from (re.compile(re.escape(word)) for word in left.split())
