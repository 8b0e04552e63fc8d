"""Answers that do not fit together, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from .lines import said_lines
from .parts import heading, paragraph
from .styles import HANGING, QUIET_SMALL
from .summary import Summary


def conflicts(summary: Summary) -> Iterator[Flowable]:
    warnings = summary.assessment.warnings
    if not warnings:
        return
    yield from heading("Answers that do not fit together")
    yield paragraph(QUIET_SMALL, "No answer was changed. Red flags were read on the more serious answer.")
    for warning in warnings:
        text, given = warning.text.rstrip("."), said_lines(warning.lines)
        yield paragraph(HANGING, "<b>{}</b> ({}). Answers as given: {}.", text, warning.id, given)
