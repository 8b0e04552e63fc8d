"""What no face may leave out: how far the result can be relied on, wherever that stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import Findings


def cautions(found: Findings) -> Iterator[str]:
    """Each as it is stored, for every face of this assessment."""
    # A title is said otherwise beside a date of birth that makes another age.
    yield from (notice.text or notice.title for notice in found.notices)
    yield found.item9.after
    yield from (found.scores_caution, *found.patterns_notes, found.combined.caution)
    for score in found.leading_scores:
        yield from (*score.cautions, score.limit)
        yield from (caution for part in found.parts_of(score) for caution in part.cautions)
    if found.patterns:
        yield found.patterns_caution
    if found.warnings:
        yield found.warnings_caution
    if found.wells_dvt:
        yield found.wells_dvt.caution
