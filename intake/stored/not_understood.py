"""What was typed and cannot be read, told as it was typed. It counts as not answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from intake.clinical.language.answers import Days
from intake.clinical.rules.confidential import KEPT
from intake.clinical.rules.questions import CATALOGUE
from intake.models import AnswerVersion, Intake


class NotUnderstood(NamedTuple):
    label: str
    """The question in short; its id where it is not known any more."""
    typed: str
    confidential: bool
    """It belongs on no page that is shared."""


def is_unread(value: object) -> bool:
    """The fields of what cannot be read, by their names, and not an answer as JSON."""
    return isinstance(value, dict) and Days.read(value) is None


def typed_words(typed: Mapping[str, Iterable[str]]) -> str:
    """What was typed, as one text."""
    return " ".join(part for parts in typed.values() for part in parts if part)


def typed_text(typed: Mapping[str, Iterable[str]]) -> str:
    """``Typed, not understood: “a few lots”``."""
    return f"Typed, not understood: “{typed_words(typed)}”"


def of_version(version: AnswerVersion, intake: Intake | None = None) -> list[NotUnderstood]:
    """As it was submitted.

    Args:
        intake: of the newest version, where what was typed since, or before versions kept it, is told, too.
    """
    malformed = version.malformed or (intake.malformed if intake else {})
    found = []
    for id_, typed in malformed.items():
        question = CATALOGUE.asked_then(id_)
        confidential = question is None or question.id in _KEPT
        found.append(NotUnderstood(question.short if question else id_, typed_words(typed), confidential))
    return found


_KEPT = frozenset(question.id for question in KEPT)
