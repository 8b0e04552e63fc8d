"""Questions with their answers, said one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from itertools import groupby

from intake.clinical.working.findings import Findings, Line
from intake.report.engine.words import Words, put, together


def said_line(line: Line) -> Words:
    """``Cold leg: One leg is newly cold``."""
    return put("{}: <b>{}</b>", line.label, line.said)


def said_lines(lines: Iterable[Line]) -> Words:
    """Answers one after the other; scored items by number: ``PHQ-9 items: 1 Nearly every day (3), 2 ...``."""
    said: list[Words] = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbered = [put("{} <b>{}</b>", line.number, line.said) for line in group]
            said.append(put("{} {}: {}", name, _items(numbered), together(", ", numbered)))
        else:
            said += map(said_line, group)
    return together("; ", said)


def said_because(lines: tuple[Line, ...], assessment: Findings) -> Words:
    """Answers that made a rule hold; a whole questionnaire by its score, since its answers stand under Scores."""
    whole = assessment.scores_told_by(lines)
    inside = {line.question for score in whole for line in score.items if not _is_told_apart(line)}
    apart = [line for line in lines if line.question not in inside]
    shown = [said_lines(apart)] if apart else []
    shown += [put("<b>{} {}</b>", score.name, score.full_text) for score in whole]
    return together("; ", shown)


def _is_told_apart(line: Line) -> bool:
    """In the person's own words, unless they answered "Not at all": then it made nothing hold."""
    return line.own_words and (line.state != "answered" or bool(line.answer))


def said_labels(lines: Iterable[Line]) -> Words:
    """Questions one after the other; scored items by number: ``PHQ-9 items 5, 8``."""
    said: list[str] = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbers = [line.number for line in group]
            said.append(f"{name} {_items(numbers)} {', '.join(numbers)}")
        else:
            said += [line.label for line in group]
    return together("; ", said)


def asked_once(assessment: Findings, groups: Iterable[tuple[Line, ...]]) -> list[Line]:
    """The questions of all groups, each once, in the order they are asked."""
    asked = {line.question for group in groups for line in group}
    return [line for line in assessment.lines if line.question in asked]


def _items(some: Sized) -> str:
    return "item" if len(some) == 1 else "items"


def _instrument(line: Line) -> str:
    """``PHQ-9`` for a scored item, whose words stand under Scores; empty for one that keeps its words."""
    return "" if line.own_words else line.instrument
