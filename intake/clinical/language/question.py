"""What every question is: how it is answered, and how its answer is read, placed and said. Its kind says the rest."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .answers import Answer, AnswerError, NotAnswered, Value
from .condition import Condition, RuleError, once
from .conditions import always
from .of_answers import STATES, StateIs

if TYPE_CHECKING:
    from .kinds import YesNo

FRONT_DESK, CLINICIAN = "front_desk", "clinician"

_STATES = {"unknown": NotAnswered.UNKNOWN, "declined": NotAnswered.DECLINED, "na": NotAnswered.BLANK}
_IN_WORDS = {
    NotAnswered.UNKNOWN: "Does not know",
    NotAnswered.DECLINED: "Chose not to answer",
    NotAnswered.BLANK: "Not answered",
    NotAnswered.SKIPPED: "Not applicable",
}


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
    return _IN_WORDS[_STATES[stored]] if isinstance(stored, str) and stored in _STATES else str(stored)


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
    stable_when: Callable[[], Condition] | None = None
    """When its answer may stand beside it at the person's next intake, to be confirmed: by the answers it was given with.

    None where it is asked anew each time: symptoms, mood, what happened within a span of time, all that is private.
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
    bare_days = False
    """Of a duration: a number without a unit is days."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", self.short or self.wording.rstrip("?"))
        object.__setattr__(self, "private", self.private or self.by == CLINICIAN)
        if self.private and self.stable_when:
            raise RuleError(f"{self.wording!r} is private, and its answer is not shown at the next intake")

    def __set_name__(self, group: type, name: str) -> None:
        object.__setattr__(self, "id", f"{group.__name__}.{name}")

    @property
    def brief(self) -> str:
        """``PHQ-9 item 3`` for an item with its whole text; other questions are short already."""
        name, _, text = self.short.partition(": ")
        return name if text and " item " in name else self.short

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

    def read_stored(self, stored: object) -> Answer:
        """Read one value as ``as_json`` writes it. Raises AnswerError, naming what is allowed."""
        return self.parse(stored)

    def place(self, stored: object, *, renamed: bool = False) -> Placed:
        """Read what is stored, which may be an answer to an earlier rule set. What cannot be read is handed back.

        Args:
            renamed: it was stored under an id of before.
        """
        mapped = self._of_today(stored)
        for value in (mapped, stored) if renamed else (stored, mapped):
            try:
                return Placed(self.read_stored(value))
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

    asks_back: ClassVar[bool] = False
    """Some answers are slips more often than not: whoever enters one is asked whether it is right."""
    said_right: ClassVar[str] = ""
    """What is ticked where it is."""

    def asked_back(self, answer: Any, today: datetime.date) -> str:
        """What is asked back of such an answer; empty of any other."""
        return ""

    def matched(self, answer: Answer) -> Any:
        """What conditions compare: a value, the names that the ticked options match, or a ``NotAnswered``."""
        return answer

    def asked_for(self) -> Iterator[Question]:
        """The questions that tell it: itself."""
        yield self

    def is_one_of(self, named: tuple[str, ...]) -> Condition:
        """A condition: why there is no answer. Raises RuleError where something else is named than a state."""
        if not named or not STATES.keys() >= set(named):
            raise RuleError(f"{self.wording!r}: of it only {' and '.join(STATES)} can be named, not {', '.join(named)}")
        return once(StateIs, self, named)

    # Words ----------------------------------------------------------------------------------------------------------

    def say_answer(self, answer: Answer) -> str:
        """The answer in words, for a clinician."""
        return _IN_WORDS[answer] if isinstance(answer, NotAnswered) else self._say_value(answer)

    def _say_value(self, value: Any) -> str:
        return str(value)

    def say_at_desk(self, answer: Answer) -> str:
        """The answer in words without a number that counts: the front desk sees no scores."""
        return self.say_answer(answer)

    def say_stored(self, stored: object, *, at_desk: bool = False) -> str:
        """What is stored, in words, whether or not it is allowed today."""
        try:
            answer = self.read_stored(stored)
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


class Group:
    """A namespace of questions. Its name and a question's name make the question's id: ``pain.sites``."""
