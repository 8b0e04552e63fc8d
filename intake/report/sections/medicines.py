"""What is taken, and what is not tolerated. A blank is told as one, and never as "none"."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY
from intake.report.engine.words import put, together
from intake.report.summary import Summary

from .afterwards import see_correction


def medicines(summary: Summary) -> Iterator[Block]:
    found = summary.assessment.medicines
    told = (("As on the box", found.names), ("By class", found.classes), ("Allergies", found.allergies))
    texts = [put("<q>{}:</q> <b>{}</b>", name, text.rstrip(".")) for name, text in told if text]
    text = put("{}. {}", together(".  ", texts), found.list_text)
    yield Section("Medicines", [*see_correction(summary, "medicines"), Paragraph(text, BODY)], keeps=True)
