"""Questions with their answers, said one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from itertools import groupby

from intake.clinical.working.findings import Assessment, Line, ScoreFinding
from intake.report.engine.words import Words, put, together

from . import confidential
from .scores import SHOWN, said_score

ITEM9 = "phq.q9"
"""Always in the person's own words."""


def said_line(line: Line) -> Words:
    """``Cold leg: One leg is newly cold``."""
    return put("{}: <b>{}</b>", line.label, line.said)


def said_lines(lines: Iterable[Line]) -> Words:
    """Answers one after the other; scored items by number: ``PHQ-9 items: 1 Nearly every day (3), 2 ...``."""
    said: list[Words] = []
    for name, group in groupby(confidential.shared_lines(lines), key=_instrument):
        if name:
            numbered = [put("{} <b>{}</b>", _number(line), line.said) for line in group]
            said.append(put("{} {}: {}", name, _items(numbered), together(", ", numbered)))
        else:
            said += map(said_line, group)
    return together("; ", said)


def said_because(lines: tuple[Line, ...], assessment: Assessment) -> Words:
    """Answers that made a rule hold; a whole questionnaire by its score, since its answers stand under Scores."""
    whole = [score for score in map(assessment.score, SHOWN) if _is_whole(score, lines)]
    inside = [line for score in whole for line in score.items if not _is_told_apart(line)]
    apart = [line for line in lines if line not in inside]
    shown = [said_lines(apart)] if apart else []
    shown += [put("<b>{} {}</b>", score.name, said_score(score, assessment)) for score in whole]
    return together("; ", shown)


def _is_told_apart(line: Line) -> bool:
    """Item 9, unless it was answered "Not at all": then it made nothing hold."""
    return line.question == ITEM9 and (line.state != "answered" or bool(line.answer))


def _is_whole(score: ScoreFinding, lines: tuple[Line, ...]) -> bool:
    """Every answered item of the score is among the lines."""
    answered = [line for line in score.items if line.state == "answered"]
    return len(answered) > 1 and all(line in lines for line in answered)


def said_labels(lines: Iterable[Line]) -> Words:
    """Questions one after the other; scored items by number: ``PHQ-9 items 5, 8``."""
    said: list[str] = []
    for name, group in groupby(confidential.shared_lines(lines), key=_instrument):
        if name:
            numbers = [_number(line) for line in group]
            said.append(f"{name} {_items(numbers)} {', '.join(numbers)}")
        else:
            said += [line.label for line in group]
    return together("; ", said)


def asked_once(assessment: Assessment, groups: Iterable[tuple[Line, ...]]) -> list[Line]:
    """The questions of all groups, each once, in the order they are asked."""
    asked = {line.question for group in groups for line in group}
    return [line for line in assessment.lines if line.question in asked]


def _items(some: Sized) -> str:
    return "item" if len(some) == 1 else "items"


def _instrument(line: Line) -> str:
    """``PHQ-9`` for a scored item, whose words stand under Scores; empty for item 9, which keeps its words."""
    name, _, _ = line.label.partition(" item ")
    return name if _number(line).isdigit() and line.question != ITEM9 else ""


def _number(line: Line) -> str:
    return line.label.partition(" item ")[2].partition(": ")[0]
