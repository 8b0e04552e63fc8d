"""The kinds of question: what an answer may be, how it is read, and how it is said."""

from __future__ import annotations

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from intake.clinical.language.answers import Answer, AnswerError, NotAnswered, Value
from intake.clinical.language.conditions import Condition, Measured, RuleError, always, joined, said_number

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

FRONT_DESK, CLINICIAN = "front_desk", "clinician"
NONE = "none"
"""The option that stands for none of the others."""
CALM = (NONE, "no")
"""Options that come first among the possible answers, so that where several serve, the plain one is named."""
Option = str | tuple[str, str]
"""An option's label, or its label and how it is said inside a sentence."""
SCALE_TO = 10
"""A whole number from 0 to at most this is picked from a row of numbers, not typed."""

_STATES = {"unknown": NotAnswered.UNKNOWN, "declined": NotAnswered.DECLINED, "na": NotAnswered.BLANK}
_SAID_STATES = {
    NotAnswered.UNKNOWN: "Does not know",
    NotAnswered.DECLINED: "Chose not to answer",
    NotAnswered.BLANK: "Not answered",
    NotAnswered.SKIPPED: "Not applicable",
}


def say_state(state: NotAnswered) -> str:
    return _SAID_STATES[state]


class Control(Enum):
    """How an answer is given, on the screen and on paper."""

    YES_NO = "yes or no"
    PICK = "one of some options"
    WORDS = "one of the printed answers of an instrument"
    SCALE = "one of a row of numbers"
    TICKS = "any of some options"
    PLACES = "any of some places of the body, each left, right or without side"
    WHOLE_NUMBER = "a whole number"
    DECIMAL = "a number that may have decimals"
    DURATION = "a number of days, as people say it"
    DATE = "a date"
    TEXT = "words"


class Offered(NamedTuple):
    """An answer that can be picked or ticked, and what stands beside its box."""

    answer: Value
    label: str


class Placed(NamedTuple):
    """A stored answer as an answer to the question of today, and what of it has no place there, as it was stored."""

    answer: Answer
    unplaced: Any = None


def typed_text(answer: Value) -> str:
    """An answer as the field of a form holds it."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def plain_words(stored: object) -> str:
    """A stored value in words, where nothing is known of the question."""
    if isinstance(stored, list):
        return ", ".join(map(plain_words, stored))
    if isinstance(stored, bool):
        return "Yes" if stored else "No"
    return say_state(_STATES[stored]) if isinstance(stored, str) and stored in _STATES else str(stored)


@dataclass(frozen=True, eq=False, kw_only=True)
class Question(ABC):
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
    renamed_from: tuple[str, ...] = ()
    """The ids it had in earlier rule sets."""
    answers_before: Mapping[Any, Any] = field(default_factory=dict)
    """How an answer of an earlier rule set reads today, both as they are stored: ``{True: "positive_one"}``.

    Where several options may be ticked, it is looked up option by option. What was stored under an earlier id is looked
    up first; what was stored under the id of today, only where it is no answer of today.
    """
    verbatim: bool = False
    """Told in the person's own words wherever it is told, never by its number or in a total alone."""
    id: str = field(init=False)
    kind: ClassVar[str]
    several: ClassVar[bool] = False
    """Its answer is a list of options."""
    own_words: ClassVar[bool] = False
    """Its answer is what somebody wrote."""
    is_number: ClassVar[bool] = False
    unit = ""
    """What a number is measured in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", self.short or self.wording.rstrip("?"))
        object.__setattr__(self, "private", self.private or self.by == CLINICIAN)

    def __set_name__(self, group: type, name: str) -> None:
        object.__setattr__(self, "id", f"{group.__name__}.{name}")

    @property
    def always_asked(self) -> bool:
        return self.asked_when is always

    # How it is answered ---------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def control(self) -> Control:
        """How its answer is given."""

    @property
    @abstractmethod
    def answer_kind_text(self) -> str:
        """What an answer may be, with every option."""

    @cached_property
    def choices_offered(self) -> tuple[Offered, ...]:
        """The answers to pick from, or the options to tick; none where the answer is typed."""
        return ()

    @property
    def is_picked(self) -> bool:
        """One of the choices offered is its answer."""
        return bool(self.choices_offered) and not self.several

    @property
    def body_regions(self) -> Mapping[str, str]:
        """Where its options are places of the body: the regions, each with its label, from the back down."""
        return {}

    @property
    def closing_question(self) -> YesNo | None:
        """A question that says whether the ticked options are all there are; unless yes, one not ticked is not known."""
        return None

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """Answers that may make a difference, few enough to try each; none where no rule reads it.

        Args:
            limits: the numbers that the rules compare this one with.
            ticked: the options chosen already, which stay so.
        """
        return ()

    def ticked_together(self, answers: Iterable[Answer]) -> Answer:
        """One list that holds all that these lists hold."""
        ticked = {option for answer in answers if isinstance(answer, tuple) for option in answer}
        return tuple(option for option, _ in self.choices_offered if option in ticked)

    def read(self, entered: Any) -> Answer:
        """Read what was picked, ticked or typed in its control: a text, or a list where it takes several.

        Raises AnswerError, naming what is allowed.
        """
        return self.parse(self._entered_value(entered))

    def _entered_value(self, entered: Any) -> object:
        return entered

    # What is stored -------------------------------------------------------------------------------------------------

    def parse(self, value: object) -> Answer:
        """Read one JSON value. Raises AnswerError, naming what is allowed."""
        if value is None:
            return NotAnswered.BLANK
        if isinstance(value, str) and value in _STATES:
            return _STATES[value]
        return self._parse_value(value)

    @abstractmethod
    def _parse_value(self, value: object) -> Answer:
        """Read a value that is no word on why there is none. Raises AnswerError."""

    def place(self, stored: object, *, renamed: bool = False) -> Placed:
        """Read what is stored, which may be an answer to an earlier rule set. What cannot be read is handed back.

        Args:
            renamed: it was stored under an id of before.
        """
        mapped = self._of_today(stored)
        for value in (mapped, stored) if renamed else (stored, mapped):
            try:
                return Placed(self.parse(value))
            except AnswerError:
                continue
        return Placed(NotAnswered.BLANK, stored)

    def _of_today(self, stored: object) -> object:
        # True is not 1 here, and what is stored need not be hashable.
        same = (new for old, new in self.answers_before.items() if type(old) is type(stored) and old == stored)
        return next(same, stored)

    def check_answers_before(self) -> None:
        """Raises RuleError where an earlier answer would be read as something that is no answer of today."""
        for value in self.answers_before.values():
            if not self._is_answer(value):
                raise RuleError(f"{self.id}: {value!r} is no answer of today")

    def _is_answer(self, value: object) -> bool:
        try:
            return self.parse(value) is not NotAnswered.BLANK
        except AnswerError:
            return False

    def check_range(self, answer: str, latest: datetime.date) -> None:  # noqa: B027 (only a date looks at the clock)
        """Raises AnswerError where a day is before the earliest, or after the latest, as the caller's clock has it."""

    def is_to_ask_back(self, answer: str, today: datetime.date) -> bool:
        """Whether a day lies longer ago than is usual here."""
        return False

    def matched(self, answer: Answer) -> Any:
        """What conditions compare: a value, the names that the ticked options match, or a ``NotAnswered``."""
        return answer

    # Words ----------------------------------------------------------------------------------------------------------

    def say_answer(self, answer: Answer) -> str:
        """The answer in words, for a clinician."""
        return say_state(answer) if isinstance(answer, NotAnswered) else self._say_value(answer)

    def _say_value(self, value: Any) -> str:
        return str(value)

    def say_at_desk(self, answer: Answer) -> str:
        """The answer in words without a number that counts: the front desk sees no scores."""
        return self.say_answer(answer)

    def say_stored(self, stored: object, *, at_desk: bool = False) -> str:
        """What is stored, in words, whether or not it is allowed today."""
        try:
            answer = self.parse(stored)
        except AnswerError:
            return self._say_unplaced(stored)
        return self.say_at_desk(answer) if at_desk else self.say_answer(answer)

    def _say_unplaced(self, stored: object) -> str:
        return plain_words(stored)

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        """Answers as a sentence names them: “Yes”."""
        return [f"“{self.say_answer(answer)}”" for answer in answers]

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
    control = Control.YES_NO
    answer_kind_text = "Yes or no."
    choices_offered = (Offered(True, "Yes"), Offered(False, "No"))

    def _entered_value(self, entered: Any) -> object:
        return {"true": True, "false": False}.get(entered, entered)

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
    retired_options: Mapping[str, str] = field(default_factory=dict)
    """Options that are not offered any more, each with its label, so that old answers can be shown."""
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

    @cached_property
    def choices_offered(self) -> tuple[Offered, ...]:
        return tuple(Offered(name, label) for name, label in self.labels.items())

    def _say_unplaced(self, stored: object) -> str:
        known = {**self.retired_options, **self.labels}
        return plain_words([known.get(str(name), name) for name in (stored if isinstance(stored, list) else [stored])])


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice(_WithOptions):
    kind = "choice"
    control = Control.PICK

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
    """Looks up the ``closing_question``."""
    kind = "choices"
    control = Control.TICKS
    several = True

    @property
    def answer_kind_text(self) -> str:
        return f"Any of: {'; '.join(self.labels.values())}."

    @property
    def closing_question(self) -> YesNo | None:
        return self.complete_when_yes() if self.complete_when_yes else None

    def place(self, stored: object, *, renamed: bool = False) -> Placed:
        """As for any question; where some of the ticked options have no place, the others still count.

        "None of these" beside what has no place does not: it would speak for options that are not asked about any more.
        """
        whole = super().place(stored, renamed=renamed)
        if whole.unplaced is None or not isinstance(stored, list):
            return whole
        found = {}
        left = []
        for option in stored:
            today = self._of_today(option) if renamed or option not in [*self.options] else option
            if isinstance(today, str) and today in self.options:
                found[today] = True
            else:
                left.append(option)
        if left and found.keys() <= {"none"}:
            return whole
        return Placed(tuple(found), left or None)

    def _is_answer(self, value: object) -> bool:
        return value in [*self.options] or super()._is_answer(value)

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """Each option that is not ticked yet, added to those that are."""
        kept = tuple(option for option in ticked if option != NONE)
        added = (option for option in self.options if option not in kept and not (kept and option == NONE))
        return tuple((*kept, option) for option in _calm_first(added))

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
    control = Control.PLACES

    def __post_init__(self) -> None:
        super().__post_init__()
        self.phrases.update({name: inside_sentence(label) for name, label in self.regions.items()})

    def _nameable(self) -> set[str]:
        return {*self.options, *self.regions}

    @property
    def body_regions(self) -> Mapping[str, str]:
        return self.regions

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
    says: str = ""
    """A clause with the number at ``{}``, where a rule compares it."""
    is_number = True
    step: ClassVar[float] = 1
    """From a limit to the nearest number on its other side."""

    @property
    def answer_kind_text(self) -> str:
        return f"A number from {self.minimum:g} to {self.maximum:g}{f' {self.unit}' * bool(self.unit)}."

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        """The ends, and each limit with a number on either side of it."""
        about = {round(limit + change, 1) for limit in limits for change in (-self.step, 0, self.step)}
        numbers = {self.minimum, self.maximum, *about}
        return tuple(sorted(number for number in numbers if self.minimum <= number <= self.maximum))

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        return [self.say_answer(answer) for answer in answers]

    def _say_unplaced(self, stored: object) -> str:
        number = isinstance(stored, int | float) and not isinstance(stored, bool)
        return self._say_value(stored) if number else plain_words(stored)

    def say_limit(self, value: float) -> str:
        """A number that answers are compared with, as it is named inside a sentence."""
        return self._say_value(value)

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
        """Raises RuleError where there is no clause to put the number in."""
        if "{}" not in self.says:
            raise RuleError(f"a rule compares {self.wording!r}, which says no sentence with {{}} for the number")
        return self.says.format(said_number(sign, self.say_limit(limit), negated=negated))


@dataclass(frozen=True, eq=False, kw_only=True)
class Integer(_Number):
    kind = "integer"

    @property
    def control(self) -> Control:
        if self.unit == "days":
            return Control.DURATION
        return Control.SCALE if not self.unit and 0 <= self.maximum <= SCALE_TO else Control.WHOLE_NUMBER

    @cached_property
    def choices_offered(self) -> tuple[Offered, ...]:
        scale = range(int(self.maximum) + 1) if self.control is Control.SCALE else ()
        return tuple(Offered(number, str(number)) for number in scale)

    def _entered_value(self, entered: Any) -> object:
        # "unknown" typed as a word is no state here: as a list it is refused, and told what is allowed.
        return int(entered) if re.fullmatch(r"[0-9]{1,9}", entered) else [entered]

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
    control = Control.DECIMAL
    step = 0.1

    def _entered_value(self, entered: Any) -> object:
        number = re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,9})?", entered)
        return float(entered.replace(",", ".")) if number else [entered]

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
    def control(self) -> Control:
        return Control.WORDS if self.labels else super().control

    @property
    def answer_kind_text(self) -> str:
        if not self.labels:
            return super().answer_kind_text
        return f"One of: {'; '.join(f'{label} ({points})' for points, label in enumerate(self.labels))}."

    @cached_property
    def choices_offered(self) -> tuple[Offered, ...]:
        printed = tuple(Offered(points, label) for points, label in enumerate(self.labels))
        return printed or super().choices_offered

    def quoted(self, answers: Sequence[Answer]) -> list[str]:
        """By its printed words, or the bare number of a scale."""
        return [f"“{self.labels[item]}”" if self.labels else f"{item}" for item in answers if isinstance(item, int)]

    def _say_value(self, value: Any) -> str:
        return f"{self.labels[int(value)]} ({value})" if self.labels else f"{value} of {self.maximum:g}"

    def _say_unplaced(self, stored: object) -> str:
        return plain_words(stored)

    def say_at_desk(self, answer: Answer) -> str:
        return self.labels[answer] if self.labels and isinstance(answer, int) else self.say_answer(answer)

    def say_limit(self, value: float) -> str:
        return f"“{self.labels[int(value)]}”" if self.labels else f"{value:g}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Date(Question):
    earliest: datetime.date = datetime.date(1900, 1, 1)
    """What is entered now has to be this day or later. What an earlier release stored stays readable."""
    years_to_ask_back: int = 0
    """A day longer ago than this many years is a slip more often than not: whoever enters it is asked. 0: never."""
    kind = "date"
    control = Control.DATE
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

    def check_range(self, answer: str, latest: datetime.date) -> None:
        if not self.earliest <= datetime.date.fromisoformat(answer) <= latest:
            raise self._refuse(answer, f"a date from {self.earliest} to {latest}")

    def is_to_ask_back(self, answer: str, today: datetime.date) -> bool:
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
    control = Control.TEXT
    answer_kind_text = "Words, which no rule reads."
    own_words = True

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
