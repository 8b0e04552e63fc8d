"""The words that rules are written with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .condition import Condition, RuleError, once
from .of_answers import AnsweredAny, Has, No, Refused, Ticked, Yes
from .qualified import Always, AsGiven, AtLeast, Sure, Worded

if TYPE_CHECKING:
    from .kinds import Choices, YesNo
    from .question import Question


def always() -> Condition:
    return once(Always)


def has(question: Choices, *options: str) -> Condition:
    """Some of these options were chosen. A body site without side matches either side."""
    return once(Has, question, question.checked(options), options, 1)


def has_number(question: Choices, number: int, *options: str) -> Condition:
    """At least ``number`` of these options; of all but "none", where no options are given."""
    named = options or tuple(name for name in question.options if name != "none")
    return once(Has, question, question.checked(named), named, number)


def ticked(question: Choices, *options: str) -> Condition:
    """One of these options was ticked, even where the list may not be complete."""
    return once(Ticked, question, question.checked(options), options)


def is_(question: Question, *options: str) -> Condition:
    """The answer is one of these. Of any question: ``unknown`` and ``declined``, which stand for those states."""
    return question.is_one_of(options)


def yes(question: YesNo) -> Condition:
    return once(Yes, question)


def no(question: YesNo) -> Condition:
    return once(No, question)


def refused(question: Question) -> Condition:
    return once(Refused, question)


def answered_any(*questions: Question, called: str = "") -> Condition:
    """One of them was opened; ``called``: what several of them are together, "the ASQ questions"."""
    if len(questions) > 1 and not called:
        raise RuleError(f"several questions need one name: {', '.join(question.id for question in questions)}")
    return once(AnsweredAny, questions, called)


def at_least_of(number: int, *conditions: Condition) -> Condition:
    return AtLeast(conditions, number)


def sure(condition: Condition) -> Condition:
    return Sure(condition)


def worded(condition: Condition, says: str, says_not: str = "") -> Condition:
    """The condition, said in these words; its opposite, where no words are given, by what is not so."""
    return Worded(condition, says, says_not or f"it is not so that {says}")


def as_given(condition: Condition) -> Condition:
    return AsGiven(condition)


def sure_as_given(condition: Condition) -> Condition:
    return Sure(AsGiven(condition))
