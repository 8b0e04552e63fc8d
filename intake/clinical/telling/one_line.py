"""The case in one line."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.working.findings import ScoreFinding
from intake.clinical.working.lines import Lines


def one_line(lines: Lines, scores: Iterable[ScoreFinding]) -> str:
    return ""
