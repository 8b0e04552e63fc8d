"""The case in one line, and what the person came with, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.styles import BODY, CASE
from intake.report.engine.words import put, together
from intake.report.summary import Summary


def case(summary: Summary) -> Iterator[Block]:
    if line := summary.assessment.one_line:
        yield Paragraph(put("{}", line), CASE)
    said = summary.assessment.own_words
    texts = [
        put("<q>{}:</q> “{}”", name, text)
        for name, text in ((f"What brings them, {said.said_by}", said.complaint), ("Hopes for help with", said.hopes))
        if text
    ]
    if texts:
        yield Paragraph(together("  ", texts), BODY)
