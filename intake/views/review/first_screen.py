"""What a clinician reads in the first minute, without scrolling: in few words, each of which stands in full below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from intake.clinical.working.findings import Assessment, FlagFinding, Line, ScoreFinding

_WHOLE = ("phq9", "gad7", "auditc", "peg")
_APART = "phq.q9"
"""Item 9 is always said in its own words."""
_ROOM = 12
"""Lines for open questions beside no flag at all; each flag present takes some."""


class Brief(NamedTuple):
    """An answer, or a whole questionnaire, in a few words."""

    label: str
    said: str = ""
    score: ScoreFinding | None = None


class Open(NamedTuple):
    """Questions that keep flags open, each once; what has no room is counted."""

    flags: int
    named: list[str]
    more: int


@dataclass(frozen=True)
class FirstScreen:
    found: Assessment

    @property
    def urgent(self) -> list[tuple[FlagFinding, list[Brief]]]:
        """Every flag that is present, most urgent first, with the answers that made it so."""
        return [(flag, list(self._because(flag))) for flag in self.found.present]

    def _because(self, flag: FlagFinding) -> Iterable[Brief]:
        whole = [score for score in map(self.found.score, _WHOLE) if _has_all(flag.because, score)]
        inside = {line.question for score in whole for line in score.items} - {_APART}
        yield from (Brief(brief(line), line.said) for line in flag.because if line.question not in inside)
        yield from (Brief(score.name, score=score) for score in whole)

    @property
    def open_to_anyone(self) -> Open:
        return self._open(self.found.open_to_anyone)

    @property
    def open_to_clinician(self) -> Open:
        return self._open(self.found.open_to_clinician)

    def _open(self, flags: tuple[FlagFinding, ...]) -> Open:
        named = list(dict.fromkeys(brief(line) for flag in flags for line in flag.missing))
        both = bool(self.found.open_to_anyone and self.found.open_to_clinician)
        room = max(3, (_ROOM - 2 * len(self.found.present)) // (2 if both else 1))
        return Open(len(flags), named[:room], len(named[room:]))


def brief(line: Line) -> str:
    """``PHQ-9 item 9`` for an item with its whole text; other labels are short already."""
    head, _, _ = line.label.partition(": ")
    return head if " item " in head else line.label


def _has_all(lines: tuple[Line, ...], score: ScoreFinding) -> bool:
    """Every answered item of the score is among these lines, and there are several."""
    answered = [line for line in score.items if line.state == "answered" and line.question != _APART]
    return len(answered) > 1 and all(line in lines for line in answered)
