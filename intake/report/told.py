"""Answers in few words, for the first page."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.working.findings import Findings, Line
from intake.report.engine.words import Words, put, together


class Told:
    """What the first page tells of answers: each in few words, and once."""

    def __init__(self, assessment: Findings) -> None:
        self._assessment = assessment
        self._told: set[tuple[str, str]] = set()

    def text(self, lines: Iterable[Line], at_most: int) -> Words:
        """A whole questionnaire by its score; what was told before, or finds no room, is counted."""
        lines = tuple(lines)
        totals = {f"score.{score.id}": score for score in self._assessment.scores}
        whole = self._assessment.scores_told_by(lines)
        inside = {line.question for score in whole for line in score.items if not line.own_words}
        scores = [totals[line.question] for line in lines if line.question in totals]
        answers = [(score.name, score.text) for score in (*scores, *whole)]
        answers += [
            (line.brief, line.said) for line in lines if line.question not in inside and line.question not in totals
        ]
        new = [answer for answer in dict.fromkeys(answers) if answer not in self._told]
        shown = new[:at_most] or answers[:1]
        self._told.update(shown)
        texts = [put("{}: <b>{}</b>", label, said) for label, said in shown]
        more = len(dict.fromkeys(answers)) - len(shown)
        return together("; ", [*texts, put("<q>+{}</q>", more)] if more > 0 else texts)
