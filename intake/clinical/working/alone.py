"""What an answer makes of the conditions that look at it alone: found once an answer, and not once a person.

Most of what a rule book asks is about single answers, and most answers are given by many people. Each such condition has
a bit, so that a condition that is made of many of them looks at all of them at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from intake.clinical.language.condition import BITS, Condition, InMany
from intake.clinical.rules.one_line import CLAUSES
from intake.clinical.rules.rule_set import conditions, further_conditions

if TYPE_CHECKING:
    from intake.clinical.language.question import Question

    from .case import Case

_AT_MOST = 256
"""So many answers are kept of a question."""


def _looking(asked: Iterable[Condition]) -> dict[Question, list[Condition]]:
    """By question, the conditions and parts of conditions that look at its answer and at nothing else."""
    found: dict[Question, list[Condition]] = defaultdict(list)
    seen: dict[Condition, Question | None] = {}

    def question_of(condition: Condition) -> Question | None:
        if condition not in seen:
            about = {question_of(part) for part in condition.parts} or {condition.about}
            question = about.pop() if len(about) == 1 else None
            if condition.closing or not condition.minds_skips:
                question = None
            if question:
                found[question].append(condition)
            seen[condition] = question
        return seen[condition]

    for condition in asked:
        question_of(condition)
    return found


_ASKED = [*(condition for _, condition in (*conditions(), *further_conditions())), *(clause.when for clause in CLAUSES)]
_LOOKING = _looking(_ASKED)
BITS.update((condition, 1 << bit) for bit, condition in enumerate(each for part in _LOOKING.values() for each in part))
_KEPT: list[tuple[Question, dict[Any, InMany]]] = [(question, {}) for question in _LOOKING]


def look_at_single_answers(case: Case) -> None:
    """The case then knows what all of those conditions come to."""
    holds = fails = 0
    for question, kept in _KEPT:
        answer = case.answer(question)
        made = kept.get(answer)
        if made is None:
            if len(kept) == _AT_MOST:
                kept.clear()
            made = kept[answer] = _made(case, _LOOKING[question])
        holds |= made[0]
        fails |= made[1]
    case.single = holds, fails


def _made(case: Case, looking: Iterable[Condition]) -> InMany:
    truths = [(BITS[condition], condition.truth(case)) for condition in looking]
    return sum(bit for bit, truth in truths if truth), sum(bit for bit, truth in truths if truth is False)
