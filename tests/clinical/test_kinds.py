"""A kind of question says how it is answered, and reads what was picked or typed."""

from __future__ import annotations

from typing import Any

import pytest

from intake.clinical.language.answers import AnswerError, Days, NotAnswered
from intake.clinical.language.kinds import (
    Choice,
    Choices,
    Control,
    Date,
    Decimal,
    Integer,
    Item,
    Question,
    Sites,
    Text,
    YesNo,
    typed_text,
)
from intake.clinical.language.numbers import ago
from intake.clinical.rules.questions import QUESTIONS
from tests.lanes import each

HOW: list[tuple[Question, Control, list[Any]]] = [
    (YesNo("A"), Control.YES_NO, [True, False]),
    (Choice("A", {"a": "A", "b": "B"}), Control.PICK, ["a", "b"]),
    (Choices("A", {"a": "A", "none": "None"}), Control.TICKS, ["a", "none"]),
    (Sites("A", {"calf_L": "Left"}, regions={"calf": "Calf"}), Control.PLACES, ["calf_L"]),
    (Integer("A", minimum=0, maximum=10), Control.SCALE, [*range(11)]),
    (Integer("A", minimum=0, maximum=11), Control.WHOLE_NUMBER, []),
    (Integer("A", minimum=0, maximum=7, unit="nights"), Control.WHOLE_NUMBER, []),
    (Integer("A", minimum=0, maximum=9, unit="days"), Control.DURATION, []),
    (Decimal("A", minimum=0, maximum=9), Control.DECIMAL, []),
    (Item("A", minimum=0, maximum=1, labels=("No", "Yes")), Control.WORDS, [0, 1]),
    (Item("A", minimum=0, maximum=2), Control.SCALE, [0, 1, 2]),
    (Date("A"), Control.DATE, []),
    (Text("A"), Control.TEXT, []),
]


@pytest.mark.parametrize(("question", "control", "offered"), HOW)
def test_each_kind_has_its_control_and_what_can_be_picked(
    question: Question, control: Control, offered: list[Any]
) -> None:
    assert (question.control, [answer for answer, _ in question.choices_offered]) == (control, offered)
    assert question.several is (control in (Control.TICKS, Control.PLACES))
    assert question.is_picked is (bool(offered) and not question.several)
    assert bool(question.body_regions) is (control is Control.PLACES)
    assert question.own_words is (control is Control.TEXT)


@each(QUESTIONS)
def test_what_is_picked_is_read_as_it_was_offered(question: Question) -> None:
    for answer, label in question.choices_offered:
        entered = [typed_text(answer)] if question.several else typed_text(answer)
        read = question.read(entered)
        assert read == ((answer,) if question.several else answer)
        assert label in question.say_at_desk(read) or question.kind == "integer"


@pytest.mark.parametrize(
    ("question", "typed", "read"),
    [
        (Integer("A", minimum=0, maximum=99), "42", 42),
        (Decimal("A", minimum=-5, maximum=99), "36,6", 36.6),
        (Decimal("A", minimum=-5, maximum=99), "-1.5", -1.5),
        (Date("A"), "2026-01-31", "2026-01-31"),
        (Text("A"), "unknown", "unknown"),
    ],
)
def test_what_is_typed_is_read(question: Question, typed: str, read: Any) -> None:
    object.__setattr__(question, "id", "t.q")
    assert question.read(typed) == read
    assert question.read(typed_text(read)) == read


@pytest.mark.parametrize(
    "question", [YesNo("A"), Integer("A", minimum=0, maximum=99), Decimal("A", minimum=0, maximum=9), Date("A")]
)
@pytest.mark.parametrize("typed", ["a few", "-", "1e3", "٣"])
def test_what_cannot_be_read_is_refused_with_what_is_allowed(question: Question, typed: str) -> None:
    object.__setattr__(question, "id", "t.q")
    with pytest.raises(AnswerError, match="is allowed"):
        question.read(typed)


def test_a_word_for_no_answer_is_none_in_a_number() -> None:
    number = Integer("A", minimum=0, maximum=99)
    object.__setattr__(number, "id", "t.q")
    with pytest.raises(AnswerError, match="a whole number"):
        number.read("unknown")
    assert number.parse("unknown") is NotAnswered.UNKNOWN


@pytest.mark.parametrize(
    ("question", "stored", "said"),
    [
        ("pain.duration_days", {"days": 21, "said": "3 weeks"}, "3 weeks"),
        ("pain.duration_days", {"days": -1, "said": "since summer 2024"}, "since summer 2024"),
        ("pt.age_years", [65, 75], "65 to 75 years"),
        ("pt.age_years", 70, "70 years"),
    ],
)
def test_what_is_stored_is_said_as_it_was(question: str, stored: Any, said: str) -> None:
    """Where its kind would not take it today, too."""
    assert QUESTIONS[question].say_stored(stored) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (3, "3 days ago"),
        (Days(14, "a couple of weeks"), "a couple of weeks ago"),
        (Days(900, "since summer 2024"), "(since summer 2024)"),
        (Days(2, "2 days ago"), "(2 days ago)"),
    ],
)
def test_how_long_ago_is_said_as_it_was_told(days: int, said: str) -> None:
    assert ago(days) == said
