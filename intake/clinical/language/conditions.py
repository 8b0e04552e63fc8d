"""Small three-valued condition values (Kleene logic).

A condition is written once, with the catalogue's own names, and from that one value come its result, the answers that
made it so, the questions that keep it open, and its English sentence. A new kind of condition is one class: what others
need to know of it (how its parts are joined, what it names, the number it compares with) it says itself, and nobody asks
for its class.

Truth is ``True``, ``False`` or ``None``; ``None`` is "not known". A question that was rightly skipped is ``False``.
Source: rule book section 0.1.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from .answers import NotAnswered

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

    from .kinds import Choice, Choices, YesNo
    from .measured import Measured
    from .question import Question

Truth = bool | None

InMany = tuple[int, int]
"""A condition in many cases at once, a bit a case: those in which it holds, and those in which it does not."""
IN_ALL: dict[Truth, InMany] = {True: (-1, 0), False: (0, -1), None: (0, 0)}
"""What it comes to where it is the same in every case."""


class RuleError(Exception):
    """A rule names something the catalogue does not have. Raised when the rule is made, so at import."""


def joined(parts: list[str], word: str) -> str:
    """``a, b or c``: a list as it is said."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


class Condition(ABC):
    """What a rule asks of the answers."""

    negates: ClassVar[bool] = False
    """It holds where its only part does not."""
    negated_by_parts: ClassVar[bool] = False
    """Its opposite is said by the opposites of its parts."""
    on_flags: ClassVar[bool] = False
    """It looks at red flags."""
    minds_skips: ClassVar[bool] = True
    """Whether a question is skipped can change its truth."""
    remark: ClassVar[str] = ""
    """What is told beside its only part, where that is about a single answer."""

    @abstractmethod
    def truth(self, case: Case) -> Truth:
        """Whether this holds for the case; ``None`` where the answers do not say."""

    @abstractmethod
    def say(self, *, negated: bool = False) -> str:
        """This condition, or its opposite, as an English clause without capital or full stop."""

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions this one is made of; none for one that looks at answers itself."""
        return ()

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        """The same of other parts; unchanged where its words are not those of its parts."""
        return self

    def titled(self, titles: Mapping[str, str]) -> Condition:
        """The same, with other titles for the flags it names."""
        return self.made_of(tuple(part.titled(titles) for part in self.parts))

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """The conditions it is worked out from: its parts, unless there are more than are told."""
        return self.parts

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        """What it comes to in many cases at once, from what those come to that it rests on."""
        return parts[0]

    def joined(self, *, negated: bool = False) -> str:
        """How the parts make the whole, or its opposite: all, any, "at least 2 of"; empty where there are no parts."""
        return ""

    @property
    def name(self) -> str:
        """The id by which it is known, so that it is told in full only once; empty for most."""
        return ""

    @property
    def about(self) -> Question | None:
        """The one question that it is about."""
        return None

    def value(self, case: Case) -> str:
        """What it compared, where that is no answer: a score, the state of a flag."""
        return ""

    def held(self, case: Case) -> str:
        """Why this condition, which is true, is so: a clause with only those parts that make it hold."""
        return self.say()

    def names(self) -> Iterator[str]:
        """The ids that it names itself: not those that a fact or a score rests on in turn."""
        if not self.parts:
            yield from (question.id for question in self.questions())
        for part in self.parts:
            yield from part.names()

    def limits(self) -> Iterator[tuple[Measured, float]]:
        """What it compares, each with the limit."""
        for part in self.parts:
            yield from part.limits()

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

    def walk(self, into: Callable[[Condition], bool | None] | None = None) -> Iterator[Condition]:
        """This condition and all that it is made of, each before its own parts.

        Args:
            into: which parts to go into; every part where it is not given.
        """
        yield self
        for part in self.parts:
            if into is None or into(part):
                yield from part.walk(into)

    @cached_property
    def leaves(self) -> tuple[Condition, ...]:
        """The conditions in it that look at answers, flags or patterns themselves."""
        return tuple(part for part in self.walk() if not part.parts)

    @cached_property
    def looks_at(self) -> frozenset[Question]:
        """Every question whose answer can change its truth: also those that say whether a list is complete."""
        if self.rests_on:
            return frozenset().union(*(part.looks_at for part in self.rests_on))
        asked = set(self.questions())
        return frozenset(asked.union(question.closing_question for question in asked if question.closing_question))

    @cached_property
    def sentence(self) -> str:
        return _sentence(self.say())

    def held_sentence(self, case: Case) -> str:
        return _sentence(self.held(case))

    def __and__(self, other: Condition) -> Condition:
        return AllOf((*_flat(self, AllOf), *_flat(other, AllOf)))

    def __or__(self, other: Condition) -> Condition:
        return AnyOf((*_flat(self, AnyOf), *_flat(other, AnyOf)))

    def __invert__(self) -> Condition:
        return Not(self)


def _sentence(clause: str) -> str:
    first = next(place for place, character in enumerate(clause) if character.isalpha())
    return f"{clause[: first + 1].upper()}{clause[first + 1 :]}."


def _flat(condition: Condition, kind: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    return condition.parts if type(condition) is kind else (condition,)


def _clause(part: Condition, *, negated: bool = False) -> str:
    """A part inside a longer sentence; brackets keep "and" and "or" apart."""
    clause = part.say(negated=negated)
    while isinstance(part, _OfOne):
        part = part.condition
    return f"({clause})" if part.negated_by_parts else clause


@dataclass(frozen=True, eq=False)
class _OfMany(Condition):
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        return replace(self, conditions=parts)


@dataclass(frozen=True, eq=False)
class _OfOne(Condition):
    condition: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def made_of(self, parts: tuple[Condition, ...]) -> Condition:
        return replace(self, condition=parts[0])


class _AndOr(_OfMany):
    negated_by_parts = True
    decided_by: ClassVar[bool]
    """The truth that a single part gives to the whole."""

    def truth(self, case: Case) -> Truth:
        result: Truth = not self.decided_by
        for part in self.conditions:
            truth = part.truth(case)
            if truth is self.decided_by:
                return truth
            if truth is None:
                result = None
        return result

    def joined(self, *, negated: bool = False) -> str:
        return "all" if self.decided_by is negated else "any"

    def say(self, *, negated: bool = False) -> str:
        word = ", and " if self.decided_by is negated else ", or "
        return word.join(_clause(part, negated=negated) for part in self.conditions)


class AllOf(_AndOr):
    decided_by = False

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.and_, holding), reduce(operator.or_, failing)

    def held(self, case: Case) -> str:
        """What speaks for it; what only had to be absent is left out, unless there is nothing else."""
        spoken = [part for part in self.conditions if not part.negates] or self.conditions
        clauses = [part.held(case) for part in spoken]
        return ", and ".join(f"({clause})" if "; " in clause else clause for clause in clauses)


class AnyOf(_AndOr):
    decided_by = True

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.or_, holding), reduce(operator.and_, failing)

    def held(self, case: Case) -> str:
        return "; ".join(part.held(case) for part in self.conditions if part.truth(case))


class Not(_OfOne):
    negates = True

    def truth(self, case: Case) -> Truth:
        truth = self.condition.truth(case)
        return None if truth is None else not truth

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, fails),) = parts
        return fails, holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        return self.condition.evidence(case, wanted=not wanted)

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=not negated)


@dataclass(frozen=True, eq=False)
class AtLeast(_OfMany):
    """True where that many parts are true; false where too few can still become true."""

    number: int

    def truth(self, case: Case) -> Truth:
        truths = [part.truth(case) for part in self.conditions]
        return at_least(self.number, truths.count(True), truths.count(None))

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        """Some of that many all hold; or so many fail that too few are left."""
        holding, failing = zip(*parts, strict=True)
        return _some_of(self.number, holding), _some_of(len(parts) - self.number + 1, failing)

    def joined(self, *, negated: bool = False) -> str:
        return f"{'fewer than' if negated else 'at least'} {self.number} of"

    def say(self, *, negated: bool = False) -> str:
        return f"{self.joined(negated=negated).removesuffix(' of')} of these hold ({'; '.join(part.say() for part in self.conditions)})"


def at_least(number: int, true: int, unknown: int) -> Truth:
    if true >= number:
        return True
    return None if true + unknown >= number else False


def _some_of(number: int, cases: tuple[int, ...]) -> int:
    """The cases that so many of these sets have in common."""
    return reduce(operator.or_, (reduce(operator.and_, some, -1) for some in combinations(cases, number)), 0)


class Sure(_OfOne):
    """True only where the condition is known to hold, so that an examination not done leaves nothing undecided."""

    remark = "counts only where it is known"

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case) is True

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, _),) = parts
        return holds, ~holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        if wanted:
            yield from self.condition.evidence(case)
        else:
            for part in self.condition.parts or (self.condition,):
                if part.truth(case) is not True:
                    yield from (question for question in part.questions() if not case.is_open(question))

    def joined(self, *, negated: bool = False) -> str:
        return "not known" if negated else "known"

    def say(self, *, negated: bool = False) -> str:
        return f"it is not known that {_clause(self.condition)}" if negated else self.condition.say()


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

    @property
    def name(self) -> str:
        return self.id

    def names(self) -> Iterator[str]:
        yield self.id

    def truth(self, case: Case) -> Truth:
        if self not in case.truths:
            case.truths[self] = self.meaning.truth(case)
        return case.truths[self]

    def joined(self, *, negated: bool = False) -> str:
        return "all"

    def say(self, *, negated: bool = False) -> str:
        return self.says_not if negated else self.says


@dataclass(frozen=True, eq=False)
class OneQuestion(Condition):
    """A condition on the answer to a single question."""

    question: Question

    @property
    def about(self) -> Question | None:
        return self.question

    def questions(self) -> Iterator[Question]:
        yield self.question

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        yield self.question

    def open_questions(self, case: Case) -> Iterator[Question]:
        yield from case.open_parts(self.question)


@dataclass(frozen=True, eq=False)
class OfOptions(OneQuestion):
    """A condition on some of the question's options, which are said in the order in which they were named."""

    question: Choice | Choices
    options: frozenset[str]
    named: tuple[str, ...]

    def say(self, *, negated: bool = False) -> str:
        return self.question.say_options(self.named, negated=negated)


@dataclass(frozen=True, eq=False)
class Has(OfOptions):
    """At least so many of the options were chosen. One not ticked is false, save a medicine on an open list."""

    number: int

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return skipped_is_false(answer)
        unknown = len(self.options) if case.list_is_open(self.question) else 0
        return at_least(self.number, len(self.options & answer), unknown)

    def say(self, *, negated: bool = False) -> str:
        if self.number == 1:
            return super().say(negated=negated)
        amount = f"fewer than {self.number}" if negated else f"at least {self.number}"
        return f"{amount} of these are reported ({', '.join(self.question.phrases[name] for name in self.named)})"


class Is(OfOptions):
    """The answer is one of the options; ``unknown`` and ``declined`` can be named too."""

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, str):
            return True if answer.value in self.options else skipped_is_false(answer)
        if answer in self.options:
            return True
        return None if answer in self.question.open_options else False


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
        return answer if isinstance(answer, bool) else skipped_is_false(answer)

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

    minds_skips = False
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


def skipped_is_false(answer: NotAnswered) -> Truth:
    return False if answer is NotAnswered.SKIPPED else None


@cache
def once(kind: Callable[..., Condition], *values: Hashable) -> Condition:
    """A condition that is written twice is one value: what it comes to is worked out once."""
    return kind(*values)


def always() -> Condition:
    return once(Always)


def has(question: Choices, *options: str) -> Condition:
    """Some of these options were chosen. A body site without side matches either side."""
    return once(Has, question, question.checked(options), options, 1)


def has_number(question: Choices, number: int, *options: str) -> Condition:
    """At least ``number`` of these options; of all but "none", where no options are given."""
    named = options or tuple(name for name in question.options if name != "none")
    return once(Has, question, question.checked(named), named, number)


def is_(question: Choice, *options: str) -> Condition:
    """The answer is one of these; ``unknown`` and ``declined`` stand for those states."""
    return once(Is, question, question.checked(options), options)


def yes(question: YesNo) -> Condition:
    return once(Yes, question)


def no(question: YesNo) -> Condition:
    return once(No, question)


def refused(question: Question) -> Condition:
    return once(Refused, question)


def answered_any(*questions: Question) -> Condition:
    return once(AnsweredAny, questions)


def at_least_of(number: int, *conditions: Condition) -> Condition:
    return AtLeast(conditions, number)


def sure(condition: Condition) -> Condition:
    return Sure(condition)
