"""The chapter of the rule book on the handouts: every word that is given to a person, with what it rests on."""

from __future__ import annotations

from intake.clinical.rules.handouts import HANDOUTS, NUMBERS, Handout
from intake.clinical.rules.handouts.handout import PLACEHOLDER, Blank, Line, Said
from intake.clinical.rules.sources import cited

from .entries import Chapter, Entry, Group, Part


def handouts_chapter() -> Chapter:
    intro = (
        "For the person, on paper or on their own phone. The clinic's own numbers stand where a name is in brackets; the marks of the sources are not printed. “Used by” names what each is proposed with; any of them can be given.",
    )
    return Chapter("handouts", "Handouts for the person", intro, (Group("", tuple(map(_handout, HANDOUTS.values()))),))


def _handout(handout: Handout) -> Entry:
    parts = [Part("Version", f"{handout.version}.")]
    for line in handout.lines:
        parts += _parts(line)
    return Entry(handout.id, handout.title, tuple(parts), used_by=handout.goes_with)


def _parts(line: Line) -> list[Part]:
    """What rests on the same sources as one."""
    parts, told = [], [_named(line.lead)] if line.lead else []
    for part in line.parts:
        told.append(_said(part))
        if part.sources:
            parts.append(Part("", " ".join(told), cited(*part.sources)))
            told = []
    return [*parts, Part("", " ".join(told))] if told else parts


def _said(part: Said | Blank) -> str:
    return f"{part.label} […]".lstrip() if isinstance(part, Blank) else _named(part.text)


def _named(text: str) -> str:
    return PLACEHOLDER.sub(lambda found: f"[{NUMBERS[found[1]]}]", text)
