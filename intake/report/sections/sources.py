"""What the rules in this report rest on, and how far each source was checked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

_MARKS = {
    "V": "verified: read in the source or a copy of it",
    "K": "from general knowledge: for the clinical lead to check",
    "D": "a design decision of this product, with no outside authority",
}
_SAID_BY_MARK = ("verified", "knowledge", "decision")


def sources(summary: Summary) -> Iterator[Block]:
    rows: list[Block] = []
    for mark, meaning in _MARKS.items():
        marked = [source for source in summary.assessment.sources if source.mark == mark]
        if marked:
            ids_by_reference: dict[Words, list[str]] = {}
            for source in marked:
                status = "" if source.status in _SAID_BY_MARK else f"({source.status})"
                reference = together(" ", filter(None, (put("{}", source.reference), put("<q>{}</q>", status))))
                ids_by_reference.setdefault(reference, []).append(source.id)
            texts = (
                put("<b>{}</b> {}" if reference else "<b>{}</b>{}", ", ".join(ids), reference)
                for reference, ids in ids_by_reference.items()
            )
            cited = together("; ", texts)
            rows.append(Paragraph(put("<b><a>[{}] {}.</a></b> {}.", mark, meaning, cited), BODY))
    if rows:
        yield Section("Sources", rows)
