"""One case: the answers after the skip rule, and what has been worked out from them so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from intake.clinical.language.answers import Answer, Answers, NotAnswered
from intake.clinical.language.kinds import without_none
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings

from .patterns import category

if TYPE_CHECKING:
    from intake.clinical.language.conditions import Condition, Truth
    from intake.clinical.language.instruments import Interval, Score
    from intake.clinical.language.kinds import Question


@dataclass(frozen=True, eq=False)
class Gate:
    """Questions that are asked unless the condition is false."""

    asked_when: Condition
    questions: tuple[Question, ...]


def _gates() -> Iterator[Gate]:
    """In catalogue order. A gate looks at earlier questions only (``rule_set.check``), so that one pass is enough."""
    behind: dict[Any, list[Question]] = {}
    for question in QUESTIONS.values():
        if not question.always_asked:
            behind.setdefault(question.asked_when, []).append(question)
    for asked_when, questions in behind.items():
        yield Gate(asked_when(), tuple(questions))


GATES = tuple(_gates())
_PATTERNS = {pattern.id: pattern for pattern in PATTERNS}
_NOTHING_ANSWERED: dict[Question, Any] = dict.fromkeys(QUESTIONS.values(), NotAnswered.BLANK)


class Reach(NamedTuple):
    """What an answer to a question may change."""

    questions: frozenset[Question]
    """The question itself, and those that it opens or closes, directly or by way of others."""
    gates: tuple[Gate, ...]
    """Theirs, in catalogue order."""


@cache
def reach(question: Question) -> Reach:
    # Who answers decides whether any score counts.
    questions, gates = set(QUESTIONS.values()) if question is ctx.respondent else {question}, []
    for gate in GATES:
        if not questions.isdisjoint(gate.asked_when.looks_at):
            questions.update(gate.questions)
            gates.append(gate)
    return Reach(frozenset(questions), tuple(gates))


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
        self._begin(answers, settings, _NOTHING_ANSWERED)
        for question_id, answer in answers.given.items():
            question = QUESTIONS[question_id]
            self._matched[question] = question.matched(answer)
        self._apply_skip_rule(GATES)

    def _begin(self, answers: Answers, settings: SiteSettings, matched: dict[Question, Any]) -> None:
        self.answers = answers
        self.settings = settings
        self.by_proxy = answers[ctx.respondent] == "proxy"
        self.facts: dict[Condition, Truth] = {}
        """What named facts came to, each worked out once."""
        self.flags: dict[str, Raised] = {}
        """Filled when the red flags are worked out; those absent are not in it."""
        self.patterns: dict[str, str] = {}
        """Category by pattern id, each worked out when it is first looked at."""
        self._intervals: dict[Score, Interval] = {}
        self._matched = matched.copy()

    def with_answers(self, answers: Mapping[Question, Answer]) -> Case:
        """The case as it would be with these answers too. Flags and patterns are not worked out in it."""
        case = Case.__new__(Case)
        told = {question.id: answer for question, answer in answers.items()}
        case._begin(Answers({**self.answers.given, **told}), self.settings, self._matched)
        for question, answer in answers.items():
            case._matched[question] = question.matched(answer)
        gates = [gate for question in answers for gate in reach(question).gates]
        if gates:
            case._apply_skip_rule(gate for gate in GATES if gate in gates)
        return case

    def _apply_skip_rule(self, gates: Iterable[Gate]) -> None:
        """Where a question's gate is false and it has no answer, it counts as skipped."""
        matched = self._matched
        for gate in gates:
            state = NotAnswered.SKIPPED if gate.asked_when.truth(self) is False else NotAnswered.BLANK
            for question in gate.questions:
                if matched[question] is NotAnswered.BLANK or matched[question] is NotAnswered.SKIPPED:
                    matched[question] = state

    def answer(self, question: Question) -> Any:
        """What conditions compare: a value, the set of option names that match, or a ``NotAnswered``."""
        return self._matched[question]

    def stored(self, question: Question) -> Answer:
        """The answer to show and record, with ``none`` beside other options removed."""
        answer = self._matched[question]
        if isinstance(answer, frozenset):
            return without_none(self.answers.given[question.id])  # type: ignore[arg-type]
        return answer  # type: ignore[no-any-return]

    def is_asked(self, question: Question) -> bool:
        """Not closed by the skip rule, or answered all the same."""
        return self.answer(question) is not NotAnswered.SKIPPED

    def closed_answers(self) -> list[Question]:
        """Questions that hold an answer although their gate has closed: never thrown away without being asked."""
        closed = {question for gate in GATES if gate.asked_when.truth(self) is False for question in gate.questions}
        return [question for question in QUESTIONS.values() if question in closed and self.was_opened(question)]

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
        closing = question.closing_question
        return closing is not None and self.answer(closing) is not True

    def open_parts(self, question: Question) -> Iterator[Question]:
        """The question itself while it is open, or the one that would close its list."""
        if self.is_open(question):
            yield question
        elif (closing := question.closing_question) and self.list_is_open(question):
            yield closing

    def interval(self, score: Score) -> Interval:
        interval = self._intervals.get(score)
        if interval is None:
            interval = self._intervals[score] = score.interval(self)
        return interval

    def category(self, pattern_id: str) -> str:
        """several, some, few or insufficient."""
        if pattern_id not in self.patterns:
            pattern = _PATTERNS[pattern_id]
            self.patterns[pattern_id] = category(pattern, [feature.when.truth(self) for feature in pattern.features])
        return self.patterns[pattern_id]
