"""What the rules in this report rest on, and how far each source was checked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import SourceFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.styles import DENSE
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

_MARKS = {
    "V": "verified: read in the source or a copy of it",
    "K": "from general knowledge: for the clinical lead to check",
    "D": "a design decision of this product, with no outside authority",
}
_SAID_BY_MARK = ("verified", "knowledge", "decision")


def sources(summary: Summary) -> Iterator[Block]:
    yield column_heading("Sources")
    for mark, meaning in _MARKS.items():
        marked = [source for source in summary.assessment.sources if source.mark == mark]
        if marked:
            told: dict[Words, list[str]] = {}
            for source in marked:
                told.setdefault(_told(source), []).append(source.id)
            cited = together("; ", (_cited(ids, what) for what, ids in told.items()))
            yield Paragraph(put("<b><a>[{}] {}.</a></b> {}.", mark, meaning, cited), DENSE)


def _cited(ids: list[str], what: Words) -> Words:
    return put("<b>{}</b> {}", ", ".join(ids), what) if what else put("<b>{}</b>", ", ".join(ids))


def _told(source: SourceFinding) -> Words:
    status = "" if source.status in _SAID_BY_MARK else f"({source.status})"
    parts = [put("{}", source.reference), put("<q>{}</q>", status)]
    return together(" ", filter(None, parts))
