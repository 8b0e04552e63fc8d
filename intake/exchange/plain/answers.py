"""Questions with their answers, one after the other, in text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from intake.clinical.working.findings import Findings, Line
from intake.summary.reasons import split

from .columns import plain


def said(line: Line) -> str:
    """The answer: what was typed stays as it is."""
    return line.said if line.answer == line.said else plain(line.said)


def answers_text(lines: Iterable[Line]) -> str:
    """``Cold leg: One leg is newly cold; ...``; scored items by number."""
    texts = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbered = [f"{line.number} {said(line)}" for line in group]
            texts.append(f"{name} item{'s' * (len(numbered) > 1)}: {', '.join(numbered)}")
        else:
            texts += [f"{plain(line.label)}: {said(line)}" for line in group]
    return "; ".join(texts)


def reasons_text(lines: tuple[Line, ...], assessment: Findings) -> str:
    """Answers that made a rule hold; a whole questionnaire by its score."""
    apart, scores = split(lines, assessment)
    told = [answers_text(apart)] if apart else []
    return "; ".join((*told, *(f"{score.name} {plain(score.full_text)}" for score in scores)))


def labels_text(lines: Iterable[Line]) -> str:
    """Questions one after the other; scored items by number: ``PHQ-9 items 5, 8``."""
    texts = []
    for name, group in groupby(lines, key=_instrument):
        if name:
            numbers = [line.number for line in group]
            texts.append(f"{name} item{'s' * (len(numbers) > 1)} {', '.join(numbers)}")
        else:
            texts += [plain(line.label) for line in group]
    return "; ".join(texts)


def _instrument(line: Line) -> str:
    """Empty for an item that keeps its words."""
    return "" if line.own_words else line.instrument
