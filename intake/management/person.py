"""The person in a file of answers: its ``patient`` object, which ``summary`` alone reads."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from intake.clinical.language.answers import AnswerError, Answers
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.working.dates import years_between
from intake.report import Person

KEY = "patient"
NOBODY = Person("", "", None, "")


def read_person(value: object) -> Person:
    """Raises AnswerError for what is not an object of these four keys, each optional, or a value not allowed."""
    if value is None:
        return NOBODY
    if not isinstance(value, dict):
        raise AnswerError(KEY, value, f"an object with {', '.join(_READ)} is allowed")
    for key in value:
        if key not in _READ:
            raise AnswerError(f"{KEY}.{key}", value[key], f"there is no such key; {', '.join(_READ)} are allowed")
    return Person(**{key: read(f"{KEY}.{key}", value.get(key)) for key, read in _READ.items()})


def check_birth(person: Person, answers: Answers, latest: date) -> None:
    """Raises AnswerError where the birth date lies after the assessment, or makes another age than the answers give.

    Without the date of the assessment in the answers there is nothing to hold the age against.
    """
    born, answered, age = person.date_of_birth, answers[ctx.encounter_date], answers[pt.age_years]
    if born is None:
        return
    assessed_on = date.fromisoformat(answered) if isinstance(answered, str) else latest
    if born > assessed_on:
        raise AnswerError(f"{KEY}.date_of_birth", str(born), f"a date up to {assessed_on} is allowed")
    by_birth = years_between(born, assessed_on)
    if isinstance(answered, str) and isinstance(age, int) and age != by_birth:
        allowed = f"{by_birth} is allowed with {KEY}.date_of_birth {born} and an assessment on {answered}"
        raise AnswerError(pt.age_years.id, age, allowed)


def _text(key: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or re.search("[\x00\ud800-\udfff]", value):
        raise AnswerError(key, value, "text without NUL or lone surrogate characters is allowed")
    return value


def _date(key: str, value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise AnswerError(key, value, "a date as YYYY-MM-DD is allowed")


_READ: dict[str, Callable[[str, object], Any]] = {
    "family_name": _text,
    "given_name": _text,
    "date_of_birth": _date,
    "record_number": _text,
}
