"""From what was typed to answers, and back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from intake.clinical.language.answers import Answer, AnswerError, Days
from intake.clinical.language.kinds import Control, Question, typed_text
from intake.clinical.language.numbers import as_said, counted
from intake.forms.durations import NOT_KNOWN, NotUnderstoodError, understood
from intake.forms.fields import STATES, field_name

Posted = MultiValueDict[str, str]

_STATES = dict(STATES)


class AskedBackError(AnswerError):
    """It can be read in several ways, and none of them counts until one is chosen."""

    def __init__(self, question: str, value: object, reason: str, choices: tuple[str, ...]) -> None:
        super().__init__(question, value, reason)
        self.choices = choices


def read_answer(
    question: Question,
    entered: Any,
    state: str,
    today: datetime.date,
    *,
    kept: Any = None,
    country: str = "GB",
    born: datetime.date | None = None,
) -> Answer:
    """What was entered, as an answer.

    Args:
        entered: a text, or a list of texts where the question takes several options.
        state: why there is no answer, where that is told beside the field.
        today: the date of the assessment; durations are counted back from it.
        kept: the answer so far, as JSON: a duration that is sent back as it was shown stays what it is.
        country: of the clinic, as ISO has it, or EU: how dates and durations are said there.
        born: the person's birth date.

    Raises:
        AskedBackError: a duration that can be read in several ways.
        AnswerError: it can be read as no answer, or as two.
    """
    if question.several:
        states = [option for option in entered if option in _STATES]
        if states and len(entered) > 1:
            raise AnswerError(question.id, entered, "tick what applies, or say why there is no answer, not both")
        return question.parse(states[0]) if states else question.read(entered) if entered else question.parse(None)
    if entered and state:
        raise AnswerError(question.id, entered, "give an answer or say why there is none, not both")
    if not entered or (question.is_picked and entered in _STATES):
        return question.parse(entered or state or None)
    if question.control is Control.DURATION:
        placed = question.place(kept).answer
        if entered == duration_text(placed):
            return placed
        return question.parse(_days(question, entered, today, country, born))
    if question.control is Control.TEXT:
        entered = entered.replace("\r\n", "\n")  # a browser sends two characters for a new line
    return question.read(entered)


def _days(
    question: Question, entered: str, today: datetime.date, country: str, born: datetime.date | None
) -> Days | str:
    if entered.strip().casefold() == NOT_KNOWN:
        return "unknown"
    try:
        reading = understood(entered, today, country=country, born=born, bare_days=question.bare_days)
    except NotUnderstoodError as error:
        raise AnswerError(question.id, entered, str(error)) from None
    if reading.days is None:
        asked = f"{reading.said}{'' if reading.said.endswith('?') else '.'} Please choose one, or say it another way"
        raise AskedBackError(question.id, entered, asked, reading.choices)
    return Days(reading.days, reading.said)


def duration_text(answer: Answer) -> str:
    """A duration as its field shows it: as it was said, else the number of days."""
    if not isinstance(answer, int):
        return ""
    return as_said(answer) or counted(answer, "day", "days")


def as_entered(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """By field, answers as the form shows them.

    Args:
        answers: as JSON by question id.
    """
    entered: dict[str, Any] = {}
    for question in questions:
        name, answer = field_name(question), answers.get(question.id)
        if question.several:
            entered[name] = answer if isinstance(answer, list) else [answer] if answer else []
        elif answer is None:
            entered[name] = ""
        elif (
            isinstance(answer, str)
            and answer in _STATES
            and not question.is_picked
            and question.control is not Control.TEXT
        ):
            entered[f"{name}-state"] = answer
        else:
            duration = question.control is Control.DURATION
            entered[name] = duration_text(question.place(answer).answer) if duration else typed_text(answer)
    return entered


def as_posted(questions: Iterable[Question], answers: Mapping[str, Any], malformed: Mapping[str, Any]) -> Posted:
    """The same as if it were posted, with what cannot be read as it was typed."""
    asked = list(questions)
    posted: Posted = MultiValueDict()
    for field, value in as_entered(asked, answers).items():
        posted.setlist(field, value if isinstance(value, list) else [value])
    for question in asked:
        for field, values in malformed.get(question.id, {}).items():
            posted.setlist(field, values)
    return posted
