"""The two-level Wells score, where a clot in the leg is in question."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.styles import TEXT
from intake.report.engine.words import put
from intake.report.summary import Summary

_RESULTS = {
    "likely": "2 or more, “DVT likely”",
    "unlikely": "1 or less, “DVT unlikely”",
    "indeterminate": "indeterminate until the open items are known",
}
_NOT_USED = (
    "Not used: it does not apply in pregnancy, in the 6 weeks after birth or under 18, and one of these holds or is "
    "not known."
)
_LIMIT = "The score does not settle by itself whether there is a clot."


def wells(summary: Summary) -> Iterator[Block]:
    found = summary.assessment.wells_dvt
    if found is None:
        return
    yield column_heading("Two-level Wells score for deep vein thrombosis (DVT)")
    if not found.valid:
        yield Paragraph(put("{}", _NOT_USED), TEXT)
        return
    points = (f"{found.min}" if found.min == found.max else f"{found.min} to {found.max}").replace("-", "−")
    result = _RESULTS[found.result or "indeterminate"]
    yield Paragraph(put("<b>{} points: {}.</b> NICE NG158. {}", points, result, _LIMIT), TEXT)
