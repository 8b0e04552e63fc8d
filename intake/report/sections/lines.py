"""Questions with their answers, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from itertools import groupby

from intake.clinical.working.findings import Findings, Line
from intake.report.engine.words import Words, put, together
from intake.summary.reasons import split


def line_text(line: Line) -> Words:
    """``Cold leg: One leg is newly cold``."""
    return put("{}: <b>{}</b>", line.label, line.said)


def lines_text(lines: Iterable[Line]) -> Words:
    """Answers one after the other; scored items by number: ``PHQ-9 items: 1 Nearly every day (3), 2 ...``."""
    texts: list[Words] = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbered = [put("{} <b>{}</b>", line.number, line.said) for line in group]
            texts.append(put("{} {}: {}", name, _items(numbered), together(", ", numbered)))
        else:
            texts += map(line_text, group)
    return together("; ", texts)


def reasons_text(lines: tuple[Line, ...], assessment: Findings) -> Words:
    """Answers that made a rule hold; a whole questionnaire by its score, since its answers stand under Scores."""
    apart, scores = split(lines, assessment)
    reasons = [lines_text(apart)] if apart else []
    reasons += [put("<b>{} {}</b>", score.name, score.full_text) for score in scores]
    return together("; ", reasons)


def labels_text(lines: Iterable[Line]) -> Words:
    """Questions one after the other; scored items by number: ``PHQ-9 items 5, 8``."""
    texts: list[str] = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbers = [line.number for line in group]
            texts.append(f"{name} {_items(numbers)} {', '.join(numbers)}")
        else:
            texts += [line.label for line in group]
    return together("; ", texts)


def asked_once(assessment: Findings, groups: Iterable[tuple[Line, ...]]) -> list[Line]:
    """The questions of all groups, each once, in the order they are asked."""
    asked = {line.question for group in groups for line in group}
    return [line for line in assessment.lines if line.question in asked]


def _items(some: Sized) -> str:
    return "item" if len(some) == 1 else "items"


def _instrument(line: Line) -> str:
    """``PHQ-9`` for a scored item, whose words stand under Scores; empty for one that keeps its words."""
    return "" if line.own_words else line.instrument
