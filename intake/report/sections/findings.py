"""What was found on examination, and the history that matters: what was answered, and not "no"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.clinical.working.findings import Line
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

_NONE = ["none"]
NOT_EXAMINED = "Nothing was examined, or it was not entered."


def examination(summary: Summary) -> Iterator[Block]:
    text = _text(line for line in summary.assessment.lines if line.question.startswith("ex."))
    yield Section("Examination", [Paragraph(text or put(NOT_EXAMINED), BODY)])


def history(summary: Summary) -> Iterator[Block]:
    lines = (line for line in summary.assessment.lines if line.question.startswith(("hx.", "soc.")))
    if text := _text(line for line in lines if line.answer is not False and line.answer != _NONE):
        yield Section("History that matters", [Paragraph(text, BODY)])


def _text(lines: Iterable[Line]) -> Words:
    answered = [put("<q>{}:</q> {}", line.label, line.said) for line in lines if line.state == "answered"]
    return put("{}.", together("; ", answered)) if answered else put("")
