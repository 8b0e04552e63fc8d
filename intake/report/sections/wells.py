"""The two-level Wells score, where a clot in the leg is in question."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY
from intake.report.engine.words import put
from intake.report.summary import Summary


def wells(summary: Summary) -> Iterator[Block]:
    found = summary.assessment.wells_dvt
    if found is None:
        return
    text = put("<b>{}</b> {}", found.text, found.caution) if found.valid else put("{}", found.text)
    yield Section("Two-level Wells score for deep vein thrombosis (DVT)", [Paragraph(text, BODY)])
