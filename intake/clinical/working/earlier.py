"""Answers of an earlier intake, to be confirmed one by one or a section at a time. Until then they answer nothing."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from intake.clinical.language.answers import NotAnswered, as_json
from intake.clinical.language.catalogue import id_of
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS, todays_id

from .case import Case


class EarlierAnswer(NamedTuple):
    question: Question
    stored: Any
    """As JSON, as the question of today has it."""
    said: str
    """In words that may be read at the front desk."""


@dataclass(frozen=True)
class Earlier:
    """What one intake carries over from another of the same person."""

    on: datetime.date = datetime.date.min
    """The day of the assessment it comes from."""
    version: str = ""
    """Which answers these are, so that a page that showed others confirms none of them."""
    answers: Mapping[str, EarlierAnswer] = field(default_factory=dict)
    """By question id of today."""


NOTHING_EARLIER = Earlier()


def earlier_answers(document: Mapping[str, Any], private: Container[str] = ()) -> dict[str, EarlierAnswer]:
    """What of a stored document may be shown beside its questions again, by question id.

    "Does not know" and "declined" are asked anew, and so is what the question of today has no place for, or half a place.

    Args:
        private: ids of today of what the person answered alone.
    """
    placed = CATALOGUE.place(dict(document))
    case = Case(placed.answers)
    unplaced = {todays_id(id_of(each.key)) for each in placed.unplaced}
    return {
        question.id: EarlierAnswer(question, as_json(answer), question.say_at_desk(answer))
        for question, answer in ((QUESTIONS[id_], answer) for id_, answer in placed.answers.given.items())
        if not isinstance(answer, NotAnswered) and question.id not in unplaced and question.id not in private
        if question.stable_when and question.stable_when().truth(case) is True
    }
