"""Answers that do not fit together, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import ITEM, QUIET_SMALL
from intake.report.engine.words import put
from intake.report.summary import Summary

from .lines import lines_text


def conflicts(summary: Summary) -> Iterator[Block]:
    warnings = summary.assessment.warnings
    if not warnings:
        return
    as_given = "<b>{}</b> <q>{}</q>. Answers as given: {}."
    texts = (put(as_given, warning.text.rstrip("."), warning.id, lines_text(warning.lines)) for warning in warnings)
    caution = Paragraph(put("{}", summary.assessment.warnings_caution), QUIET_SMALL, keeps=True)
    yield Section("Answers that do not fit together", [caution, listed(texts, ITEM)])
