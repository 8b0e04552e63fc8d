"""What each possible answer to an open question would make of the rules: every answer put in its place, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.conditions import IN_ALL, Condition, InMany
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.working.case import GATES, Case

from .possible_answers import possible_answers


class Tried:
    """A case, and the same with other answers: each is made once, whichever rules look at it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._answers: dict[Question, tuple[Answer, ...]] = {}
        self._cases: dict[Question, tuple[Case, ...]] = {}
        self._together: dict[tuple[tuple[Question, Answer], ...], Case] = {}
        self._changed: dict[Question, list[Question]] = {}
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

    def together(self, answers: Mapping[Question, Answer]) -> Case:
        """The case with several answers."""
        key = tuple(answers.items())
        if key not in self._together:
            self._together[key] = self.case.with_answers(answers)
        return self._together[key]

    def truths(self, condition: Condition, question: Question) -> InMany:
        """What the condition comes to with each possible answer, the first in bit 0."""
        key = (condition, question)
        found = self._truths.get(key)
        if found is None:
            if condition.looks_at.isdisjoint(may_change(question)):
                found = IN_ALL[condition.truth(self.case)]
            elif condition.rests_on:
                found = condition.in_many([self.truths(part, question) for part in condition.rests_on])
            elif condition.looks_at == {condition.about} == {question} and self.answers(question) == NOBODY.answers(
                question
            ):
                found = _everybodys_truths(condition, question)
            else:
                found = in_cases(condition, self.cases(question))
            self._truths[key] = found
        return found

    def changed(self, question: Question) -> list[Question]:
        """The question itself, and those that one of its answers opens or closes."""
        if question not in self._changed:
            found = self._changed[question] = [question]
            for gate, gated in GATES.items():
                if not gate.looks_at.isdisjoint(may_change(question)):
                    _, closed = self.truths(gate, question)
                    if closed and (
                        gate.truth(self.case) is not False or ~closed & (1 << len(self.answers(question))) - 1
                    ):
                        found += (other for other in gated if other is not question)
        return self._changed[question]


def in_cases(condition: Condition, cases: Iterable[Case]) -> InMany:
    """What it comes to in each of them, the first in bit 0."""
    holds = fails = 0
    for bit, case in enumerate(cases):
        truth = condition.truth(case)
        holds |= (truth is True) << bit
        fails |= (truth is False) << bit
    return holds, fails


NOBODY = Tried(Case(Answers({})))
"""Nothing answered. A condition on one question alone comes to the same for everybody."""


@cache
def _everybodys_truths(leaf: Condition, question: Question) -> InMany:
    return in_cases(leaf, NOBODY.cases(question))


@cache
def may_change(question: Question) -> frozenset[Question]:
    """The question itself, and those that an answer to it may open or close, by way of others too."""
    if question is ctx.respondent:  # who answers decides whether any score counts
        return frozenset(QUESTIONS.values())
    changed = {question}
    for gate, gated in GATES.items():  # which look at earlier questions
        if not changed.isdisjoint(gate.looks_at):
            changed.update(gated)
    return frozenset(changed)


class Outcomes:
    """What conditions come to with each single answer to some questions, a bit for each answer."""

    def __init__(self, tried: Tried, questions: Iterable[Question]) -> None:
        self.tried = tried
        self._bits: dict[Question, range] = {}
        self._changing: dict[Question, list[Question]] = {}
        """By question, those whose answers change it."""
        self._all: dict[Question, int] = {}
        """By question, the bits of all its answers."""
        self._truths: dict[Condition, InMany] = {}
        self._open: dict[Condition, dict[Question, int]] = {}
        bits = 0
        for question in questions:
            self._bits[question] = range(bits, bits + len(tried.answers(question)))
            self._all[question] = (1 << self._bits[question].stop) - (1 << bits)
            bits = self._bits[question].stop
            for changed in tried.changed(question):
                self._changing.setdefault(changed, []).append(question)

    def of(self, *questions: Question) -> int:
        """The bits of their answers."""
        return sum(self._all[question] for question in questions)

    def among(self, question: Question, answers: int) -> list[Answer]:
        """Those of the possible answers to this question whose bits are set."""
        chosen = (answers & self._all[question]) >> self._bits[question].start
        return (
            [answer for bit, answer in enumerate(self.tried.answers(question)) if chosen >> bit & 1] if chosen else []
        )

    def best(self, question: Question, counted: Iterable[int], never: int) -> Answer:
        """The first of its answers that is in the fewest of the counted sets, those in ``never`` last."""
        answers = self._all[question]
        varying = [bits for bits in counted if bits & answers not in (0, answers)]
        ranks = [
            float("inf") if never >> bit & 1 else sum(bits >> bit & 1 for bits in varying)
            for bit in self._bits[question]
        ]
        return self.tried.answers(question)[ranks.index(min(ranks))]

    def truths(self, condition: Condition) -> InMany:
        found = self._truths.get(condition)
        if found is None:
            if condition.rests_on:
                found = condition.in_many([self.truths(part) for part in condition.rests_on])
            else:
                found = self._leaf_truths(condition)
            self._truths[condition] = found
        return found

    def _leaf_truths(self, leaf: Condition) -> InMany:
        """As in the case as it is, but for the answers that change what it looks at."""
        holds, fails = IN_ALL[leaf.truth(self.tried.case)]
        for question in self._touching(leaf):
            first, others = self._bits[question].start, ~self._all[question]
            holding, failing = self.tried.truths(leaf, question)
            holds = holds & others | holding << first
            fails = fails & others | failing << first
        return holds, fails

    def _touching(self, leaf: Condition) -> set[Question]:
        """The questions whose answers may change what it looks at."""
        return {question for seen in leaf.looks_at for question in self._changing.get(seen, ())}

    def open_questions(self, condition: Condition, among: int, found: dict[Question, int]) -> None:
        """Add to each question with which of these answers the condition leaves it open."""
        holds, fails = self.truths(condition)
        among &= ~(holds | fails)
        if among and condition.parts:
            for part in condition.parts:
                self.open_questions(part, among, found)
        elif among:
            for question, bits in self._leaf_open(condition).items():
                found[question] = found.get(question, 0) | bits & among

    def _leaf_open(self, leaf: Condition) -> dict[Question, int]:
        if leaf not in self._open:
            found = self._open[leaf] = {}
            others = -1
            holds, fails = self.truths(leaf)
            unknown = ~(holds | fails)
            for question in self._touching(leaf):
                others &= ~self._all[question]
                if self._all[question] & unknown:
                    for bit, case in zip(self._bits[question], self.tried.cases(question), strict=True):
                        if unknown >> bit & 1:
                            for open_ in leaf.open_questions(case):
                                found[open_] = found.get(open_, 0) | 1 << bit
            for open_ in leaf.open_questions(self.tried.case):
                found[open_] = found.get(open_, 0) | others
        return self._open[leaf]
