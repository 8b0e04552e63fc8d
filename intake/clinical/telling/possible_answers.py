"""The answers a question can have, few enough to try each, and some of them in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from intake.clinical.language.answers import Answer
from intake.clinical.language.condition import joined
from intake.clinical.language.kinds import Question
from intake.clinical.rules.rule_set import conditions
from intake.clinical.working.case import Case

BUT_FROM = 2
"""More answers than this are said by the fewer that are not among them: "anything but ..."."""


def possible_answers(question: Question, case: Case) -> tuple[Answer, ...]:
    """Calm answers first. A list that holds something already gets each other option added."""
    ticked = case.stored(question)
    return question.possible_answers(_limits().get(question, ()), ticked if isinstance(ticked, tuple) else ())


def answers_text(
    question: Question, possible: Sequence[Answer], answers: Sequence[Answer], *, alone: bool = False
) -> str:
    """Some of the possible answers in words: “Yes”, “29 days or more”, “anything but “Blisters””.

    Args:
        alone: several of them ticked together would not do.
    """
    if not answers:
        return ""
    if question.is_number:
        return joined(list(_spans(question, possible, answers)), "or")
    others = [answer for answer in possible if answer not in answers]
    if not others:
        return "any one alone" if alone else "any answer"
    if alone:
        return f"{joined(question.quoted(answers), 'or')} alone"
    if BUT_FROM < len(answers) > len(others):
        return f"anything but {joined(question.quoted(others), 'or')}"
    return joined(question.quoted(answers), "or")


@cache
def _limits() -> dict[object, set[float]]:
    """What the rules compare each number and each score with."""
    found: dict[object, set[float]] = {}
    for _, condition in conditions():
        for measured, limit in condition.limits():
            found.setdefault(measured, set()).add(limit)
    return found


def _spans(question: Question, possible: Sequence[Answer], answers: Sequence[Answer]) -> Iterator[str]:
    """Neighbouring numbers as one span."""
    for among, neighbours in groupby(possible, key=lambda number: number in answers):
        if among:
            span = list(neighbours)
            first, last = question.quoted([span[0], span[-1]])
            if len(span) == 1:
                yield first
            elif span[0] == possible[0]:
                yield f"{last} or less"
            else:
                yield f"{first} or more" if span[-1] == possible[-1] else f"{first} to {last}"
