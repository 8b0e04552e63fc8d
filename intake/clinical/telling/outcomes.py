"""What each possible answer to a question would make of a condition: the answer is put in its place, and all are tried at
once, a bit for each (``Condition.in_many``). Only what looks at the question is worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from intake.clinical.language.answers import Answer
from intake.clinical.language.condition import IN_ALL, Condition, InMany
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.working.case import GATES, Case

from .possible_answers import possible_answers


@cache
def may_change(question: Question) -> frozenset[Question]:
    """The question itself, and those that an answer to it may open or close, by way of others too."""
    if question is ctx.respondent:  # who answers decides whether any score counts
        return frozenset(QUESTIONS.values())
    changed = {question}
    for gate, gated in GATES.items():  # each looks at earlier questions only
        if not changed.isdisjoint(gate.looks_at):
            changed.update(gated)
    return frozenset(changed)


@cache
def told_by(question: Question) -> frozenset[Question]:
    """Those of them that its answers speak of themselves, whatever they open or close."""
    return may_change(question) if question is ctx.respondent else frozenset((question,))


class Tried:
    """A case, and the same with other answers: each is made once, whichever rules look at it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._answers: dict[Question, tuple[Answer, ...]] = {}
        self._cases: dict[Question, tuple[Case, ...]] = {}
        self._changed: dict[Question, frozenset[Question]] = {}
        self._truths: dict[tuple[Condition, Question], InMany] = {}

    def answers(self, question: Question) -> tuple[Answer, ...]:
        """The possible ones."""
        if question not in self._answers:
            self._answers[question] = possible_answers(question, self.case)
        return self._answers[question]

    def cases(self, question: Question) -> tuple[Case, ...]:
        """The case with each of them."""
        if question not in self._cases:
            self._cases[question] = tuple(self.case.with_answers({question: a}) for a in self.answers(question))
        return self._cases[question]

    def truths(self, condition: Condition, question: Question) -> InMany:
        """What the condition comes to with each of them, the first in bit 0."""
        key = (condition, question)
        if key not in self._truths:
            if condition.looks_at.isdisjoint(may_change(question) if condition.minds_skips else told_by(question)):
                self._truths[key] = IN_ALL[condition.truth(self.case)]
            elif condition.rests_on:
                self._truths[key] = condition.in_many([self.truths(part, question) for part in condition.rests_on])
            else:
                self._truths[key] = in_cases(condition, self.cases(question))
        return self._truths[key]

    def changed(self, question: Question) -> frozenset[Question]:
        """The question itself, and those that one of its answers opens or closes."""
        if question is ctx.respondent:
            return may_change(question)
        if question not in self._changed:
            every, changed = (1 << len(self.answers(question))) - 1, {question}
            for gate, gated in GATES.items():
                if not gate.looks_at.isdisjoint(may_change(question)):
                    closed = self.truths(gate, question)[1] & every
                    if closed != (every if gate.truth(self.case) is False else 0):
                        changed.update(gated)
            self._changed[question] = frozenset(changed)
        return self._changed[question]


def in_cases(condition: Condition, cases: Iterable[Case]) -> InMany:
    """What it comes to in each of them, the first in bit 0."""
    holds = fails = 0
    for bit, case in enumerate(cases):
        truth = condition.truth(case)
        holds |= (truth is True) << bit
        fails |= (truth is False) << bit
    return holds, fails


class Outcomes:
    """What a rule comes to with each single answer to some questions, a bit for each answer."""

    def __init__(self, tried: Tried, when: Condition, questions: Sequence[Question]) -> None:
        self.tried, self.when = tried, when
        # A list on which everything is ticked already has nothing more to choose.
        self.questions = [question for question in questions if tried.answers(question)]
        self._bits: dict[Question, range] = {}
        self._every: dict[Question, int] = {}
        """The bits of all its answers."""
        self._truths: dict[Condition, InMany] = {}
        bits = 0
        for question in questions:
            self._bits[question] = range(bits, bits + len(tried.answers(question)))
            self._every[question] = (1 << self._bits[question].stop) - (1 << bits)
            bits = self._bits[question].stop
        self.every = (1 << bits) - 1

    @property
    def holds(self) -> int:
        """The answers that make the rule true by themselves."""
        return self.truths(self.when)[0] & self.every

    @property
    def fails(self) -> int:
        """The answers that exclude it by themselves."""
        return self.truths(self.when)[1] & self.every

    def chosen(self, question: Question, answers: int) -> list[Answer]:
        """Those of the possible answers to this question whose bits are set."""
        if not answers & self._every[question]:
            return []
        places = zip(self._bits[question], self.tried.answers(question), strict=True)
        return [answer for bit, answer in places if answers >> bit & 1]

    def fewest(self, question: Question, counted: Iterable[int], last: int) -> Answer:
        """The first of its answers that is in the fewest of the sets counted; those in the last set only at need."""
        every = self._every[question]
        varying = [answers for answers in counted if answers & every not in (0, every)]
        ranks = [
            float("inf") if last >> bit & 1 else sum(a >> bit & 1 for a in varying) for bit in self._bits[question]
        ]
        return self.tried.answers(question)[ranks.index(min(ranks))]

    def truths(self, condition: Condition) -> InMany:
        """What a part of the rule comes to."""
        if condition not in self._truths:
            if condition.rests_on:
                self._truths[condition] = condition.in_many([self.truths(part) for part in condition.rests_on])
            else:
                self._truths[condition] = self._leaf_truths(condition)
        return self._truths[condition]

    def _leaf_truths(self, leaf: Condition) -> InMany:
        """As in the case as it is, but for the answers that change what it looks at."""
        holds, fails = IN_ALL[leaf.truth(self.tried.case)]
        for question in self._changing(leaf):
            first, others = self._bits[question].start, ~self._every[question]
            holding, failing = self.tried.truths(leaf, question)
            holds = holds & others | holding << first
            fails = fails & others | failing << first
        return holds, fails

    def _changing(self, leaf: Condition) -> list[Question]:
        """The questions whose answers change what it looks at."""
        return [q for q in self.questions if not leaf.looks_at.isdisjoint(self.tried.changed(q))]

    def left_open(self) -> dict[Question, int]:
        """By question, with which answers it is one of the open questions of the rule."""
        found: dict[Question, int] = {}
        self._add_open(found, self.when, self.every)
        return found

    def _add_open(self, found: dict[Question, int], condition: Condition, among: int) -> None:
        """As ``Condition.open_questions``: those of the parts that are not known."""
        holds, fails = self.truths(condition)
        unknown = among & ~(holds | fails)
        if not unknown:
            return
        for part in condition.parts:
            self._add_open(found, part, unknown)
        if not condition.parts:
            for question in self._changing(condition):
                if unknown & self._every[question]:
                    for bit, case in zip(self._bits[question], self.tried.cases(question), strict=True):
                        if unknown >> bit & 1:
                            _add(found, condition.open_questions(case), 1 << bit)
                    unknown &= ~self._every[question]
            _add(found, condition.open_questions(self.tried.case), unknown)


def _add(found: dict[Question, int], questions: Iterable[Question], answers: int) -> None:
    for question in questions:
        found[question] = found.get(question, 0) | answers
