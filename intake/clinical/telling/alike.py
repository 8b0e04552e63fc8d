"""Where a form says no more than who the person is, as far as a rule looks at it, what is told of the rule is the same for
everybody like them, and is found once.

A form on which next to nothing is answered leaves nearly every rule open, and each takes its time to be told.
"""

from __future__ import annotations

from functools import cache, lru_cache

from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.condition import Condition
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import GATES, Case

from .outcomes import Tried, may_change

WHO = (ctx.respondent, pt.age_years, pt.sex, pain.present)
"""What nearly every form tells."""
KEPT = 2048
"""Rules with what is told of them, at most: some megabytes."""

Who = frozenset[tuple[Question, Answer]]


class Alike:
    """A case, and the people who are like it as far as a rule looks."""

    def __init__(self, case: Case) -> None:
        self._who = {q: case.answers.given[q.id] for q in WHO if case.was_opened(q)}
        bare = Case(_answers(frozenset(self._who.items())), case.settings)
        self._answered = {q for q in QUESTIONS.values() if case.answer(q) != bare.answer(q)}

    def who(self, when: Condition) -> Who | None:
        """What of them the condition looks at; None where it looks at something else that was answered, too."""
        if not depends_on(when).isdisjoint(self._answered):
            return None
        opening = _opened_by(when)
        return frozenset((q, answer) for q, answer in self._who.items() if q is ctx.respondent or q in opening)


@lru_cache(maxsize=64)
def tried(who: Who, settings: SiteSettings) -> Tried:
    """A form that says nothing else."""
    return Tried(Case(_answers(who), settings))


def _answers(who: Who) -> Answers:
    return Answers({question.id: answer for question, answer in who})


@cache
def depends_on(when: Condition) -> frozenset[Question]:
    """The questions it looks at, and those that decide which of these an answer to another of them opens."""
    found = set(when.looks_at)
    opened = {other for question in found for other in may_change(question) if other is not question}
    for gate, gated in reversed(GATES.items()):  # each looks at earlier questions only
        if not found.isdisjoint(opened.intersection(gated)):
            found |= gate.looks_at
    return frozenset(found)


@cache
def _opened_by(when: Condition) -> frozenset[Question]:
    """Those, and all that decide whether one of them is asked."""
    found = set(depends_on(when))
    for gate, gated in reversed(GATES.items()):
        if not found.isdisjoint(gated):
            found |= gate.looks_at
    return frozenset(found)
