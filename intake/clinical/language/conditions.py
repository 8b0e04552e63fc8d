"""Small three-valued condition values (Kleene logic).

A condition is written once, with the catalogue's own names, and from that one value come its result, the answers that
made it so, the questions that keep it open, and its English sentence.

Truth is ``True``, ``False`` or ``None``; ``None`` is "not known". A question that was rightly skipped is ``False``.
Source: rule book section 0.1.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .answers import NotAnswered

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .kinds import Choice, Choices, Question, YesNo

Truth = bool | None


class RuleError(Exception):
    """A rule names something the catalogue does not have. Raised when the rule is made, so at import."""


def joined(parts: list[str], word: str) -> str:
    """``a, b or c``: a list as it is said."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


class Condition(ABC):
    """What a rule asks of the answers."""

    @abstractmethod
    def truth(self, case: Case) -> Truth:
        """Whether this holds for the case; ``None`` where the answers do not say."""

    @abstractmethod
    def say(self, *, negated: bool = False) -> str:
        """This condition, or its opposite, as an English clause without capital or full stop."""

    def held(self, case: Case) -> str:
        """Why this condition, which is true, is so: a clause with only those parts that make it hold."""
        return self.say()

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions this one is made of; none for one that looks at answers itself."""
        return ()

    def questions(self) -> Iterator[Question]:
        """Every question this condition can look at."""
        for part in self.parts:
            yield from part.questions()

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        """The questions whose answers give this condition the wanted truth."""
        for part in self.parts:
            if part.truth(case) is wanted:
                yield from part.evidence(case, wanted=wanted)

    def open_questions(self, case: Case) -> Iterator[Question]:
        """The open questions of those parts that are not known: what would have to be asked to settle it."""
        for part in self.parts:
            if part.truth(case) is None:
                yield from part.open_questions(case)

    @cached_property
    def sentence(self) -> str:
        return _as_sentence(self.say())

    def held_sentence(self, case: Case) -> str:
        return _as_sentence(self.held(case))

    def __and__(self, other: Condition) -> Condition:
        return AllOf((*_flat(self, AllOf), *_flat(other, AllOf)))

    def __or__(self, other: Condition) -> Condition:
        return AnyOf((*_flat(self, AnyOf), *_flat(other, AnyOf)))

    def __invert__(self) -> Condition:
        return Not(self)


def _as_sentence(clause: str) -> str:
    first = next(place for place, character in enumerate(clause) if character.isalpha())
    return f"{clause[: first + 1].upper()}{clause[first + 1 :]}."


def _bracketed(clause: str) -> str:
    """What holds together stands apart from what is said beside it."""
    return f"({clause})" if "; " in clause else clause


def _flat(condition: Condition, kind: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    return condition.parts if type(condition) is kind else (condition,)


def _said_as_part(part: Condition, *, negated: bool = False) -> str:
    """A part inside a longer sentence; brackets keep "and" and "or" apart."""
    clause = part.say(negated=negated)
    while isinstance(part, Not | Sure):
        part = part.condition
    return f"({clause})" if isinstance(part, AllOf | AnyOf) else clause


@dataclass(frozen=True, eq=False)
class AllOf(Condition):
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def truth(self, case: Case) -> Truth:
        result: Truth = True
        for part in self.conditions:
            truth = part.truth(case)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    def held(self, case: Case) -> str:
        """What speaks for it; what only had to be absent is left out, unless there is nothing else."""
        spoken = [part for part in self.conditions if not isinstance(part, Not)] or self.conditions
        return ", and ".join(_bracketed(part.held(case)) for part in spoken)

    def say(self, *, negated: bool = False) -> str:
        word = ", or " if negated else ", and "
        return word.join(_said_as_part(part, negated=negated) for part in self.conditions)


@dataclass(frozen=True, eq=False)
class AnyOf(Condition):
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def truth(self, case: Case) -> Truth:
        result: Truth = False
        for part in self.conditions:
            truth = part.truth(case)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    def held(self, case: Case) -> str:
        return "; ".join(part.held(case) for part in self.conditions if part.truth(case))

    def say(self, *, negated: bool = False) -> str:
        word = ", and " if negated else ", or "
        return word.join(_said_as_part(part, negated=negated) for part in self.conditions)


@dataclass(frozen=True, eq=False)
class Not(Condition):
    condition: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def truth(self, case: Case) -> Truth:
        truth = self.condition.truth(case)
        return None if truth is None else not truth

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        return self.condition.evidence(case, wanted=not wanted)

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=not negated)


@dataclass(frozen=True, eq=False)
class AtLeast(Condition):
    """True where that many parts are true; false where too few can still become true."""

    number: int
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def truth(self, case: Case) -> Truth:
        truths = [part.truth(case) for part in self.conditions]
        return at_least(self.number, truths.count(True), truths.count(None))

    def say(self, *, negated: bool = False) -> str:
        amount = f"fewer than {self.number}" if negated else f"at least {self.number}"
        return f"{amount} of these hold ({'; '.join(part.say() for part in self.conditions)})"


def at_least(number: int, true: int, unknown: int) -> Truth:
    if true >= number:
        return True
    return None if true + unknown >= number else False


@dataclass(frozen=True, eq=False)
class Sure(Condition):
    """True only where the condition is known to hold, so that an examination not done leaves nothing undecided."""

    condition: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case) is True

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        if wanted:
            yield from self.condition.evidence(case)
        else:
            for part in self.condition.parts or (self.condition,):
                if part.truth(case) is not True:
                    yield from (question for question in part.questions() if not case.is_open(question))

    def say(self, *, negated: bool = False) -> str:
        return f"it is not known that {_said_as_part(self.condition)}" if negated else self.condition.say()


@dataclass(frozen=True, eq=False)
class Always(Condition):
    def truth(self, case: Case) -> Truth:
        return True

    def say(self, *, negated: bool = False) -> str:
        return "never" if negated else "in every assessment"


@dataclass(frozen=True, eq=False)
class Fact(Condition):
    """A named condition that several rules share, said by its name and worked out once a case."""

    id: str
    says: str
    says_not: str
    meaning: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.meaning,)

    def truth(self, case: Case) -> Truth:
        try:
            return case.known_facts[self.id]
        except KeyError:
            truth = self.meaning.truth(case)
            if case.settled:
                case.known_facts[self.id] = truth
            return truth

    def say(self, *, negated: bool = False) -> str:
        return self.says_not if negated else self.says


@dataclass(frozen=True, eq=False)
class OneQuestion(Condition):
    """A condition on the answer to a single question."""

    question: Question

    def questions(self) -> Iterator[Question]:
        yield self.question

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        yield self.question

    def open_questions(self, case: Case) -> Iterator[Question]:
        yield from case.open_parts(self.question)


@dataclass(frozen=True, eq=False)
class Has(OneQuestion):
    """Some of the listed options were chosen. An option not ticked is false, save a medicine on an open list."""

    question: Choices
    options: frozenset[str]
    named: tuple[str, ...]

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return _skipped_is_false(answer)
        if not self.options.isdisjoint(answer):
            return True
        return None if case.list_is_open(self.question) else False

    def say(self, *, negated: bool = False) -> str:
        return self.question.say_options(self.named, negated=negated)


@dataclass(frozen=True, eq=False)
class HasNumber(OneQuestion):
    """At least so many of the listed options (all but "none", where none are listed) were chosen."""

    question: Choices
    number: int
    options: frozenset[str]
    named: tuple[str, ...]

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return _skipped_is_false(answer)
        unknown = len(self.options) if case.list_is_open(self.question) else 0
        return at_least(self.number, len(self.options & answer), unknown)

    def say(self, *, negated: bool = False) -> str:
        if self.number == 1:
            return self.question.say_options(self.named, negated=negated)
        amount = f"fewer than {self.number}" if negated else f"at least {self.number}"
        return f"{amount} of these are reported ({', '.join(self.question.phrases[name] for name in self.named)})"


@dataclass(frozen=True, eq=False)
class Is(OneQuestion):
    """The answer is one of those listed; ``unknown`` and ``declined`` can be listed too."""

    question: Choice
    options: frozenset[str]
    named: tuple[str, ...]

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, str):
            return True if answer.value in self.options else _skipped_is_false(answer)
        if answer in self.options:
            return True
        return None if answer in self.question.open_options else False

    def say(self, *, negated: bool = False) -> str:
        return self.question.say_options(self.named, negated=negated)


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
        answer = case.answer(self.question)
        return answer if isinstance(answer, bool) else _skipped_is_false(answer)

    def say(self, *, negated: bool = False) -> str:
        return self.question.says_not if negated else self.question.says


@dataclass(frozen=True, eq=False)
class No(YesOrNo):
    """Answered no, or rightly not asked."""

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if isinstance(answer, bool):
            return not answer
        return True if answer is NotAnswered.SKIPPED else None

    def say(self, *, negated: bool = False) -> str:
        return self.question.says if negated else self.question.says_not


@dataclass(frozen=True, eq=False)
class Refused(OneQuestion):
    """Not answered although asked: not known, declined or blank. Always true or false."""

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        return isinstance(answer, NotAnswered) and answer is not NotAnswered.SKIPPED

    def say(self, *, negated: bool = False) -> str:
        return f"“{self.question.short}” was {'answered' if negated else 'not answered'}"


@dataclass(frozen=True, eq=False)
class AnsweredAny(Condition):
    """Somebody opened these questions: one holds a value, "does not know" or "declined"."""

    asked: tuple[Question, ...]

    def questions(self) -> Iterator[Question]:
        yield from self.asked

    def truth(self, case: Case) -> Truth:
        return any(case.was_opened(question) for question in self.asked)

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        yield from self.asked

    def say(self, *, negated: bool = False) -> str:
        which = "; ".join(f"“{question.short}”" for question in self.asked)
        return f"{'none' if negated else 'at least one'} of these was opened ({which})"


_COMPARE: dict[str, tuple[Callable[[Any, Any], bool], str, str]] = {
    ">=": (operator.ge, "{} or more", "less than {}"),
    ">": (operator.gt, "more than {}", "{} or less"),
    "<=": (operator.le, "{} or less", "more than {}"),
    "<": (operator.lt, "less than {}", "{} or more"),
    "==": (operator.eq, "{}", "other than {}"),
}


@dataclass(frozen=True, eq=False)
class Compare(OneQuestion):
    """A number against a limit."""

    question: Measured  # type: ignore[assignment] # a Measured question, or a score
    sign: str
    limit: float
    compare: Callable[[Any, Any], bool] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compare", _COMPARE[self.sign][0])
        self.say()  # a number without its sentence fails here, when the rule is made

    def questions(self) -> Iterator[Question]:
        return self.question.asked_for()

    def truth(self, case: Case) -> Truth:
        span = self.question.span(case)
        if not isinstance(span, tuple):
            return _skipped_is_false(span)
        least, greatest = span
        if self.sign == "==" and least < self.limit < greatest:
            return None  # the other signs are monotonic, so that the ends of the interval decide
        truth = self.compare(least, self.limit)
        return truth if truth == self.compare(greatest, self.limit) else None

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        return self.question.answered(case)

    def open_questions(self, case: Case) -> Iterator[Question]:
        return self.question.unanswered(case)

    def say(self, *, negated: bool = False) -> str:
        return self.question.say_compared(self.sign, self.limit, negated=negated)


class Measured(ABC):
    """Something with a number that may be known only within an interval: a numeric question, or a score."""

    @abstractmethod
    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        """Least and greatest value the answers allow, or why there is none."""

    @abstractmethod
    def asked_for(self) -> Iterator[Question]: ...

    @abstractmethod
    def answered(self, case: Case) -> Iterator[Question]: ...

    @abstractmethod
    def unanswered(self, case: Case) -> Iterator[Question]: ...

    @abstractmethod
    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str: ...

    def __ge__(self, limit: float) -> Condition:
        return Compare(self, ">=", limit)

    def __gt__(self, limit: float) -> Condition:
        return Compare(self, ">", limit)

    def __le__(self, limit: float) -> Condition:
        return Compare(self, "<=", limit)

    def __lt__(self, limit: float) -> Condition:
        return Compare(self, "<", limit)

    def equals(self, limit: float) -> Condition:
        return Compare(self, "==", limit)


def said_number(sign: str, limit: str, *, negated: bool = False) -> str:
    """``10 or more``: a comparison in words."""
    _, holds, fails = _COMPARE[sign]
    return (fails if negated else holds).format(limit)


def _skipped_is_false(answer: NotAnswered) -> Truth:
    return False if answer is NotAnswered.SKIPPED else None


def always() -> Condition:
    return Always()


def has(question: Choices, *options: str) -> Condition:
    """Some of these options were chosen. A body site without side matches either side."""
    return Has(question, question.checked(options), options)


def has_number(question: Choices, number: int, *options: str) -> Condition:
    """At least ``number`` of these options; of all but "none", where no options are given."""
    named = options or tuple(name for name in question.options if name != "none")
    return HasNumber(question, number, question.checked(named), named)


def is_(question: Choice, *options: str) -> Condition:
    """The answer is one of these; ``unknown`` and ``declined`` stand for those states."""
    return Is(question, question.checked(options), options)


def yes(question: YesNo) -> Condition:
    return Yes(question)


def no(question: YesNo) -> Condition:
    return No(question)


def refused(question: Question) -> Condition:
    return Refused(question)


def answered_any(*questions: Question) -> Condition:
    return AnsweredAny(questions)


def at_least_of(number: int, *conditions: Condition) -> Condition:
    return AtLeast(number, conditions)


def sure(condition: Condition) -> Condition:
    return Sure(condition)
