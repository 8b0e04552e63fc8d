"""Every answer, by section: what was said, and apart from it what is not known, declined, not answered, not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from reportlab.platypus import Flowable

from intake.clinical.findings import Line

from . import confidential
from .parts import heading, paragraph, subheading, table
from .styles import COLUMN, FINE, PART, QUIET_FINE
from .summary import Summary
from .text import printable

_STATES = {
    "unknown": "Does not know",
    "declined": "Chose not to answer",
    "blank": "Not answered",
    "na": "Not asked, closed by an earlier answer",
}
_NONE = ["none"]
_LONGEST_IN_A_CELL = 150


def answers(summary: Summary) -> Iterator[Flowable]:
    yield from heading("All answers")
    if summary.by_proxy:
        yield paragraph(FINE, "<b>All answers by proxy:</b> somebody else answered for the person.")
    scored = {line.question for score in summary.assessment.scores for line in score.items}
    for section, lines in groupby(summary.assessment.lines, key=lambda line: line.section):
        yield from _section(section, list(lines), scored)


def _section(title: str, lines: list[Line], scored: set[str]) -> Iterator[Flowable]:
    yield from subheading(PART, "{}", title)
    if any(line.question in scored for line in lines):
        yield paragraph(FINE, "Scored items stand under Scores, each with its answer.")
    own = confidential.shared_lines(line for line in lines if line.question not in scored)
    yield from _said([line for line in own if line.state == "answered" and not _is_no(line) and line.answer != _NONE])
    yield from _listed("Answered “No”", filter(_is_no, own))
    yield from _listed("Answered “None of these”", (line for line in own if line.answer == _NONE))
    for state, name in _STATES.items():
        yield from _listed(name, (line for line in own if line.state == state))
    if any(line.question == confidential.QUESTION for line in lines):
        yield paragraph(FINE, "{}.", confidential.POINTER)


def _is_no(line: Line) -> bool:
    """An answered 0 is equal to False, and is a number."""
    return line.answer is False


def _said(lines: list[Line]) -> Iterator[Flowable]:
    """Short answers in two columns; a long one as a paragraph, which can run over pages."""
    short = [line for line in lines if len(printable(line.said)) <= _LONGEST_IN_A_CELL]
    if short:
        rows = [(paragraph(QUIET_FINE, "{}", line.label), paragraph(FINE, "{}", line.said)) for line in short]
        padding = (("TOPPADDING", (0, 0), (-1, -1), 0.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 0))
        yield table(rows, (COLUMN * 0.46, COLUMN * 0.54), *padding)
    for line in lines:
        if line not in short:
            yield paragraph(FINE, "{}: {}", line.label, line.said)


def _listed(name: str, lines: Iterable[Line]) -> Iterator[Flowable]:
    if labels := "; ".join(line.label for line in lines):
        yield paragraph(FINE, "<b>{}:</b> {}.", name, labels)
