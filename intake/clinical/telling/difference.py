"""What another set of answers changed in what the rules say, in a few words."""

from __future__ import annotations

from intake.clinical.language.numbers import counted
from intake.clinical.working.findings import CANNOT_EXCLUDE, PRESENT, WholeAssessment


def said_changes(before: WholeAssessment, after: WholeAssessment) -> str:
    """``1 flag excluded, 1 now present``; empty where nothing of it changed."""
    was_open, was_present = _flags(before, CANNOT_EXCLUDE), _flags(before, PRESENT)
    is_open, is_present = _flags(after, CANNOT_EXCLUDE), _flags(after, PRESENT)
    changes = [
        ("excluded", was_open - is_open - is_present),
        ("now present", is_present - was_present),
        ("no longer present", was_present - is_present),
        ("now open", is_open - was_open - was_present),
    ]
    flags = [(said, len(changed)) for said, changed in changes if changed]
    words = [
        f"{number if place else counted(number, 'flag', 'flags')} {said}" for place, (said, number) in enumerate(flags)
    ]
    if decided := _undecided(before) - _undecided(after):
        words.append(f"{counted(len(decided), 'combined rule', 'combined rules')} decided")
    return ", ".join(words)


def _flags(assessment: WholeAssessment, status: str) -> set[str]:
    return {flag.id for flag in assessment.flags if flag.status == status}


def _undecided(assessment: WholeAssessment) -> set[str]:
    return {rule.id for rule in assessment.combined.undecided}
