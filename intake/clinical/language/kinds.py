"""The kinds of question: what an answer may be, how it is read, and how it is said."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from intake.clinical.language.answers import Answer, AnswerError, NotAnswered
from intake.clinical.language.conditions import Condition, Measured, RuleError, always, joined, said_number

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

FRONT_DESK, CLINICIAN = "front_desk", "clinician"
NONE = "none"
"""The option that stands for none of the others."""
CALM = (NONE, "no")
"""Options that come first among the possible answers, so that where several serve, the plain one is named."""
SCALE_TO = 10
"""Whole numbers from 0 to at most this are possible answers one by one."""
Option = str | tuple[str, str]
"""An option's label, or its label and how it is said inside a sentence."""

_STATES = {"unknown": NotAnswered.UNKNOWN, "declined": NotAnswered.DECLINED, "na": NotAnswered.BLANK}
_SAID_STATES = {
    NotAnswered.UNKNOWN: "Does not know",
    NotAnswered.DECLINED: "Chose not to answer",
    NotAnswered.BLANK: "Not answered",
    NotAnswered.SKIPPED: "Not applicable",
}


def say_state(state: NotAnswered) -> str:
    return _SAID_STATES[state]


@dataclass(frozen=True, eq=False, kw_only=True)
class Question:
    """What is asked. ``id`` follows from the group and name it is given in the catalogue.

    ``asked_when`` is looked up late, because conditions are made of questions. Where it is false and there is no answer
    the question counts as skipped; where it is not known the question is asked.
    """

    wording: str = field(kw_only=False)
    short: str = ""
    help: str = ""
    to_person: str = ""
    """How somebody reads it who answers alone, where the wording would not speak to them."""
    by: str = FRONT_DESK
    private: bool = False
    asked_when: Callable[[], Condition] = always
    id: str = field(init=False)
    kind: ClassVar[str]
    several: ClassVar[bool] = False
    """Several options can be ticked together."""
    is_number: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", self.short or self.wording.rstrip("?"))
        object.__setattr__(self, "private", self.private or self.by == CLINICIAN)

    def __set_name__(self, group: type, name: str) -> None:
        object.__setattr__(self, "id", f"{group.__name__}.{name}")

    @property
    def always_asked(self) -> bool:
        return self.asked_when is always

    def parse(self, value: object) -> Answer:
        """Read one JSON value. Raises AnswerError, naming what is allowed."""
        if value is None:
            return NotAnswered.BLANK
        if isinstance(value, str) and value in _STATES:
            return _STATES[value]
        return self._parse_value(value)

    def _parse_value(self, value: object) -> Answer:
        raise NotImplementedError

    def say_answer(self, answer: Answer) -> str:
        """The answer in words, for a clinician."""
        return say_state(answer) if isinstance(answer, NotAnswered) else self._say_value(answer)

    def _say_value(self, value: Any) -> str:
        return str(value)

    def say_at_desk(self, answer: Answer) -> str:
        """The answer in words without a number that counts: the front desk sees no scores."""
        return self.say_answer(answer)

    @property
    def answer_kind_text(self) -> str:
        """What an answer may be, with every option."""
        raise NotImplementedError

    def ticked_together(self, answers: Sequence[Answer]) -> Answer:
        """One answer for several: a list that holds all that they hold; of other answers the first."""
        return answers[0]

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        """Answers as a sentence names them: “Yes”."""
        return [f"“{self.say_answer(answer)}”" for answer in answers]

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """Answers that may make a difference, few enough to try each.

        Args:
            limits: the numbers that the rules compare this one with.
            ticked: the options chosen already, which stay so.
        """
        return ()

    def matched(self, answer: Answer) -> Any:
        """What conditions compare: a value, the names that the ticked options match, or a ``NotAnswered``."""
        return answer

    @property
    def closing_question(self) -> Question | None:
        """The question that says whether the ticked options are all there are."""
        return None

    def _refuse(self, value: object, allowed: str) -> AnswerError:
        return AnswerError(self.id, value, f"{allowed} is allowed")

    @cached_property
    def open_options(self) -> frozenset[str]:
        """Options that leave the question open, such as "not examined"."""
        return frozenset()


@dataclass(frozen=True, eq=False, kw_only=True)
class YesNo(Question):
    says: str = ""
    says_not: str = ""
    kind = "yes_no"
    answer_kind_text = "Yes or no."

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        return False, True

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, bool):
            return value
        raise self._refuse(value, "true or false")

    def _say_value(self, value: Any) -> str:
        return "Yes" if value else "No"


@dataclass(frozen=True, eq=False, kw_only=True)
class _WithOptions(Question):
    options: Mapping[str, Option] = field(kw_only=False)
    says: str = "{}"
    says_not: str = "not {}"
    leaves_open: tuple[str, ...] = ()
    labels: dict[str, str] = field(init=False)
    """Each option's label, as on the form."""
    phrases: dict[str, str] = field(init=False)
    """Each option as it is said inside a sentence."""

    def __post_init__(self) -> None:
        super().__post_init__()
        pairs = {
            name: option if isinstance(option, tuple) else (option, inside_sentence(option))
            for name, option in self.options.items()
        }
        object.__setattr__(self, "labels", {name: label for name, (label, _) in pairs.items()})
        object.__setattr__(self, "phrases", {name: phrase for name, (_, phrase) in pairs.items()})

    def checked(self, names: tuple[str, ...]) -> frozenset[str]:
        """The named options. Raises RuleError where one is not in the catalogue."""
        wrong = set(names) - self._nameable()
        if wrong or not names:
            raise RuleError(f"{self.wording!r} has no option {', '.join(sorted(wrong)) or '(none named)'}")
        return frozenset(names)

    def _nameable(self) -> set[str]:
        return {*self.options}

    def say_options(self, names: tuple[str, ...], *, negated: bool = False) -> str:
        template = self.says_not if negated else self.says
        return template.format(joined([self.phrases[name] for name in names], "or"))

    @cached_property
    def open_options(self) -> frozenset[str]:
        return frozenset(self.leaves_open)


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice(_WithOptions):
    kind = "choice"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.phrases.update(unknown="not known", declined="not told")

    def _nameable(self) -> set[str]:
        return {*self.options, "unknown", "declined"}

    @property
    def answer_kind_text(self) -> str:
        return f"One of: {'; '.join(self.labels.values())}."

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        return tuple(_calm_first(option for option in self.options if option not in self.open_options))

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, str) and value in self.options:
            return value
        raise self._refuse(value, f"one of {', '.join(self.options)}")

    def _say_value(self, value: Any) -> str:
        return self.labels[value]


@dataclass(frozen=True, eq=False, kw_only=True)
class Choices(_WithOptions):
    complete_when_yes: Callable[[], YesNo] | None = None
    """A question that says whether the ticked options are all there are; unless yes, one not ticked is not known."""
    kind = "choices"
    several = True

    @property
    def answer_kind_text(self) -> str:
        return f"Any of: {'; '.join(self.labels.values())}."

    @property
    def closing_question(self) -> Question | None:
        return self.complete_when_yes and self.complete_when_yes()

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """Each option that is not ticked yet, added to those that are."""
        kept = tuple(option for option in ticked if option != NONE)
        added = (option for option in self.options if option not in kept and not (kept and option == NONE))
        return tuple((*kept, option) for option in _calm_first(added))

    def ticked_together(self, answers: Sequence[Answer]) -> Answer:
        ticked = {option for answer in answers if isinstance(answer, tuple) for option in answer}
        return tuple(option for option in self.options if option in ticked)

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        """Each list by the option that was added last."""
        return [f"“{label}”" for label in self._last_labels(answers)]

    def _last_labels(self, answers: Sequence[Answer]) -> list[str]:
        return [self.labels[answer[-1]] for answer in answers if isinstance(answer, tuple)]

    def matched(self, answer: Answer) -> Any:
        return frozenset(self._names(without_none(answer))) if isinstance(answer, tuple) else answer

    def _names(self, options: tuple[str, ...]) -> Iterable[str]:
        """All names by which a rule may call these options."""
        return options

    def _parse_value(self, value: object) -> Answer:
        if not isinstance(value, list) or not value:
            raise self._refuse(value, "a list of at least one option")
        for option in value:
            if not isinstance(option, str) or option not in self.options:
                raise self._refuse(value, f"a list of {', '.join(self.options)}")
        if len(set(value)) < len(value):
            raise AnswerError(self.id, value, "an option is given twice")
        return tuple(value)

    def _say_value(self, value: Any) -> str:
        return ", ".join(self.labels[option] for option in value)


@dataclass(frozen=True, eq=False, kw_only=True)
class Sites(Choices):
    """Choices of body sites, each with side ``_L`` or ``_R`` or none; a region named without side matches either."""

    regions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.phrases.update({name: inside_sentence(label) for name, label in self.regions.items()})

    def _nameable(self) -> set[str]:
        return {*self.options, *self.regions}

    def _names(self, options: tuple[str, ...]) -> Iterable[str]:
        return (*options, *(site.removesuffix("_L").removesuffix("_R") for site in options))

    def _last_labels(self, answers: Sequence[Answer]) -> list[str]:
        """A place on both sides once: "Groin" for "Groin, left" and "Groin, right"."""
        labels = super()._last_labels(answers)
        both = {label.removesuffix(", left") for label in labels if label.replace(", left", ", right") in labels}
        merged = (label.rpartition(",")[0] if label.rpartition(",")[0] in both else label for label in labels)
        return list(dict.fromkeys(merged))


@dataclass(frozen=True, eq=False, kw_only=True)
class _Number(Question, Measured):
    minimum: float
    maximum: float
    unit: str = ""
    says: str = "{}"
    """A clause with the number at ``{}``."""
    is_number = True
    step: ClassVar[float] = 1
    """From a limit to the nearest number on its other side."""

    @property
    def answer_kind_text(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"A number from {self.minimum:g} to {self.maximum:g}{unit}."

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """The ends, and each limit with a number on either side of it."""
        about = {round(limit + change, 1) for limit in limits for change in (-self.step, 0, self.step)}
        numbers = {self.minimum, self.maximum, *about}
        return tuple(sorted(number for number in numbers if self.minimum <= number <= self.maximum))

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        return [self.say_answer(answer) for answer in answers]

    def _allowed(self) -> str:
        unit = f" ({self.unit})" if self.unit else ""
        return f"from {self.minimum:g} to {self.maximum:g}{unit}"

    def _say_value(self, value: Any) -> str:
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        space = "" if unit.startswith(("/", "%")) else " "
        return f"{value:g}{space}{unit}".strip()

    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        answer = case.answer(self)
        return answer if isinstance(answer, NotAnswered) else (answer, answer)

    def asked_for(self) -> Iterator[Question]:
        yield self

    def answered(self, case: Case) -> Iterator[Question]:
        yield self

    def unanswered(self, case: Case) -> Iterator[Question]:
        return case.open_parts(self)

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        return self.says.format(said_number(sign, self._say_value(limit), negated=negated))


@dataclass(frozen=True, eq=False, kw_only=True)
class Integer(_Number):
    kind = "integer"

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        if self.maximum <= SCALE_TO:
            return tuple(range(int(self.minimum), int(self.maximum) + 1))
        return super().possible_answers(limits, ticked)

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value <= self.maximum:
            return value
        raise self._refuse(value, f"a whole number {self._allowed()}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Decimal(_Number):
    kind = "decimal"
    step = 0.1

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, int | float) and not isinstance(value, bool) and self.minimum <= value <= self.maximum:
            return value
        raise self._refuse(value, f"a number {self._allowed()}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Item(Integer):
    """A scored item of an instrument: its answers are printed words that stand for 0, 1, 2 ..."""

    labels: tuple[str, ...] = ()
    """The printed answers, first for 0. Empty where the item is a scale with two named ends."""

    @property
    def answer_kind_text(self) -> str:
        if not self.labels:
            return super().answer_kind_text
        return f"One of: {'; '.join(f'{label} ({points})' for points, label in enumerate(self.labels))}."

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        """By its printed words, or the bare number of a scale."""
        return [f"“{self.labels[item]}”" if self.labels else f"{item}" for item in answers if isinstance(item, int)]

    def _say_value(self, value: Any) -> str:
        return f"{self.labels[int(value)]} ({value})" if self.labels else f"{value} of {self.maximum:g}"

    def say_at_desk(self, answer: Answer) -> str:
        return self.labels[answer] if self.labels and isinstance(answer, int) else self.say_answer(answer)

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        said = f"“{self.labels[int(limit)]}”" if self.labels else f"{limit:g}"
        return self.says.format(said_number(sign, said, negated=negated))


@dataclass(frozen=True, eq=False, kw_only=True)
class Date(Question):
    kind = "date"
    answer_kind_text = "A date."

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                pass
            else:
                return value
        raise self._refuse(value, "a date as YYYY-MM-DD")

    def _say_value(self, value: Any) -> str:
        date = datetime.date.fromisoformat(value)
        return f"{date.day} {date:%b %Y}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Question):
    """Free text: stored, shown, never read by a rule. "unknown" and "declined" are plain words here."""

    longest: int = 1000
    kind = "text"
    answer_kind_text = "Words, which no rule reads."

    def parse(self, value: object) -> Answer:
        return NotAnswered.BLANK if value is None else self._parse_value(value)

    def _parse_value(self, value: object) -> Answer:
        if not isinstance(value, str):
            raise self._refuse(value, "text")
        if len(value) > self.longest:
            raise self._refuse(value, f"text of at most {self.longest} characters")
        if re.search("[\x00\ud800-\udfff]", value):
            raise self._refuse(value, "text without NUL or lone surrogate characters")
        return value


class Group:
    """A namespace of questions. Its name and a question's name make the question's id: ``pain.sites``."""


def inside_sentence(label: str) -> str:
    """A label without its capital, abbreviations left alone."""
    return label if label[:2].isupper() and label[:2].isalpha() else f"{label[:1].lower()}{label[1:]}"


def without_none(options: tuple[str, ...]) -> tuple[str, ...]:
    """``none`` beside other options is a slip: the more serious reading counts (W09 reports it)."""
    return tuple(option for option in options if option != NONE) if len(options) > 1 else options


def _calm_first(options: Iterable[str]) -> list[str]:
    return sorted(options, key=lambda option: option not in CALM)
