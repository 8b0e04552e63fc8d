"""Answers: one immutable set of what was said, not known, declined or left blank.

Wire form (``../CONTRACT``): a flat object, question id to answer. Every wrong input ends in an ``AnswerError`` that names
the question, the value and what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kinds import Question


class NotAnswered(Enum):
    """Why there is no value. A blank is not a "no"."""

    UNKNOWN = "unknown"
    """The person does not know."""
    DECLINED = "declined"
    """The person chose not to answer."""
    BLANK = "blank"
    """Not asked, or left blank."""
    SKIPPED = "na"
    """Rightly not asked: the skip rule closed the question."""

    __hash__ = object.__hash__
    """Each is one object. Rules look answers up in tables, and an Enum's own hash is that of its name, made anew each time."""


class Days(int):
    """A number of days, and how it was said: "2 to 3 weeks", "since summer 2024". Rules see the number."""

    said: str

    def __new__(cls, days: int, said: str = "") -> Days:
        number = super().__new__(cls, days)
        number.said = said
        return number

    @classmethod
    def read(cls, stored: object) -> Days | None:
        """As ``as_json`` writes it; None where it is something else."""
        if not isinstance(stored, dict) or stored.keys() != {"days", "said"}:
            return None
        days, said = stored["days"], stored["said"]
        counts = isinstance(days, int) and not isinstance(days, bool) and isinstance(said, str) and said
        return cls(days, said) if counts else None


@dataclass(frozen=True)
class Between:
    """A whole number of which only the least and the greatest are known. As JSON: ``[least, greatest]``."""

    least: int
    greatest: int


Value = bool | int | float | str | tuple[str, ...] | Between
"""An answer: yes or no, a number, an option, some options, an ISO 8601 date or a text; or an age that is estimated."""

Answer = Value | NotAnswered


class AnswerError(ValueError):
    """An answer the catalogue does not allow."""

    def __init__(self, question: str | None, value: object, reason: str) -> None:
        self.question = question
        self.value = value
        self.reason = reason
        super().__init__(f"{question}: {reason}" if question else reason)


@dataclass(frozen=True)
class Answers:
    """What was answered, by question id. Blank questions are absent; the skip rule is not applied here."""

    given: Mapping[str, Answer]

    @classmethod
    def parse(cls, document: object, questions: Mapping[str, Question]) -> Answers:
        """Read a decoded JSON object.

        Raises:
            AnswerError: the first question that is unknown, or whose value is not allowed.
        """
        if not isinstance(document, dict):
            raise AnswerError(None, document, "the answers must be one object of question ids and answers")
        given: dict[str, Answer] = {}
        for question_id, value in document.items():
            question = questions.get(question_id)
            if question is None:
                raise AnswerError(question_id, value, "there is no such question")
            answer = question.parse(value)
            if answer is not NotAnswered.BLANK:
                given[question_id] = answer
        return cls(MappingProxyType(given))

    def __getitem__(self, question: Question) -> Answer:
        return self.given.get(question.id, NotAnswered.BLANK)

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def as_document(self) -> dict[str, Any]:
        """The JSON form that ``parse`` reads."""
        return {question_id: as_json(answer) for question_id, answer in self.given.items()}


def as_json(answer: Answer) -> Any:
    """An answer as it is stored; blank is ``null``. The contract writes the same, but of a duration the number alone."""
    if isinstance(answer, Days):
        return {"days": int(answer), "said": answer.said}
    if isinstance(answer, NotAnswered):
        return None if answer is NotAnswered.BLANK else answer.value
    if isinstance(answer, Between):
        return [answer.least, answer.greatest]
    return list(answer) if isinstance(answer, tuple) else answer
