"""What an answer may be: every kind of question, its allowed and its refused values, and the JSON they come in."""

import json
from typing import Any

import pytest

from intake.clinical.language.answers import AnswerError, Answers, NotAnswered, as_json
from intake.clinical.language.kinds import Text
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import pt
from intake.exchange.contract import json_text, read_answers, read_json, refused_line

BLANK = NotAnswered.BLANK
HALF_A_CHARACTER = "\ud800"

ALLOWED: list[tuple[str, Any, Any]] = [
    ("hx.diabetes", True, True),
    ("hx.diabetes", False, False),
    ("pt.age_years", 0, 0),
    ("pt.age_years", 120, 120),
    ("phq.q1", 3, 3),
    ("ex.temp_c", 38, 38),
    ("ex.temp_c", 37.5, 37.5),
    ("ex.temp_c", 25.0, 25.0),
    ("ex.calf_diff_cm", -10, -10),
    ("pain.night", "none", "none"),
    ("ex.pulses", "not_examined", "not_examined"),
    ("pain.quality", ["burning", "itching"], ("burning", "itching")),
    ("pain.quality", ["none"], ("none",)),
    ("pain.quality", ["none", "burning"], ("none", "burning")),
    ("pain.sites", ["calf_L", "low_back"], ("calf_L", "low_back")),
    ("ctx.encounter_date", "2024-02-29", "2024-02-29"),
    ("ctx.language", "Português", "Português"),
    ("ctx.language", "", ""),
    ("ctx.language", "é" * 1000, "é" * 1000),
    ("ctx.language", "\U0001f600" * 1000, "\U0001f600" * 1000),
    ("ctx.language", "line\nbreak\tand\x7f", "line\nbreak\tand\x7f"),
    ("ctx.language", "unknown", "unknown"),
    ("ctx.language", "declined", "declined"),
    ("ctx.language", "na", "na"),
]

REFUSED: list[tuple[str, Any, str]] = [
    ("hx.diabetes", 1, "true or false is allowed"),
    ("hx.diabetes", 0, "true or false is allowed"),
    ("hx.diabetes", "true", "true or false is allowed"),
    ("hx.diabetes", "yes", "true or false is allowed"),
    ("hx.diabetes", [], "true or false is allowed"),
    ("pt.age_years", -1, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", 121, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", 3.0, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", "3", "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", True, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", [3], "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", {"years": 3}, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", 10**4000, "a whole number from 0 to 120 (years) is allowed"),
    ("pt.age_years", float("nan"), "a whole number from 0 to 120 (years) is allowed"),
    ("phq.q1", 4, "a whole number from 0 to 3 is allowed"),
    ("phq.q1", "Several days", "a whole number from 0 to 3 is allowed"),
    ("auditc.q1", 5, "a whole number from 0 to 4 is allowed"),
    ("ex.temp_c", 24.9, "a number from 25 to 45 (°C) is allowed"),
    ("ex.temp_c", "37", "a number from 25 to 45 (°C) is allowed"),
    ("ex.temp_c", True, "a number from 25 to 45 (°C) is allowed"),
    ("ex.temp_c", float("nan"), "a number from 25 to 45 (°C) is allowed"),
    ("ex.temp_c", float("inf"), "a number from 25 to 45 (°C) is allowed"),
    ("ex.temp_c", 10**4000, "a number from 25 to 45 (°C) is allowed"),
    ("ex.abpi_min", -0.1, "a number from 0 to 2 is allowed"),
    ("pain.night", "sometimes", "one of none, positional, wakes_unprovoked is allowed"),
    ("pain.night", "None", "one of none, positional, wakes_unprovoked is allowed"),
    ("pain.night", ["none"], "one of none, positional, wakes_unprovoked is allowed"),
    ("pain.night", False, "one of none, positional, wakes_unprovoked is allowed"),
    ("mh.psychosis", [], "a list of at least one option is allowed"),
    ("mh.psychosis", "voices", "a list of at least one option is allowed"),
    ("mh.psychosis", {"voices": True}, "a list of at least one option is allowed"),
    ("mh.psychosis", ["visions"], "a list of voices, paranoia, other, none is allowed"),
    ("mh.psychosis", ["voices", 1], "a list of voices, paranoia, other, none is allowed"),
    ("mh.psychosis", [["voices"]], "a list of voices, paranoia, other, none is allowed"),
    ("mh.psychosis", ["unknown"], "a list of voices, paranoia, other, none is allowed"),
    ("mh.psychosis", ["voices", "voices"], "an option is given twice"),
    ("ctx.encounter_date", "2023-02-29", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "2024-1-2", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "20240102", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "2024-W01-1", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "2024-01-02T10:00", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "2024-01-02\n", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0662", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", "", "a date as YYYY-MM-DD is allowed"),
    ("ctx.encounter_date", 20240102, "a date as YYYY-MM-DD is allowed"),
    ("ctx.language", 1, "text is allowed"),
    ("ctx.language", True, "text is allowed"),
    ("ctx.language", ["English"], "text is allowed"),
    ("ctx.language", "é" * 1001, "text of at most 1000 characters is allowed: these are 1001"),
    ("ctx.language", "\U0001f600" * 1001, "text of at most 1000 characters is allowed: these are 1001"),
    ("ctx.language", f"a{HALF_A_CHARACTER}b", "text without NUL or lone surrogate characters is allowed"),
    ("ctx.language", "\udfff", "text without NUL or lone surrogate characters is allowed"),
    ("ctx.language", "a\x00b", "text without NUL or lone surrogate characters is allowed"),
    ("pain.nights", 1, "there is no such question"),
    ("phq", 1, "there is no such question"),
    ("", None, "there is no such question"),
    (HALF_A_CHARACTER, True, "there is no such question"),
]


def named(part: Any) -> str:
    return ascii(part)[:30]


@pytest.mark.parametrize(("question", "value", "stored"), ALLOWED, ids=named)
def test_allowed(question: str, value: Any, stored: Any) -> None:
    answers = read_answers({question: value})
    assert answers.given == {question: stored}
    assert type(answers.given[question]) is type(stored)
    assert answers.as_document() == {question: value}


@pytest.mark.parametrize(("question", "value", "reason"), REFUSED, ids=named)
def test_refused(question: str, value: Any, reason: str) -> None:
    with pytest.raises(AnswerError) as refusal:
        read_answers({"hx.pad": True, question: value})
    assert (refusal.value.question, refusal.value.value, refusal.value.reason) == (question, value, reason)
    assert str(refusal.value) == (f"{question}: {reason}" if question else reason)


@pytest.mark.parametrize(
    ("word", "state"),
    [(None, BLANK), ("na", BLANK), ("unknown", NotAnswered.UNKNOWN), ("declined", NotAnswered.DECLINED)],
)
def test_every_question_may_be_left_without_a_value(word: str | None, state: NotAnswered) -> None:
    for question in QUESTIONS.values():
        assert question.parse(word) == (word if word and isinstance(question, Text) else state)


def test_what_is_left_without_a_value_reads_and_writes_back() -> None:
    document = {"hx.pad": "unknown", "hx.cvd": "declined", "hx.gout": None, "hx.ckd": "na"}
    answers = read_answers(document)
    assert answers.as_document() == {"hx.pad": "unknown", "hx.cvd": "declined"}
    assert list(answers) == ["hx.pad", "hx.cvd"]
    assert answers[pt.age_years] is BLANK
    assert as_json(BLANK) is None


def test_answers_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        read_answers({"hx.pad": True}).given["hx.pad"] = False  # type: ignore[index]


@pytest.mark.parametrize("document", [None, True, 1, "answers", [], [{}]], ids=named)
def test_only_an_object_holds_answers(document: Any) -> None:
    with pytest.raises(AnswerError, match="one object") as refusal:
        Answers.parse(document, QUESTIONS)
    assert refusal.value.question is None


# The JSON itself


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "this is not JSON"),
        (b"{", "this is not JSON"),
        (b'{"hx.pad": true,}', "this is not JSON"),
        (b"{'hx.pad': true}", "this is not JSON"),
        (b'{"hx.pad": true} {}', "this is not JSON"),
        (b'{"ctx.language": "a\tb"}', "this is not JSON"),
        (b'{"ctx.language": "\xff"}', "not UTF-8"),
        ('{"hx.pad": true}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
    ],
    ids=named,
)
def test_what_is_not_json(data: bytes, reason: str) -> None:
    with pytest.raises(AnswerError, match=reason) as refusal:
        read_json(data)
    assert (refusal.value.question, refusal.value.value) == (None, None)


def test_a_byte_order_mark_is_allowed() -> None:
    assert read_json(b"\xef\xbb\xbf{}") == {}


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(AnswerError, match="the key is given twice") as refusal:
        read_json(b'{"hx.pad": true, "hx.pad": true}')
    assert (refusal.value.question, refusal.value.value) == ("hx.pad", True)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 4000, "9" * 5000, f"-{'9' * 5000}"], ids=named
)
def test_what_is_no_number_or_far_too_large_is_refused_by_its_question(number: str) -> None:
    for question_id in QUESTIONS:
        with pytest.raises(AnswerError) as refusal:
            read_answers(read_json(f'{{"{question_id}": {number}}}'.encode()))
        assert refusal.value.question == question_id


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ("é", '"\\u00e9"'),
        ([1, {"a": 2.5}], '[1, {"a": 2.5}]'),
        (float("nan"), '"NaN"'),
        (float("-inf"), '"-Infinity"'),
        ([float("nan")], '"[NaN]"'),
        (f"a{HALF_A_CHARACTER}", '"a\\\\ud800"'),
        ({HALF_A_CHARACTER: 1}, r'"{\"\\ud800\": 1}"'),
    ],
    ids=named,
)
def test_any_value_can_be_shown_as_json(value: Any, text: str) -> None:
    assert json_text(value) == text


@pytest.mark.parametrize("innermost", [0, float("nan")])
def test_deep_nesting_can_be_shown_as_json(innermost: Any) -> None:
    value = innermost
    for _ in range(100_000):
        value = [value]
    assert json_text(value) == '"nested too deep"'


@pytest.mark.parametrize("value", [1, None, "é", float("inf"), HALF_A_CHARACTER, 10**4000], ids=named)
def test_a_refused_line_is_always_json(value: Any) -> None:
    line = refused_line(7, AnswerError(HALF_A_CHARACTER, value, "it is not allowed"))
    error = json.loads(line, parse_constant=pytest.fail)["error"]
    assert list(error) == ["line", "question", "value", "reason"]
    assert (error["line"], error["question"], error["reason"]) == (7, "\\ud800", "it is not allowed")
    assert line.isascii()
