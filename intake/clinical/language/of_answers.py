"""Conditions on the answers themselves: each is about a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .answers import NotAnswered
from .condition import Condition, RuleError, Truth, apart, joined
from .qualified import at_least

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .kinds import Choice, Choices, YesNo
    from .measured import Total
    from .question import Question

_SKIPPED = NotAnswered.SKIPPED
STATES = {"unknown": "“does not know”", "declined": "“chose not to answer”"}
"""Why there is no answer, as a condition names it and says it."""
_YES: dict[object, Truth] = {True: True, False: False, NotAnswered.SKIPPED: False}
_NO: dict[object, Truth] = {True: False, False: True, NotAnswered.SKIPPED: True}
"""What an answer makes of "yes" and of "no"; any other leaves it unknown."""


@dataclass(frozen=True, eq=False)
class OneQuestion(Condition):
    """A condition on the answer to a single question."""

    question: Question

    @property
    def about(self) -> Question | None:
        return self.question

    def questions(self) -> Iterator[Question]:
        yield self.question

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield self.question

    def known(self, case: Case) -> Iterator[Question | Total]:
        if not case.is_open(self.question):
            yield self.question

    def open_questions(self, case: Case) -> Iterator[Question]:
        yield from case.open_parts(self.question)


@dataclass(frozen=True, eq=False)
class OfOptions(OneQuestion):
    """A condition on some of the question's options, which are said in the order in which they were named."""

    question: Choice | Choices
    options: frozenset[str]
    named: tuple[str, ...]

    def say(self, *, negated: bool = False) -> str:
        return self.question.say_options(self.named, negated=negated)

    def holding(self, case: Case) -> Iterator[str]:
        """Of the options named those that were chosen."""
        answer = case.answer(self.question)
        chosen = answer if isinstance(answer, frozenset) else {answer}
        named = tuple(name for name in self.named if name in chosen)
        yield self.question.say_options(named, word="and") if named else self.say()


@dataclass(frozen=True, eq=False)
class Has(OfOptions):
    """At least so many of the options were chosen. One not ticked is false, save a medicine on an open list."""

    number: int

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return skipped_is_false(answer)
        found = len(self.options & answer)
        if found >= self.number:
            return True
        return at_least(self.number, found, len(self.options)) if case.list_is_open(self.question) else False

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        if self.number == 1:
            return super().say(negated=negated)
        amount = f"fewer than {self.number}" if negated else f"at least {self.number}"
        named = ", ".join(self.question.phrases[name] for name in self.named)
        return apart(f"{amount} of these are reported: {named}", depth)


class Ticked(OfOptions):
    """One of the options was ticked, whether or not the list of those ticked is known to be complete."""

    @property
    def closing(self) -> tuple[Question, ...]:
        return ()

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return skipped_is_false(answer)
        return not self.options.isdisjoint(answer)

    def open_questions(self, case: Case) -> Iterator[Question]:
        if case.is_open(self.question):
            yield self.question


@dataclass(frozen=True, eq=False)
class StateIs(OneQuestion):
    """Why there is no answer: one of ``unknown`` and ``declined``."""

    states: tuple[str, ...]

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, NotAnswered):
            return False
        return True if answer.value in self.states else skipped_is_false(answer)

    def say(self, *, negated: bool = False) -> str:
        return _say_states(self.question, self.states, negated=negated)


def _say_states(question: Question, states: tuple[str, ...], *, negated: bool) -> str:
    """``“Swelling” has the answer “does not know”``."""
    named = joined([STATES[state] for state in states], "or")
    return f"“{question.brief}” {'has not' if negated else 'has'} the answer {named}"


class Is(OfOptions):
    """The answer is one of the options; ``unknown`` and ``declined`` can be named too."""

    def say(self, *, negated: bool = False) -> str:
        states = tuple(name for name in self.named if name in STATES)
        options = tuple(name for name in self.named if name not in STATES)
        if not states or (options and "is {}" in self.question.says):
            return super().say(negated=negated)
        of_options = [self.question.say_options(options, negated=negated)] if options else []
        return (" and " if negated else " or ").join((*of_options, _say_states(self.question, states, negated=negated)))

    def truth(self, case: Case) -> Truth:
        return self._truths.get(case.answer(self.question), False)

    @cached_property
    def _truths(self) -> dict[str | NotAnswered, Truth]:
        """By answer; any other option makes it false."""
        not_known = dict.fromkeys((*self.question.open_options, *NotAnswered))
        states = {state: True for state in NotAnswered if state.value in self.options}
        return not_known | {NotAnswered.SKIPPED: False} | states | dict.fromkeys(self.options, True)


@dataclass(frozen=True, eq=False)
class YesOrNo(OneQuestion):
    """The answer to a yes or no question, which has a sentence for each."""

    question: YesNo

    def __post_init__(self) -> None:
        if not (self.question.says and self.question.says_not):
            raise RuleError(f"a rule asks {self.question.wording!r}, which lacks a sentence for yes or for no")


@dataclass(frozen=True, eq=False)
class Yes(YesOrNo):
    def truth(self, case: Case) -> Truth:
        return _YES.get(case.answer(self.question))

    def say(self, *, negated: bool = False) -> str:
        return self.question.says_not if negated else self.question.says


@dataclass(frozen=True, eq=False)
class No(YesOrNo):
    """Answered no, or rightly not asked."""

    def truth(self, case: Case) -> Truth:
        return _NO.get(case.answer(self.question))

    def say(self, *, negated: bool = False) -> str:
        return self.question.says if negated else self.question.says_not


@dataclass(frozen=True, eq=False)
class Refused(OneQuestion):
    """Not settled although asked: not known, declined, blank or not examined. Always true or false."""

    minds_answer = False

    def truth(self, case: Case) -> Truth:
        return case.is_open(self.question)

    def say(self, *, negated: bool = False) -> str:
        return f"“{self.question.brief}” was {'answered' if negated else 'not answered'}"


@dataclass(frozen=True, eq=False)
class AnsweredAny(Condition):
    """Somebody opened these questions: one holds a value, "does not know" or "declined"."""

    minds_skips = False
    minds_answer = False
    asked: tuple[Question, ...]
    called: str
    """What they are together; empty where there is one."""

    def questions(self) -> Iterator[Question]:
        yield from self.asked

    def truth(self, case: Case) -> Truth:
        return any(case.was_opened(question) for question in self.asked)

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield from self.asked

    def say(self, *, negated: bool = False) -> str:
        if self.called:
            return f"{'none' if negated else 'at least one'} of {self.called} was opened"
        return f"“{self.asked[0].brief}” was {'not opened' if negated else 'opened'}"


def skipped_is_false(answer: NotAnswered) -> Truth:
    return False if answer is _SKIPPED else None
