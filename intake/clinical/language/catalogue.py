"""The catalogue: what is asked today and what was asked before, so that every stored answer is read, or kept and shown."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .answers import Answer, AnswerError, Answers, NotAnswered, as_json
from .condition import RuleError
from .question import Question, plain_words
from .sections import Section

BEFORE = "before:"
"""Stands before a question's id where an answer is stored that the question does not allow any more, once somebody has
answered it anew."""


@dataclass(frozen=True, eq=False)
class Retired:
    """A question that is not asked any more, in its old words: old answers are shown by it."""

    id: str
    section: str
    """The id of the section of today that old answers are shown beside."""
    question: Question

    def __post_init__(self) -> None:
        object.__setattr__(self.question, "id", self.id)


@dataclass(frozen=True, eq=False)
class Unplaced:
    """A stored answer, or a part of one, that answers no question of today. No rule looks at it."""

    key: str
    """What it is stored under."""
    stored: Any
    question: Question | None
    """As it was asked, as far as that is known."""
    section: str
    """The id of the section that it belongs to; empty where that is not known."""

    @property
    def wording(self) -> str:
        return self.question.wording if self.question else self.key

    def say(self, *, at_desk: bool = False) -> str:
        return self.question.say_stored(self.stored, at_desk=at_desk) if self.question else plain_words(self.stored)


@dataclass(frozen=True)
class PlacedAnswers:
    """A stored document of answers, as the questions of today read it."""

    answers: Answers
    unplaced: tuple[Unplaced, ...]

    @property
    def document(self) -> dict[str, Any]:
        """The answers to the questions of today, as JSON by question id."""
        return self.answers.as_document()


class Catalogue:
    """All questions, in the order in which they are asked.

    Raises:
        RuleError: an earlier id is one of today or is claimed twice, a retired question stands beside no section, or an
            earlier answer reads as no answer of today.
    """

    def __init__(self, sections: Iterable[Section], retired: Iterable[Retired] = ()) -> None:
        self.sections = tuple(sections)
        self.questions: dict[str, Question] = {q.id: q for section in self.sections for q in section.questions}
        self.retired: dict[str, Question] = {}
        self.renamed: dict[str, Question] = {}
        """By earlier id, the question of today."""
        self.section_of = {q.id: section.id for section in self.sections for q in section.questions}
        """By the id of a question of today or of before, the id of its section."""
        for question in self.questions.values():
            question.check_answers_before()
            for id_ in question.renamed_from:
                self._add(self.renamed, id_, question, self.section_of[question.id])
        for each in retired:
            if each.section not in self.section_of.values():
                raise RuleError(f"{each.id}: there is no section {each.section}")
            self._add(self.retired, each.id, each.question, each.section)

    def _add(self, named: dict[str, Question], id_: str, question: Question, section: str) -> None:
        if id_ in self.questions or id_ in named:
            raise RuleError(f"{id_} is the id of another question")
        named[id_] = question
        self.section_of[id_] = section

    # Reading --------------------------------------------------------------------------------------------------------

    def place(self, document: object) -> PlacedAnswers:
        """Read answers as they were stored at any time.

        Raises:
            AnswerError: it is no object of ids and answers.
        """
        if not isinstance(document, dict):
            raise AnswerError(None, document, "the answers must be one object of question ids and answers")
        given: dict[str, Answer] = {}
        unplaced = []
        taken = set()
        # What stands under the id of today, allowed or not, comes before what stands under an earlier one.
        for key in sorted(document, key=lambda key: key not in self.questions):
            question = self.questions.get(key) or self.renamed.get(key)
            left = document[key]
            if question and question.id not in taken:
                answer, left = question.place(left, renamed=key != question.id)
                if answer is not NotAnswered.BLANK:
                    given[question.id] = answer
                if question.id in given or left is not None:
                    taken.add(question.id)
            if left is not None:
                asked_then = self.asked_then(key)
                unplaced.append(Unplaced(key, left, asked_then, self.section_of.get(id_of(key), "")))
        return PlacedAnswers(Answers(MappingProxyType(given)), tuple(unplaced))

    def asked_then(self, key: str) -> Question | None:
        """The question that an answer is stored under, in the words it was asked in as far as they are known.

        Its id is the one it had.
        """
        id_ = id_of(key)
        if id_ in self.renamed and id_ not in self.retired:
            question = copy.copy(self.renamed[id_])
            object.__setattr__(question, "id", id_)
            return question
        return self.retired.get(id_) or self.questions.get(id_)

    def today(self, question_id: str) -> str:
        """The id that a question has today."""
        return self.renamed[question_id].id if question_id in self.renamed else question_id

    # Writing --------------------------------------------------------------------------------------------------------

    def as_today(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Changes to answers, as JSON by question id, where some may come from a page of an earlier rule set.

        Null clears an answer, here as there.
        """
        today: dict[str, Any] = {}
        for id_, value in changes.items():
            question = self.renamed.get(id_)
            if question is None:
                today[id_] = value
            else:
                answer, left = question.place(value, renamed=True)
                today[question.id] = as_json(answer)
                if left is not None:
                    today[id_] = left
        return today

    def merge(self, document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Stored answers with these changes: each under the id of today, and what has no place today as it was.

        An answer that its question does not allow any more makes way, and is kept, when the question is answered anew.
        """
        before = self.place(dict(document))
        answers = before.document
        merged = {id_: value for id_, value in (answers | dict(changes)).items() if value is not None}
        for each in before.unplaced:
            key = each.key
            question = self.questions.get(key) or self.renamed.get(key)
            if question and merged.get(question.id) != answers.get(question.id):
                while key in document or key in merged:
                    key = f"{BEFORE}{key}"
                merged[key] = each.stored
            elif key in self.questions:
                merged[key] = document[key]
            elif key not in changes:
                merged[key] = each.stored
        return merged


def id_of(key: str) -> str:
    """The id of the question that an answer is stored under."""
    return key.rpartition(BEFORE)[2]
