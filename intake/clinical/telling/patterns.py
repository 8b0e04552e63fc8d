"""What has to be read before the pain types, or in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.working.findings import PatternFinding

CAUTION = (
    "The words count features given in the answers, with weights set by expert judgement. They are not validated and not "
    "a probability. More than one pattern is normal."
)
_NOT_WORKED_OUT = {
    "minor": "Not worked out: the person is under 18, and the pain types are for adults.",
    "age_missing": "Not worked out until the age is entered: the pain types are for adults.",
    "age_not_exact": "Not worked out until the age is known more exactly: the pain types are for adults.",
}


def pattern_notes(ranked: Sequence[PatternFinding], tier: int, scope: str, *, mixed: bool) -> Iterator[str]:
    if tier in (1, 2):
        yield "Do not use this list to delay the action above."
    if scope in _NOT_WORKED_OUT:
        yield _NOT_WORKED_OUT[scope]
        return
    if not any(pattern.is_clear for pattern in ranked):
        yield "No clear pattern from the answers."
    if mixed:
        yield "Mixed picture: features of more than one type stand side by side."
