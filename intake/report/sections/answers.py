"""Every answer, by section: what was said, and apart from it what is not known, declined, not answered, not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.working.findings import KEPT_APART, Line
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY, QUIET_SMALL
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

from .lines import labels_text

_STATES = {
    "unknown": "Does not know",
    "declined": "Chose not to answer",
    "blank": "Not answered",
}
NOT_ASKED = "Not asked (no trigger):"
_NONE = ["none"]
_MANY = 5
"""So many questions of one section, all without an answer, are counted and not listed."""


def answers(summary: Summary) -> Iterator[Block]:
    rows: list[Block] = [Paragraph(put("Scored items stand under Scores, each with its answer."), QUIET_SMALL)]
    if summary.assessment.by_proxy:
        by_proxy = put("<b>All answers by proxy:</b> somebody else answered for the person.")
        rows.append(Paragraph(by_proxy, BODY, keeps=True))
    scored = {line.question for score in summary.assessment.scores for line in score.items}
    for title, lines in groupby(summary.assessment.lines, key=lambda line: line.section):
        rows += _section(title, list(lines), scored)
    if not_asked := labels_text(summary.assessment.not_asked):
        rows.append(Paragraph(put("{} {}.", NOT_ASKED, not_asked), QUIET_SMALL))
    yield Section("All answers", rows)


def _section(title: str, lines: list[Line], scored: set[str]) -> Iterator[Block]:
    own = [line for line in lines if line.question not in scored and line.state != KEPT_APART]
    parts = list(_answer_texts(own))
    parts += [put("{}: {}.", line.label, line.said) for line in lines if line.state == KEPT_APART]
    if parts:
        yield Paragraph(put("<b><a>{}.</a></b> {}", title, together(" ", parts)), BODY)


def _answer_texts(lines: list[Line]) -> Iterator[Words]:
    answered = [line for line in lines if line.state == "answered" and not _is_no(line) and line.answer != _NONE]
    if answered:
        yield put("{}.", together("; ", (put("<q>{}:</q> {}", line.label, line.said) for line in answered)))
    yield from _listed("Answered “No”", filter(_is_no, lines))
    yield from _listed("Answered “None of these”", (line for line in lines if line.answer == _NONE))
    for state, name in _STATES.items():
        waiting = [line for line in lines if line.state == state]
        if len(waiting) == len(lines) > _MANY:
            yield put("<b>{}:</b> all {} questions.", name, len(lines))
        else:
            yield from _listed(name, waiting)
    if closed := sum(line.state == "na" for line in lines):
        yield put("<q>Not asked, closed by an earlier answer: {}.</q>", closed)


def _is_no(line: Line) -> bool:
    """An answered 0 is equal to False, and is a number."""
    return line.answer is False


def _listed(name: str, lines: Iterable[Line]) -> Iterator[Words]:
    if labels := "; ".join(line.label for line in lines):
        yield put("<b>{}:</b> {}.", name, labels)
