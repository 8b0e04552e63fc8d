"""What rests on an answer that was given in private: a letter holds it, and sends it only where a clinician ticks it."""

from __future__ import annotations

from intake.clinical.language.kinds import CLINICIAN, Question
from intake.clinical.rules.one_line.clause import Clause
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.working.findings import Line, ScoreFinding


def is_private(line: Line) -> bool:
    """Also where today's catalogue does not know the question: what is not known is kept."""
    question = QUESTIONS.get(line.question)
    return line.by == CLINICIAN or question is None or question.private


def rests_on_private(score: ScoreFinding) -> bool:
    return any(map(is_private, score.items))


def is_open_to_all(clause: Clause) -> bool:
    """A clause of the one line that looks at nothing private."""
    asked: set[Question] = {question for each in clause.asks for question in each.asked_for()}
    return not any(question.private for question in asked | clause.when.looks_at)
