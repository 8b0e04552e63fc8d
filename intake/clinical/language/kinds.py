"""The kinds of question: what an answer may be, how it is read, and how it is said."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from .answers import Answer, AnswerError, Between, Days, NotAnswered
from .condition import Condition, RuleError, joined, once
from .measured import Measured, said_number
from .numbers import days_answered
from .of_answers import Is
from .question import (
    CLINICIAN,
    FRONT_DESK,
    Control,
    Group,
    Offered,
    Placed,
    Question,
    plain_words,
    typed_text,
)

if TYPE_CHECKING:
    from intake.clinical.working.case import Case

__all__ = [
    "CALM",
    "CLINICIAN",
    "FRONT_DESK",
    "NONE",
    "SCALE_TO",
    "Choice",
    "Choices",
    "Control",
    "Date",
    "Decimal",
    "EstimatedInteger",
    "Group",
    "Integer",
    "Item",
    "Offered",
    "Option",
    "Question",
    "Sites",
    "Text",
    "YesNo",
    "inside_sentence",
    "typed_text",
    "without_none",
]

NONE = "none"
"""The option that stands for none of the others."""
CALM = (NONE, "no")
"""Options that come first among the possible answers, so that where several serve, the plain one is named."""
Option = str | tuple[str, str]
"""An option's label, or its label and how it is said inside a sentence."""
SCALE_TO = 10
"""A whole number from 0 to at most this is picked from a row of numbers, not typed."""


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
    labels: dict[str, str] = field(init=False, default_factory=dict)
    """Each option's label, as on the form."""
    phrases: dict[str, str] = field(init=False, default_factory=dict)
    """Each option as it is said inside a sentence, and whatever else a rule may name in its place."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, option in self.options.items():
            label, phrase = option if isinstance(option, tuple) else (option, said_plainly(option))
            self.labels[name], self.phrases[name] = label, phrase

    def checked(self, names: tuple[str, ...]) -> frozenset[str]:
        """The named options. Raises RuleError where one is not in the catalogue."""
        wrong = set(names) - self.phrases.keys()
        if wrong or not names:
            raise RuleError(f"{self.wording!r} has no option {', '.join(sorted(wrong)) or '(none named)'}")
        return frozenset(names)

    def say_options(self, names: tuple[str, ...], *, negated: bool = False, word: str = "or") -> str:
        template = self.says_not if negated else self.says
        return template.format(joined([self.phrases[name] for name in names], word))

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

    def is_one_of(self, named: tuple[str, ...]) -> Condition:
        """A condition: one of these options was picked, or one of these states is why there is no answer."""
        return once(Is, self, self.checked(named), named)

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

    @cached_property
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
    regions_said: Mapping[str, str] = field(default_factory=dict)
    """How a rule says a region without its side, where that is not its label."""
    control = Control.PLACES

    def __post_init__(self) -> None:
        super().__post_init__()
        self.phrases.update(self.regions_said or {name: said_plainly(label) for name, label in self.regions.items()})

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
        if days := Days.read(stored):
            return days.said
        number = isinstance(stored, int | float) and not isinstance(stored, bool)
        return self._say_value(stored) if number else plain_words(stored)

    def say_limit(self, value: float) -> str:
        """A number that answers are compared with, as it is named inside a sentence."""
        return self._say_value(value)

    def _allowed(self) -> str:
        unit = f" ({self.unit})" if self.unit else ""
        return f"from {self.minimum:g} to {self.maximum:g}{unit}"

    def _say_value(self, value: Any) -> str:
        if self.unit == "days":
            return days_answered(value)
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        space = "" if unit.startswith(("/", "%")) else " "
        return f"{value:g}{space}{unit}".strip()

    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        answer = case.answer(self)
        return answer if isinstance(answer, NotAnswered) else (answer, answer)

    def asked_for(self) -> Iterator[Question]:
        yield self

    def evidence(self) -> Question:
        return self

    def is_known(self, case: Case) -> bool:
        return not case.is_open(self)

    def unanswered(self, case: Case) -> Iterator[Question]:
        return case.open_parts(self)

    def say_compared(self, sign: str, limit: float, *, negated: bool) -> str:
        """Raises RuleError where there is no clause to put the number in."""
        if "{}" not in self.says:
            raise RuleError(f"a rule compares {self.wording!r}, which says no sentence with {{}} for the number")
        return self.says.format(said_number(sign, self.say_limit(limit), negated=negated))


@dataclass(frozen=True, eq=False, kw_only=True)
class Integer(_Number):
    not_measured: tuple[int, ...] = ()
    """Numbers that are typed for "not measured" more often than they are found. One that was found counts as it is."""
    bare_days: bool = False
    """Of a duration: the wording asks for a number of days, so that one without a unit is days."""
    kind = "integer"
    said_right = "Yes, this was measured"

    @property
    def asks_back(self) -> bool:  # type: ignore[override]
        return bool(self.not_measured)

    def asked_back(self, answer: Any, today: datetime.date) -> str:
        return f"{self.say_answer(answer)}: not measured?" if answer in self.not_measured else ""

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

    def read_stored(self, stored: object) -> Answer:
        """A duration is kept with the words it was said in; one of an earlier release is a number alone."""
        days = Days.read(stored) if self.control is Control.DURATION else None
        return self.parse(stored if days is None else days)

    def possible_answers(self, limits: Iterable[float], ticked: tuple[str, ...]) -> tuple[Answer, ...]:
        if self.maximum <= SCALE_TO:
            return tuple(range(int(self.minimum), int(self.maximum) + 1))
        return super().possible_answers(limits, ticked)

    def _parse_value(self, value: object) -> Answer:
        if isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value <= self.maximum:
            return value
        raise self._refuse(value, f"a whole number {self._allowed()}")


@dataclass(frozen=True, eq=False, kw_only=True)
class EstimatedInteger(Integer):
    """A whole number of which only the least and the greatest may be known: ``[65, 75]`` as it is stored.

    Nobody enters it so: it follows from what else is known. A rule that it may decide either way is not known, and the
    question stays open.
    """

    def place(self, stored: object, *, renamed: bool = False) -> Placed:
        ends = self._ends(stored)
        return Placed(ends) if ends else super().place(stored, renamed=renamed)

    def say_stored(self, stored: object, *, at_desk: bool = False) -> str:
        ends = self._ends(stored)
        return self.say_answer(ends) if ends else super().say_stored(stored, at_desk=at_desk)

    def _ends(self, stored: object) -> Between | None:
        match stored:
            case [int(least), int(greatest)] if self.minimum <= least < greatest <= self.maximum:
                return None if isinstance(least, bool) else Between(least, greatest)
        return None

    def span(self, case: Case) -> tuple[float, float] | NotAnswered:
        answer = case.answer(self)
        return (answer.least, answer.greatest) if isinstance(answer, Between) else super().span(case)

    def _say_value(self, value: Any) -> str:
        if isinstance(value, Between):
            return f"{value.least} to {super()._say_value(value.greatest)}"
        return super()._say_value(value)


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
    asks_back = True
    said_right = "Yes, this date is right"
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

    def asked_back(self, answer: Any, today: datetime.date) -> str:
        day = datetime.date.fromisoformat(answer)
        since = (day.year + self.years_to_ask_back, day.month, day.day)
        is_long_ago = bool(self.years_to_ask_back) and since < (today.year, today.month, today.day)
        years = "a year" if self.years_to_ask_back == 1 else f"{self.years_to_ask_back} years"
        return f"that is over {years} ago. Is it right?" if is_long_ago else ""

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
            allowed = f"text of at most {self.longest} characters is allowed: these are {len(value)}"
            raise AnswerError(self.id, value, allowed)
        if re.search("[\x00\ud800-\udfff]", value):
            raise self._refuse(value, "text without NUL or lone surrogate characters")
        return value


def inside_sentence(label: str) -> str:
    """A label without its capital, abbreviations left alone."""
    return label if label[:2].isupper() and label[:2].isalpha() else f"{label[:1].lower()}{label[1:]}"


def said_plainly(label: str) -> str:
    """A label as a rule says it: without its capital, and without what explains it in brackets."""
    return inside_sentence(label).partition(" (")[0]


def without_none(options: tuple[str, ...]) -> tuple[str, ...]:
    """``none`` beside other options is a slip: the more serious reading counts (W09 reports it)."""
    return tuple(option for option in options if option != NONE) if len(options) > 1 else options


def _calm_first(options: Iterable[str]) -> list[str]:
    return sorted(options, key=lambda option: option not in CALM)
