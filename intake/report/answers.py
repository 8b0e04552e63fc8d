"""Every answer, by section: what was said, and apart from it what is not known, declined, not answered, not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.findings import Line

from . import confidential
from .blocks import Block, Paragraph
from .headings import column_heading, column_part
from .styles import DENSE, Style
from .summary import Summary
from .words import put, together

_STATES = {
    "unknown": "Does not know",
    "declined": "Chose not to answer",
    "blank": "Not answered",
    "na": "Not asked, closed by an earlier answer",
}
_NONE = ["none"]


def answers(summary: Summary, scale: float) -> Iterator[Block]:
    style = DENSE.at(scale)
    yield column_heading("All answers", scale=scale)
    if summary.by_proxy:
        said = put("<b>All answers by proxy:</b> somebody else answered for the person.")
        yield Paragraph(said, style, keeps=True)
    yield Paragraph(put("Scored items stand under Scores, each with its answer."), style, keeps=True)
    scored = {line.question for score in summary.assessment.scores for line in score.items}
    for title, lines in groupby(summary.assessment.lines, key=lambda line: line.section):
        yield from _section(title, list(lines), scored, scale)


def _section(title: str, lines: list[Line], scored: set[str], scale: float) -> Iterator[Block]:
    style = DENSE.at(scale)
    own = confidential.shared_lines(line for line in lines if line.question not in scored)
    kept_apart = any(line.question == confidential.QUESTION for line in lines)
    if not own and not kept_apart:
        return
    yield column_part(title, scale=scale)
    told = [line for line in own if line.state == "answered" and not _is_no(line) and line.answer != _NONE]
    if told:
        yield Paragraph(together("; ", (put("<q>{}:</q> {}", line.label, line.said) for line in told)), style)
    yield from _listed("Answered “No”", filter(_is_no, own), style)
    yield from _listed("Answered “None of these”", (line for line in own if line.answer == _NONE), style)
    for state, name in _STATES.items():
        yield from _listed(name, (line for line in own if line.state == state), style)
    if kept_apart:
        yield Paragraph(put("{}.", confidential.ELSEWHERE), style)


def _is_no(line: Line) -> bool:
    """An answered 0 is equal to False, and is a number."""
    return line.answer is False


def _listed(name: str, lines: Iterable[Line], style: Style) -> Iterator[Block]:
    if labels := "; ".join(line.label for line in lines):
        yield Paragraph(put("<b>{}:</b> {}.", name, labels), style)
