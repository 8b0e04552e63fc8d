"""Answers that do not fit together, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Block, Paragraph
from .headings import column_heading
from .lines import said_lines
from .lists import listed
from .styles import HANGING_TEXT, QUIET_TEXT
from .summary import Summary
from .words import put

_ABOUT = "No answer was changed. Red flags were read on the more serious answer."


def conflicts(summary: Summary) -> Iterator[Block]:
    warnings = summary.assessment.warnings
    if not warnings:
        return
    yield column_heading("Answers that do not fit together")
    yield Paragraph(put("{}", _ABOUT), QUIET_TEXT, keeps=True)
    told = (
        put(
            "<b>{}</b> <q>{}</q>. Answers as given: {}.",
            warning.text.rstrip("."),
            warning.id,
            said_lines(warning.lines),
        )
        for warning in warnings
    )
    yield listed(told, HANGING_TEXT)
