"""What is asked, in the order it is asked: the order of the sections is the catalogue's order.

A section is a page. A new question is one line in its group and its name in the section below the group.
"""

from __future__ import annotations

from intake.clinical.language.instruments import Rating, Score
from intake.clinical.language.kinds import Question
from intake.clinical.language.sections import Section

from . import context, examination, history, mood, pain, symptoms

SECTIONS: tuple[Section, ...] = (
    *context.SECTIONS,
    *pain.SECTIONS,
    *symptoms.SECTIONS,
    *history.SECTIONS,
    *mood.SECTIONS,
    *examination.SECTIONS,
)

QUESTIONS: dict[str, Question] = {question.id: question for section in SECTIONS for question in section.questions}
"""Every question by id, in catalogue order."""

ORDER: dict[str, int] = {question_id: place for place, question_id in enumerate(QUESTIONS)}

SCORES: tuple[Score, ...] = (*mood.SCORES, *pain.SCORES)
"""In the order shown; the parts of a score among them."""

RATINGS: tuple[Rating, ...] = pain.RATINGS

FOLLOWED: tuple[Score | Rating, ...] = (*(score for score in SCORES if score.change), *RATINGS)
"""What is compared from intake to intake, in the order shown."""
