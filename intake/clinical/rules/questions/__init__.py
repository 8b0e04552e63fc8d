"""What is asked, in the order it is asked: the order of the sections is the catalogue's order.

A section is a page. A new question is one line in its group and its name in the section below the group.
"""

from __future__ import annotations

from intake.clinical.language.instruments import Score
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

SCORES: tuple[Score, ...] = (
    mood.phq2,
    mood.phq8,
    mood.phq9,
    mood.phq_cogaff,
    mood.phq_somatic,
    mood.phq_robust,
    mood.gad2,
    mood.gad7,
    mood.auditc_score,
    pain.peg_score,
)
