"""Answers that made a rule hold: one by one, or a whole questionnaire by its score."""

from __future__ import annotations

from intake.clinical.working.findings import Findings, Line, ScoreFinding


def split(lines: tuple[Line, ...], assessment: Findings) -> tuple[list[Line], list[ScoreFinding]]:
    """The answers that are told one by one, and the scores that tell the others, since theirs stand under Scores."""
    totals = {f"score.{score.id}": score for score in assessment.scores}
    told = [totals[line.question] for line in lines if line.question in totals]
    # What was stored before release 0.10 names each item of a score.
    lines = tuple(line for line in lines if line.question not in totals)
    whole = assessment.scores_told_by(lines)
    # An item in the person's own words stands apart from its score, unless it is "Not at all", which made nothing hold.
    inside = {
        line.question
        for score in whole
        for line in score.items
        if not line.own_words or (line.state == "answered" and not line.answer)
    }
    return [line for line in lines if line.question not in inside], [*told, *whole]
