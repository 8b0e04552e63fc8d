"""The answers a question can have, few enough to try each: every option, every item's score, and for a number one for
each interval between the limits that the rules compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from intake.clinical.language.answers import Answer
from intake.clinical.language.conditions import Compare, Condition, joined
from intake.clinical.language.kinds import Choice, Choices, Decimal, Integer, Item, Question, Sites, YesNo
from intake.clinical.rules.rule_set import conditions
from intake.clinical.working.case import Case

SCALE_TO = 10
"""Whole numbers from 0 to at most this are tried one by one."""
CALM = ("none", "no")
"""Options that come first, so that where several answers serve, the plain one is named."""
BUT_FROM = 2
"""More answers than this are said by the fewer that are not among them: "anything but ..."."""


def possible_answers(question: Question, case: Case) -> tuple[Answer, ...]:
    """Calm answers first. A list that holds something already gets each other option added."""
    if isinstance(question, YesNo):
        return False, True
    if isinstance(question, Choice):
        return tuple(_calm_first(option for option in question.options if option not in question.open_options))
    if isinstance(question, Choices):
        return _longer_lists(question, case)
    return _numbers(question) if isinstance(question, Integer | Decimal) else ()


def ticked_together(question: Choices, answers: Sequence[Answer]) -> Answer:
    """One list that holds all that these lists hold."""
    held = {option for answer in answers if isinstance(answer, tuple) for option in answer}
    return tuple(option for option in question.options if option in held)


def say_answers(question: Question, case: Case, answers: Sequence[Answer], *, alone: bool = False) -> str:
    """Some of the possible answers in words: “Yes”, “29 days or more”, “anything but “Blisters””.

    Args:
        alone: several of them ticked together would not do.
    """
    possible = possible_answers(question, case)
    if not answers:
        return ""
    if isinstance(question, Integer | Decimal):
        return joined(list(_spans(question, possible, answers)), "or")
    others = [answer for answer in possible if answer not in answers]
    if not others:
        return "any one alone" if alone else "any answer"
    if alone:
        return f"{_quoted(question, answers)} alone"
    if BUT_FROM < len(answers) > len(others):
        return f"anything but {_quoted(question, others)}"
    return _quoted(question, answers)


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions in it that look at answers, flags or patterns themselves."""
    if not condition.parts:
        yield condition
    for part in condition.parts:
        yield from leaves(part)


def _calm_first(options: Iterable[str]) -> list[str]:
    return sorted(options, key=lambda name: name not in CALM)


def _longer_lists(question: Choices, case: Case) -> tuple[Answer, ...]:
    held = case.stored(question)
    kept = tuple(option for option in held if option != "none") if isinstance(held, tuple) else ()
    added = (o for o in question.options if o not in kept and not (kept and o == "none"))
    return tuple((*kept, option) for option in _calm_first(added))


def _numbers(question: Integer | Decimal) -> tuple[Answer, ...]:
    ends = {question.minimum, question.maximum}
    if isinstance(question, Integer) and question.maximum <= SCALE_TO:
        return tuple(range(int(question.minimum), int(question.maximum) + 1))
    step = 1 if isinstance(question, Integer) else 0.1
    about = {round(limit + change, 1) for limit in _limits().get(question, ()) for change in (-step, 0, step)}
    return tuple(sorted(n for n in ends | about if question.minimum <= n <= question.maximum))


@cache
def _limits() -> dict[Question, set[float]]:
    """What the rules compare each number with."""
    found: dict[Question, set[float]] = {}
    for _, condition in conditions():
        for leaf in leaves(condition):
            if isinstance(leaf, Compare) and isinstance(leaf.question, Question):
                found.setdefault(leaf.question, set()).add(leaf.limit)
    return found


def _spans(question: Integer | Decimal, possible: Sequence[Answer], answers: Sequence[Answer]) -> Iterator[str]:
    """Neighbouring numbers as one span."""
    for among, neighbours in groupby(possible, key=lambda number: number in answers):
        if among:
            span = list(neighbours)
            yield _span(question, span[0], span[-1], possible)


def _span(question: Integer | Decimal, least: Answer, greatest: Answer, possible: Sequence[Answer]) -> str:
    first, last = _number(question, least), _number(question, greatest)
    if least == greatest:
        return first
    if least == possible[0]:
        return f"{last} or less"
    return f"{first} or more" if greatest == possible[-1] else f"{first} to {last}"


def _number(question: Integer | Decimal, number: Answer) -> str:
    if isinstance(question, Item):
        return f"“{question.labels[number]}”" if question.labels and isinstance(number, int) else str(number)
    return question.say_answer(number)


def _quoted(question: Question, answers: Sequence[Answer]) -> str:
    labels = [question.say_answer(answer[-1:] if isinstance(answer, tuple) else answer) for answer in answers]
    return joined([f"“{label}”" for label in _without_sides(question, labels)], "or")


def _without_sides(question: Question, labels: list[str]) -> list[str]:
    """A place on both sides is said once: "Groin" for "Groin, left" and "Groin, right"."""
    if not isinstance(question, Sites):
        return labels
    both = {label.removesuffix(", left") for label in labels if label.replace(", left", ", right") in labels}
    merged = (label.rpartition(",")[0] if label.rpartition(",")[0] in both else label for label in labels)
    return list(dict.fromkeys(merged))
