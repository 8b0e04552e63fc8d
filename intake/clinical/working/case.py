"""One case: the answers after the skip rule, and what has been worked out from them so far."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from intake.clinical.language.answers import Answer, Answers, NotAnswered
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings

if TYPE_CHECKING:
    from intake.clinical.language.conditions import Condition, Truth
    from intake.clinical.language.instruments import Interval, Score
    from intake.clinical.language.kinds import Question

_NOTHING_ANSWERED: dict[Question, Any] = dict.fromkeys(QUESTIONS.values(), NotAnswered.BLANK)
_gate = cache(lambda asked_when: asked_when())  # one condition for all the questions that share it
_GATED = tuple((question, _gate(question.asked_when)) for question in QUESTIONS.values() if not question.always_asked)


def gate_of(question: Question) -> Condition:
    """When it is asked."""
    return _gate(question.asked_when)  # type: ignore[no-any-return]


class Raised:
    """A red flag that is present or cannot be excluded, as far as other rules look at it."""

    __slots__ = ("physical", "present", "tier", "waits_for_clinician")

    def __init__(self, *, present: bool, tier: int, physical: bool, waits_for_clinician: bool) -> None:
        self.present = present
        self.tier = tier
        self.physical = physical
        self.waits_for_clinician = waits_for_clinician


class Case:
    """What conditions look at. Made for one assessment and then dropped."""

    def __init__(self, answers: Answers, settings: SiteSettings = DEFAULT) -> None:
        self.answers = answers
        self.settings = settings
        self.by_proxy = answers[ctx.respondent] == "proxy"
        self.known_facts: dict[str, bool | None] = {}
        self.flags: dict[str, Raised] = {}
        """Filled when the red flags are worked out; those absent are not in it."""
        self.patterns: dict[str, str] = {}
        """Category by pattern id, filled after the flags."""
        self._intervals: dict[Score, Interval] = {}
        self._matched = _NOTHING_ANSWERED.copy()
        for question_id, answer in answers.given.items():
            question = QUESTIONS[question_id]
            self._matched[question] = question.matched(without_none(answer))
        self.settled = False
        """Once true no answer changes any more, so that facts can be kept."""
        self._apply_skip_rule()
        self.settled = True

    def _apply_skip_rule(self) -> None:
        """In catalogue order: where a question's gate is false and it has no answer, it counts as skipped."""
        truths: dict[Condition, Truth] = {}
        for question, asked_when in _GATED:
            if self._matched[question] is not NotAnswered.BLANK:
                continue
            if asked_when not in truths:
                truths[asked_when] = asked_when.truth(self)
            if truths[asked_when] is False:
                self._matched[question] = NotAnswered.SKIPPED
                truths.clear()  # what was worked out before may look at this question
                self._intervals.clear()

    def answer(self, question: Question) -> Any:
        """What conditions compare: a value, the set of option names that match, or a ``NotAnswered``."""
        return self._matched[question]

    def stored(self, question: Question) -> Answer:
        """The answer to show and record, with ``none`` beside other options removed."""
        answer = self._matched[question]
        if isinstance(answer, frozenset):
            return without_none(self.answers.given[question.id])
        return answer  # type: ignore[no-any-return]

    def is_asked(self, question: Question) -> bool:
        """Not closed by the skip rule, or answered all the same."""
        return self.answer(question) is not NotAnswered.SKIPPED

    def closed_answers(self) -> list[Question]:
        """Questions that hold an answer although their gate has closed: never thrown away without being asked."""
        return [
            question
            for question, asked_when in _GATED
            if question.id in self.answers.given and asked_when.truth(self) is False
        ]

    def was_opened(self, question: Question) -> bool:
        """Somebody answered it, or said that there is no answer."""
        return question.id in self.answers.given

    def is_open(self, question: Question) -> bool:
        """Asked and not settled: blank, not known, declined or not examined."""
        answer = self.answer(question)
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


def without_none(answer: Answer) -> Answer:
    """``none`` beside other options is a slip: the more serious reading counts (W09 reports it)."""
    if isinstance(answer, tuple) and len(answer) > 1:
        return tuple(option for option in answer if option != "none")
    return answer
