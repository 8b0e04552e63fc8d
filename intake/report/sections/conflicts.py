"""Answers that do not fit together, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import HANGING_TEXT, QUIET_TEXT
from intake.report.engine.words import put
from intake.report.summary import Summary

from .lines import lines_text


def conflicts(summary: Summary) -> Iterator[Block]:
    warnings = summary.assessment.warnings
    if not warnings:
        return
    yield column_heading("Answers that do not fit together")
    yield Paragraph(put("{}", summary.assessment.warnings_caution), QUIET_TEXT, keeps=True)
    as_given = "<b>{}</b> <q>{}</q>. Answers as given: {}."
    texts = (put(as_given, warning.text.rstrip("."), warning.id, lines_text(warning.lines)) for warning in warnings)
    yield listed(texts, HANGING_TEXT)
