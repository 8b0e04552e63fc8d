"""A letter of referral as values: it is drafted once, stored as JSON, and from then on only edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

NOW, SAME_DAY, TWO_WEEKS, ROUTINE = "now", "same_day", "two_weeks", "routine"
URGENCIES = {NOW: "Now", SAME_DAY: "Same day", TWO_WEEKS: "Within 2 weeks", ROUTINE: "Routine"}
"""In words, most urgent first."""
URGENCY_OF_STEP = {
    "now": NOW,
    "same contact": SAME_DAY,
    "same day": SAME_DAY,
    "2 weeks": TWO_WEEKS,
    "routine": ROUTINE,
}
"""Of a referral, by the urgency of the step that it carries out."""

PARTS = {
    "case": "In one line",
    "findings": "Findings",
    "flags": "Red flags",
    "scores": "Scores",
    "medicines": "Medicines",
    "allergies": "Allergies",
    "history": "History",
    "examination": "Examination",
    "tried": "Tried so far",
    "done": "Done and told",
    "access": "Access needs",
}
"""Every part with its title, in the order of the letter. Each is there, also without lines."""

ITEM9 = "item9"
"""The key of the line that tells PHQ-9 item 9, apart from all totals."""


@dataclass(frozen=True)
class LetterLine:
    key: str
    """Unique in the letter, such as ``findings.sx.cold_leg`` or ``score.phq9``."""
    text: str
    """As it is printed; a clinician may write it anew. A line without text is not printed."""
    sent: bool = True
    """Ticked: it is printed."""
    private: bool = False
    """It rests on an answer that was given in private: not sent until a clinician ticks it."""


@dataclass(frozen=True)
class LetterPart:
    id: str
    """A key of ``PARTS``."""
    title: str
    lines: tuple[LetterLine, ...] = ()

    @property
    def sent(self) -> tuple[LetterLine, ...]:
        """What is printed of it."""
        return tuple(line for line in self.lines if line.sent and line.text.strip())


@dataclass(frozen=True)
class Letter:
    reason: str
    """In one line."""
    question: str
    """What the service is asked."""
    urgency: str
    """A key of ``URGENCIES``."""
    parts: tuple[LetterPart, ...]
    """In the order of ``PARTS``."""
    consent: Mapping[str, str] = field(default_factory=lambda: {"asked": "", "by": "", "on": ""})
    """``asked``: yes, best_interests or no, empty until it is recorded; ``by``: who asked; ``on``: ISO date."""
    copies: tuple[str, ...] = ()
    """Who gets one: ``patient``, ``gp``."""
    told: str = ""
    """What the person was told."""
    hear_by: str = ""
    """ISO date by which the person should have heard."""
    plain: Mapping[str, str] = field(default_factory=dict)
    """What a clinician wrote for the person's copy: ``reason``, ``question``, ``told_extra``, ``plan``, each of which may be
    empty, and whatever of ``plain.PROPOSED`` is to be said otherwise."""
    scores_for_person: tuple[str, ...] = ()
    """Keys of lines of the part ``scores`` that a clinician added to the person's copy. None goes there otherwise."""
    left_out: tuple[str, ...] = ()
    """Names of ``plain.PROPOSED`` that a clinician struck out of the person's copy."""

    def part(self, part_id: str) -> LetterPart:
        return next((part for part in self.parts if part.id == part_id), LetterPart(part_id, PARTS[part_id]))

    def lines(self) -> Iterator[LetterLine]:
        for part in self.parts:
            yield from part.lines

    def with_lines(self, changes: Mapping[str, tuple[str, bool]]) -> Letter:
        """By key of a line, its text and whether it is sent; lines that are not named stay as they are.

        Nothing is added and nothing put back: a key that the letter does not have changes nothing.
        """
        parts = []
        for part in self.parts:
            lines = (
                replace(line, text=changes[line.key][0], sent=changes[line.key][1]) if line.key in changes else line
                for line in part.lines
            )
            parts.append(replace(part, lines=tuple(lines)))
        return replace(self, parts=tuple(parts))


PLAIN = ("reason", "question", "told_extra", "plan")
"""What of the person's copy is the clinician's to write."""
_LISTS = ("copies", "scores_for_person", "left_out")


def letter_as_json(letter: Letter) -> dict[str, Any]:
    document = asdict(letter)
    document["parts"] = [
        {"id": part.id, "title": part.title, "lines": [asdict(line) for line in part.lines]} for part in letter.parts
    ]
    return document | {name: list(document[name]) for name in _LISTS}


def letter_from_json(document: Mapping[str, Any]) -> Letter:
    """What ``letter_as_json`` wrote; a field that an earlier release did not have is as in a new letter."""
    rest = {name: value for name, value in document.items() if name != "parts"}
    rest |= {name: tuple(document.get(name, ())) for name in _LISTS}
    return Letter(
        **rest,
        parts=tuple(
            LetterPart(part["id"], part["title"], tuple(LetterLine(**line) for line in part["lines"]))
            for part in document["parts"]
        ),
    )
