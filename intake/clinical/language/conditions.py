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
    from .measured import Measured, Total
    from .question import Question

Truth = bool | None

STATES = {"unknown": "“does not know”", "declined": "“chose not to answer”"}
"""Why there is no answer, as a condition names it and says it."""

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
    minds_answer: ClassVar[bool] = True
    """Which answer was given can change its truth, not only whether there is one."""
    remark: ClassVar[str] = ""
    """What is told beside its only part, where that is about a single answer."""

    @abstractmethod
    def truth(self, case: Case) -> Truth:
        """Whether this holds for the case; ``None`` where the answers do not say."""

    @abstractmethod
    def say(self, *, negated: bool = False) -> str:
        """This condition, or its opposite, as an English clause without capital or full stop."""

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        """The same as a part of a longer sentence: kept apart by brackets, and inside brackets by words.

        Args:
            depth: how many "and" and "or" it stands inside; at 1 brackets are free, deeper they are not.
        """
        return self.say(negated=negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        """What is said one after another in a list with this "and" or "or", each with whether it is its opposite."""
        yield self, negated

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
        """Why this condition, which is true, is so: a clause with only what makes it hold."""
        return ", and ".join(dict.fromkeys(self.holding(case)))

    def holding(self, case: Case) -> Iterator[str]:
        """What makes it hold, clause by clause: each is true of the case."""
        yield self.say()

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

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        """The questions and scores that give this condition the wanted truth."""
        for part in self.parts:
            if part.truth(case) is wanted:
                yield from part.evidence(case, wanted=wanted)

    def known(self, case: Case) -> Iterator[Question | Total]:
        """What it looks at and is answered: the grounds of what is not known to be so."""
        for part in self.parts:
            yield from part.known(case)

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

    @property
    def closing(self) -> tuple[Question, ...]:
        """The questions that say whether a list it looks at is complete."""
        return tuple(asked.closing_question for asked in self.questions() if asked.closing_question)

    @cached_property
    def looks_at(self) -> frozenset[Question]:
        """Every question whose answer can change its truth: also those that say whether a list is complete."""
        if self.rests_on:
            return frozenset().union(*(part.looks_at for part in self.rests_on))
        return frozenset((*self.questions(), *self.closing))

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


def _apart(clause: str, depth: int) -> str:
    """In brackets, where there are none around it yet."""
    return f"({clause})" if depth == 1 else clause


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
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        word = "and" if self.decided_by is negated else "or"
        clauses = [part.say_inside(depth + 1, negated=turned) for part, turned in self.spoken(word, negated=negated)]
        if depth:  # a list ends what it stands in
            clauses.sort(key=lambda clause: ": " in clause)
        if depth < 2:
            return _apart(f", {word} ".join(clauses), depth)
        if word == "or":
            return f"either {' or '.join(clauses)}"
        clauses.sort(key=lambda clause: clause.startswith("either "))
        both = len(clauses) == 2 and (depth > 2 or clauses[0].startswith("either "))
        return f"{'both ' * both}{' and '.join(clauses)}"

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        if word == ("and" if self.decided_by is negated else "or"):
            for part in self.conditions:
                yield from part.spoken(word, negated=negated)
        else:
            yield self, negated


class AllOf(_AndOr):
    decided_by = False

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.and_, holding), reduce(operator.or_, failing)

    def holding(self, case: Case) -> Iterator[str]:
        """What speaks for it; what only had to be absent is left out, unless there is nothing else."""
        for part in [part for part in self.conditions if not part.negates] or self.conditions:
            yield from part.holding(case)


class AnyOf(_AndOr):
    decided_by = True

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        holding, failing = zip(*parts, strict=True)
        return reduce(operator.or_, holding), reduce(operator.and_, failing)

    def held(self, case: Case) -> str:
        return "; ".join(dict.fromkeys(part.held(case) for part in self.conditions if part.truth(case)))

    def holding(self, case: Case) -> Iterator[str]:
        for part in self.conditions:
            if part.truth(case):
                yield from part.holding(case)


class Not(_OfOne):
    negates = True

    def truth(self, case: Case) -> Truth:
        truth = self.condition.truth(case)
        return None if truth is None else not truth

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, fails),) = parts
        return fails, holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        return self.condition.evidence(case, wanted=not wanted)

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=not negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        return self.condition.say_inside(depth, negated=not negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return self.condition.spoken(word, negated=not negated)


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

    def holding(self, case: Case) -> Iterator[str]:
        for part in self.conditions:
            if part.truth(case):
                yield from part.holding(case)

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        listed = "; ".join(part.say_inside(max(depth, 1) + 1) for part in self.conditions)
        return _apart(f"{self.joined(negated=negated)} these hold: {listed}", depth)


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

    def holding(self, case: Case) -> Iterator[str]:
        return self.condition.holding(case)

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case) is True

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        ((holds, _),) = parts
        return holds, ~holds

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        if wanted:
            yield from self.condition.evidence(case)
        else:
            whole = self.condition
            for part in (whole,) if whole.name else whole.parts or (whole,):
                if (truth := part.truth(case)) is not True:
                    yield from part.known(case) if truth is None else part.evidence(case, wanted=False)

    def joined(self, *, negated: bool = False) -> str:
        return "not known" if negated else "known"

    def say(self, *, negated: bool = False) -> str:
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        if negated:
            clause = f"it is not known that {self.condition.say_inside(max(depth, 1) + 1)}"
            return _apart(clause, depth) if self.condition.negated_by_parts else clause
        return self.condition.say_inside(depth)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return iter([(self, True)]) if negated else self.condition.spoken(word)


class AsGiven(_OfOne):
    """The same of the answers as given, before the skip rule: a gate may so look at questions that come after it.

    Source: rule book 0.1, where the skip rule goes through the questions in the order of the catalogue.
    """

    minds_skips = False

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """Not on its part, which is looked at without the skip rule here."""
        return ()

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case.as_given)

    def joined(self, *, negated: bool = False) -> str:
        return "all"

    def say(self, *, negated: bool = False) -> str:
        return self.condition.say(negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        return self.condition.say_inside(depth, negated=negated)

    def spoken(self, word: str, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
        return self.condition.spoken(word, negated=negated)


@dataclass(frozen=True, eq=False)
class Worded(_OfOne):
    """A part of a rule with words of its own, where those of its parts would be hard to follow. It changes nothing else."""

    says: str
    says_not: str

    def truth(self, case: Case) -> Truth:
        return self.condition.truth(case)

    def holding(self, case: Case) -> Iterator[str]:
        return self.condition.holding(case)

    def say(self, *, negated: bool = False) -> str:
        return self.says_not if negated else self.says


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

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        """What is not so is no reason."""
        if wanted:
            yield from self.meaning.evidence(case)

    def known(self, case: Case) -> Iterator[Question | Total]:
        """As above."""
        return iter(())

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

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield self.question

    def known(self, case: Case) -> Iterator[Question | Total]:
        if not case.is_open(self.question):
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

    def holding(self, case: Case) -> Iterator[str]:
        """Of the options named those that were chosen."""
        answer = case.answer(self.question)
        chosen = answer if isinstance(answer, frozenset) else {answer}
        named = tuple(name for name in self.named if name in chosen)
        yield self.question.say_options(named, word="and") if named else self.say()


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
        return self.say_inside(0, negated=negated)

    def say_inside(self, depth: int, *, negated: bool = False) -> str:
        if self.number == 1:
            return super().say(negated=negated)
        amount = f"fewer than {self.number}" if negated else f"at least {self.number}"
        named = ", ".join(self.question.phrases[name] for name in self.named)
        return _apart(f"{amount} of these are reported: {named}", depth)


class Ticked(OfOptions):
    """One of the options was ticked, whether or not the list of those ticked is known to be complete."""

    @property
    def closing(self) -> tuple[Question, ...]:
        return ()

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, frozenset):
            return skipped_is_false(answer)
        return not self.options.isdisjoint(answer)

    def open_questions(self, case: Case) -> Iterator[Question]:
        if case.is_open(self.question):
            yield self.question


@dataclass(frozen=True, eq=False)
class StateIs(OneQuestion):
    """Why there is no answer: one of ``unknown`` and ``declined``."""

    states: tuple[str, ...]

    def truth(self, case: Case) -> Truth:
        answer = case.answer(self.question)
        if not isinstance(answer, NotAnswered):
            return False
        return True if answer.value in self.states else skipped_is_false(answer)

    def say(self, *, negated: bool = False) -> str:
        return _say_states(self.question, self.states, negated=negated)


def _say_states(question: Question, states: tuple[str, ...], *, negated: bool) -> str:
    """``“Swelling” has the answer “does not know”``."""
    named = joined([STATES[state] for state in states], "or")
    return f"“{question.brief}” {'has not' if negated else 'has'} the answer {named}"


class Is(OfOptions):
    """The answer is one of the options; ``unknown`` and ``declined`` can be named too."""

    def say(self, *, negated: bool = False) -> str:
        states = tuple(name for name in self.named if name in STATES)
        options = tuple(name for name in self.named if name not in STATES)
        if not states or (options and "is {}" in self.question.says):
            return super().say(negated=negated)
        of_options = [self.question.say_options(options, negated=negated)] if options else []
        return (" and " if negated else " or ").join((*of_options, _say_states(self.question, states, negated=negated)))

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
    """Not settled although asked: not known, declined, blank or not examined. Always true or false."""

    minds_answer = False

    def truth(self, case: Case) -> Truth:
        return case.is_open(self.question)

    def say(self, *, negated: bool = False) -> str:
        return f"“{self.question.brief}” was {'answered' if negated else 'not answered'}"


@dataclass(frozen=True, eq=False)
class AnsweredAny(Condition):
    """Somebody opened these questions: one holds a value, "does not know" or "declined"."""

    minds_skips = False
    minds_answer = False
    asked: tuple[Question, ...]
    called: str
    """What they are together; empty where there is one."""

    def questions(self) -> Iterator[Question]:
        yield from self.asked

    def truth(self, case: Case) -> Truth:
        return any(case.was_opened(question) for question in self.asked)

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        yield from self.asked

    def say(self, *, negated: bool = False) -> str:
        if self.called:
            return f"{'none' if negated else 'at least one'} of {self.called} was opened"
        return f"“{self.asked[0].brief}” was {'not opened' if negated else 'opened'}"


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


def ticked(question: Choices, *options: str) -> Condition:
    """One of these options was ticked, even where the list may not be complete."""
    return once(Ticked, question, question.checked(options), options)


def is_(question: Question, *options: str) -> Condition:
    """The answer is one of these. Of any question: ``unknown`` and ``declined``, which stand for those states."""
    return question.is_one_of(options)


def yes(question: YesNo) -> Condition:
    return once(Yes, question)


def no(question: YesNo) -> Condition:
    return once(No, question)


def refused(question: Question) -> Condition:
    return once(Refused, question)


def answered_any(*questions: Question, called: str = "") -> Condition:
    """One of them was opened; ``called``: what several of them are together, "the ASQ questions"."""
    if len(questions) > 1 and not called:
        raise RuleError(f"several questions need one name: {', '.join(question.id for question in questions)}")
    return once(AnsweredAny, questions, called)


def at_least_of(number: int, *conditions: Condition) -> Condition:
    return AtLeast(conditions, number)


def sure(condition: Condition) -> Condition:
    return Sure(condition)


def worded(condition: Condition, says: str, says_not: str = "") -> Condition:
    """The condition, said in these words; its opposite, where no words are given, by what is not so."""
    return Worded(condition, says, says_not or f"it is not so that {says}")


def as_given(condition: Condition) -> Condition:
    return AsGiven(condition)


def sure_as_given(condition: Condition) -> Condition:
    return Sure(AsGiven(condition))
