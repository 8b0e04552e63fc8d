"""What is asked, in the order it is asked: the order of the sections is the catalogue's order.

A section is a page. A new question is one line in its group and its name in the section below the group. A module of
questions is named in ``MODULES``; it gives its ``SECTIONS``, and its ``SCORES`` where it has some.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.catalogue import Catalogue
from intake.clinical.language.instruments import Rating, Score
from intake.clinical.language.kinds import Question
from intake.clinical.language.sections import Section

from . import context, examination, history, mood, pain, symptoms
from .retired import RETIRED

MODULES = (context, pain, symptoms, history, mood, examination)

SECTIONS: tuple[Section, ...] = tuple(section for module in MODULES for section in module.SECTIONS)

CATALOGUE = Catalogue(SECTIONS, RETIRED)
"""Reads every stored answer, also those to questions of earlier rule sets."""

QUESTIONS: dict[str, Question] = CATALOGUE.questions
"""Every question by id, in catalogue order."""

ORDER: dict[str, int] = {question_id: place for place, question_id in enumerate(QUESTIONS)}
_PLACE = {question: place for place, question in enumerate(QUESTIONS.values())}


def todays_id(question_id: str) -> str:
    """The id that a question has today, where it was renamed."""
    renamed = CATALOGUE.renamed.get(question_id)
    return renamed.id if renamed else question_id


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Each once, in catalogue order."""
    return sorted(set(questions), key=_PLACE.__getitem__)


SCORES: tuple[Score, ...] = tuple(
    score
    for module in sorted(MODULES, key=lambda module: module is not mood)  # mood comes first in every list of scores
    for score in getattr(module, "SCORES", ())
)
"""In the order shown; the parts of a score among them."""

RATINGS: tuple[Rating, ...] = pain.RATINGS

FOLLOWED: tuple[Score | Rating, ...] = (*(score for score in SCORES if score.change), *RATINGS)
"""What is compared from intake to intake, in the order shown."""
