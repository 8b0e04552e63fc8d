"""What a clinician reads in the first minute, without scrolling: in few words, each of which stands in full below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from intake.clinical.working.findings import FlagFinding, WholeAssessment

_ROOM = 12
"""Lines for open questions beside no flag at all; each flag present takes some."""


class Brief(NamedTuple):
    """An answer, or a whole questionnaire, in a few words."""

    label: str
    said: str


class Open(NamedTuple):
    """Questions that keep flags open, each once; what has no room is counted."""

    flags: int
    named: list[str]
    more: int


@dataclass(frozen=True)
class FirstScreen:
    found: WholeAssessment

    @property
    def urgent(self) -> list[tuple[FlagFinding, list[Brief]]]:
        """Every flag that is present, most urgent first, with the answers that made it so."""
        found = []
        for flag in self.found.present:
            whole = self.found.scores_told_by(flag.because)
            inside = {line.question for score in whole for line in score.items if not line.own_words}
            because = [Brief(line.brief, line.said) for line in flag.because if line.question not in inside]
            found.append((flag, because + [Brief(score.name, score.text) for score in whole]))
        return found

    @property
    def open_to_anyone(self) -> Open:
        return self._open(self.found.open_to_anyone)

    @property
    def open_to_clinician(self) -> Open:
        return self._open(self.found.open_to_clinician)

    def _open(self, flags: tuple[FlagFinding, ...]) -> Open:
        named = list(dict.fromkeys(line.brief for flag in flags for line in flag.missing))
        both = bool(self.found.open_to_anyone and self.found.open_to_clinician)
        room = max(3, (_ROOM - 2 * len(self.found.present)) // (2 if both else 1))
        return Open(len(flags), named[:room], len(named[room:]))
