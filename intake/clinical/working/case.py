"""One case: the answers after the skip rule, and what has been worked out from them so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from intake.clinical.language.answers import Answer, Answers, Between, NotAnswered
from intake.clinical.language.kinds import without_none
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings

if TYPE_CHECKING:
    from intake.clinical.language.condition import Condition, InMany, Truth
    from intake.clinical.language.instruments import Interval, Score
    from intake.clinical.language.kinds import Question
    from intake.clinical.rules.patterns import Pattern


@cache
def _shared(asked_when: Callable[[], Condition]) -> Condition:
    """One condition for all the questions that share it."""
    return asked_when()


def gate_of(question: Question) -> Condition:
    """When it is asked."""
    return _shared(question.asked_when)


_GATE = {q: gate_of(q) for q in QUESTIONS.values() if not q.always_asked}
GATES = {gate: tuple(q for q in _GATE if _GATE[q] is gate) for gate in _GATE.values()}
"""By condition, the questions that are skipped where it is false. It looks at earlier ones (``rule_set.check``)."""
_NOTHING_ANSWERED: dict[Question, Any] = {q: None if q in _GATE else NotAnswered.BLANK for q in QUESTIONS.values()}
"""None where it is not known yet whether the question is skipped."""


class Raised(NamedTuple):
    """A red flag that is present or cannot be excluded, as far as other rules look at it."""

    present: bool
    tier: int
    physical: bool
    waits_for_clinician: bool
    pointed_to: bool
    """It cannot be excluded, and its hint holds."""


class Case:
    """What conditions look at. Made for one assessment and then dropped."""

    def __init__(self, answers: Answers, settings: SiteSettings = DEFAULT) -> None:
        self.answers = answers
        self.settings = settings
        self.by_proxy = answers[ctx.respondent] == "proxy"
        self.flags: dict[str, Raised] = {}
        """Filled when the red flags are worked out; those absent are not in it."""
        self.patterns: dict[str, str] = {}
        """Category by pattern id, each worked out when it is first looked at."""
        self.truths: dict[Condition, Truth] = {}
        """What gates and named facts came to, each worked out when it is first looked at."""
        self.single: InMany | None = None
        """What the conditions on a single answer come to (``look_at_single_answers``), a bit each; None: not looked at."""
        self._intervals: dict[Score, Interval] = {}
        self._matched = _NOTHING_ANSWERED.copy()
        for question_id, answer in answers.given.items():
            question = QUESTIONS[question_id]
            self._matched[question] = question.matched(answer)

    @cached_property
    def as_given(self) -> Case:
        """The same answers, before the skip rule."""
        given = self.answers.given
        case = copy(self)
        case.truths, case.single, case._intervals = {}, None, {}
        case._matched = {q: self._matched[q] if q.id in given else NotAnswered.BLANK for q in _NOTHING_ANSWERED}
        return case

    def with_answers(self, answers: Mapping[Question, Answer]) -> Case:
        """Another case, with these answers too."""
        told = {question.id: answer for question, answer in answers.items()}
        return Case(Answers({**self.answers.given, **told}), self.settings)

    def answer(self, question: Question) -> Any:
        """What conditions compare: a value, the set of option names that match, or a ``NotAnswered``.

        The skip rule: where a question's gate is false and it has no answer, it counts as skipped.
        """
        answer = self._matched[question]
        if answer is None:
            answer = NotAnswered.SKIPPED if self._is_closed(question) else NotAnswered.BLANK
            self._matched[question] = answer
        return answer

    def _is_closed(self, question: Question) -> bool:
        """Its gate is known to be false."""
        gate = _GATE[question]
        if gate not in self.truths:
            self.truths[gate] = gate.truth(self)
        return self.truths[gate] is False

    def stored(self, question: Question) -> Answer:
        """The answer to show and record, with ``none`` beside other options removed."""
        answer = self.answer(question)
        if isinstance(answer, frozenset):
            return without_none(self.answers.given[question.id])  # type: ignore[arg-type]
        return answer  # type: ignore[no-any-return]

    def is_asked(self, question: Question) -> bool:
        """Not closed by the skip rule, or answered all the same."""
        return self.answer(question) is not NotAnswered.SKIPPED

    def closed_answers(self) -> list[Question]:
        """Questions that hold an answer although their gate has closed: never thrown away without being asked."""
        return [question for question in _GATE if self.was_opened(question) and self._is_closed(question)]

    def was_opened(self, question: Question) -> bool:
        """Somebody answered it, or said that there is no answer."""
        return question.id in self.answers.given

    def is_open(self, question: Question) -> bool:
        """Asked and not settled: blank, not known, declined, not examined, or known only between two ends."""
        answer = self.answer(question)
        if isinstance(answer, Between):
            return True
        if isinstance(answer, NotAnswered):
            return answer is not NotAnswered.SKIPPED
        return bool(question.open_options) and answer in question.open_options

    def list_is_open(self, question: Question) -> bool:
        """The ticked options may not be all there are, so that one not ticked is not known."""
        return question.closing_question is not None and self.answer(question.closing_question) is not True

    def open_parts(self, question: Question) -> Iterator[Question]:
        """The question itself while it is open, or the one that would close its list."""
        if self.is_open(question):
            yield question
        elif question.closing_question and self.list_is_open(question):
            yield question.closing_question

    def interval(self, score: Score) -> Interval:
        interval = self._intervals.get(score)
        if interval is None:
            interval = self._intervals[score] = score.interval(self)
        return interval

    def category(self, pattern: Pattern) -> str:
        """several, some, few or insufficient."""
        if pattern.id not in self.patterns:
            self.patterns[pattern.id] = pattern.category([feature.when.truth(self) for feature in pattern.features])
        return self.patterns[pattern.id]
