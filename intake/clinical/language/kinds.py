"""The kinds of question: what an answer may be, how it is read, and how it is said."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from intake.clinical.language.answers import Answer, AnswerError, NotAnswered
from intake.clinical.language.conditions import Condition, Measured, RuleError, always, joined, said_number

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

FRONT_DESK, CLINICIAN = "front_desk", "clinician"
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

    def matched(self, value: tuple[str, ...]) -> frozenset[str]:
        """All option names the answer matches."""
        return frozenset(value)


@dataclass(frozen=True, eq=False, kw_only=True)
class Sites(Choices):
    """Choices of body sites, each with side ``_L`` or ``_R`` or none; a region named without side matches either."""

    regions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.phrases.update({name: inside_sentence(label) for name, label in self.regions.items()})

    def _nameable(self) -> set[str]:
        return {*self.options, *self.regions}

    def matched(self, value: tuple[str, ...]) -> frozenset[str]:
        return frozenset((*value, *(site.removesuffix("_L").removesuffix("_R") for site in value)))


@dataclass(frozen=True, eq=False, kw_only=True)
class _Number(Question, Measured):
    minimum: float
    maximum: float
    unit: str = ""
    says: str = "{}"
    """A clause with the number at ``{}``."""

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

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value <= self.maximum:
            return value
        raise self._refuse(value, f"a whole number {self._allowed()}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Decimal(_Number):
    kind = "decimal"

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, int | float) and not isinstance(value, bool) and self.minimum <= value <= self.maximum:
            return value
        raise self._refuse(value, f"a number {self._allowed()}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Item(Integer):
    """A scored item of an instrument: its answers are printed words that stand for 0, 1, 2 ..."""

    labels: tuple[str, ...] = ()
    """The printed answers, first for 0. Empty where the item is a scale with two named ends."""

    def _say_value(self, value: Any) -> str:
        return f"{self.labels[int(value)]} ({value})" if self.labels else f"{value} of {self.maximum:g}"

    def say_at_desk(self, answer: Answer) -> str:
        return self.labels[answer] if self.labels and isinstance(answer, int) else self.say_answer(answer)

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        said = f"“{self.labels[int(limit)]}”" if self.labels else f"{limit:g}"
        return self.says.format(said_number(sign, said, negated=negated))


@dataclass(frozen=True, eq=False, kw_only=True)
class Date(Question):
    earliest: datetime.date = datetime.date(1900, 1, 1)
    """What is entered now has to be this day or later. What an earlier release stored stays readable."""
    years_to_ask_back: int = 0
    """A day longer ago than this many years is a slip more often than not: whoever enters it is asked. 0: never."""
    kind = "date"

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                pass
            else:
                return value
        raise self._refuse(value, "a date as YYYY-MM-DD")

    def check_range(self, answer: str, latest: datetime.date) -> None:
        """Raises AnswerError where the day is before the earliest, or after the latest, as the caller's clock has it."""
        if not self.earliest <= datetime.date.fromisoformat(answer) <= latest:
            raise self._refuse(answer, f"a date from {self.earliest} to {latest}")

    def is_to_ask_back(self, answer: str, today: datetime.date) -> bool:
        """The day lies longer ago than is usual here."""
        day = datetime.date.fromisoformat(answer)
        since = (day.year + self.years_to_ask_back, day.month, day.day)
        return bool(self.years_to_ask_back) and since < (today.year, today.month, today.day)

    def _say_value(self, value: Any) -> str:
        date = datetime.date.fromisoformat(value)
        return f"{date.day} {date:%b %Y}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Question):
    """Free text: stored, shown, never read by a rule. "unknown" and "declined" are plain words here."""

    longest: int = 1000
    kind = "text"

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
