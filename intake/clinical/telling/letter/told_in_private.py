"""What rests on an answer that was given in private: a letter holds it, and sends it only where a clinician ticks it."""

from __future__ import annotations

from intake.clinical.language.kinds import CLINICIAN, Question
from intake.clinical.rules.one_line.clause import Clause
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.working.findings import Line, ScoreFinding


def is_examined(question_id: str) -> bool:
    """What a clinician saw or measured was not told in private, though the front desk does not see it."""
    return question_id.startswith("ex.")


def is_private(line: Line) -> bool:
    """Also where today's catalogue does not know the question: what is not known is kept."""
    question = QUESTIONS.get(line.question)
    if question is None:
        return True
    return not is_examined(question.id) and (question.by == CLINICIAN or question.private)


def rests_on_private(score: ScoreFinding) -> bool:
    return any(map(is_private, score.items))


def is_open_to_all(clause: Clause) -> bool:
    """A clause of the one line that looks at nothing private."""
    asked: set[Question] = {question for each in clause.asks for question in each.asked_for()}
    return not any(question.private and not is_examined(question.id) for question in asked | clause.when.looks_at)
