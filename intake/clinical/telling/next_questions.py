"""Which few answers would settle the most: for whoever has little time. Names no flag."""

from __future__ import annotations

from collections.abc import Collection

from intake.clinical.working.findings import CANNOT_EXCLUDE, WholeAssessment

AT_MOST = 5
"""Questions asked for at once."""


def most_needed(assessment: WholeAssessment, askable: Collection[str]) -> tuple[str, ...]:
    """Question ids, in catalogue order.

    Flag by flag, those that need the fewest answers first and the most urgent of them, while the answers stay few.
    """
    open_flags = [
        (flag.tier, {line.question for line in flag.missing})
        for flag in assessment.flags
        if flag.status == CANNOT_EXCLUDE
    ]
    waiting = [(tier, missing) for tier, missing in open_flags if missing <= set(askable)]
    chosen: set[str] = set()
    while waiting:
        waiting.sort(key=lambda flag: (len(flag[1] - chosen), flag[0]))
        if len(chosen | waiting[0][1]) > AT_MOST:
            break
        chosen |= waiting.pop(0)[1]
    return tuple(line.question for line in assessment.lines if line.question in chosen)
