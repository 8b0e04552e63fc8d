"""Questions are renamed, retired and changed by values; no stored answer is lost, and none is counted by mistake."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from intake.clinical.language.answers import AnswerError, NotAnswered
from intake.clinical.language.catalogue import Catalogue, Retired
from intake.clinical.language.condition import RuleError
from intake.clinical.language.kinds import (
    Choice,
    Choices,
    Date,
    Decimal,
    Integer,
    Item,
    Question,
    Sites,
    Text,
    YesNo,
)
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import CATALOGUE
from tests.lanes import each, invented

Document = dict[str, Any]

RELEASES = ("0.9.2", "0.10")


def _file(release: str) -> Path:
    return Path(__file__).with_name(f"catalogue_{release}.json")


AS_ASKED = {release: json.loads(_file(release).read_text(encoding="utf-8")) for release in RELEASES}
"""By rule set, every question it had: its kind and its options."""


def catalogue(retired: tuple[Retired, ...] = (), **questions: Question) -> Catalogue:
    """A catalogue of one section, of copies of these questions as ``t.<name>``."""
    copies = {name: copy.copy(question) for name, question in questions.items()}
    for name, question in copies.items():
        object.__setattr__(question, "id", f"t.{name}")
    return Catalogue([Section("one", "One", tuple(copies.values()))], retired)


def placed(catalogue: Catalogue, document: Document) -> tuple[Document, Document]:
    """The answers of today, and by key what has no place."""
    read = catalogue.place(document)
    return read.document, {each.key: each.stored for each in read.unplaced}


# What 0.10 did


@pytest.mark.parametrize(
    ("stored", "today"),
    [(True, "positive_one"), (False, "negative"), ("unknown", "unknown"), ("declined", "declined")],
)
def test_the_straight_leg_raise_became_a_choice_by_values_alone(stored: Any, today: str) -> None:
    assert placed(CATALOGUE, {"ex.slr_positive": stored, "ex.hr": 80}) == ({"ex.hr": 80, "ex.slr": today}, {})
    assert CATALOGUE.as_today({"ex.slr_positive": stored}) == {"ex.slr": today}
    assert CATALOGUE.merge({"ex.slr_positive": stored}, {"ex.hr": 80}) == {"ex.slr": today, "ex.hr": 80}


def test_the_straight_leg_raise_is_told_in_the_words_it_had() -> None:
    then = CATALOGUE.asked_then("ex.slr_positive")
    assert then
    assert (then.wording, then.say_stored(True)) == ("Straight-leg raise brings on the leg pain", "Yes")
    assert (CATALOGUE.today("ex.slr_positive"), CATALOGUE.section_of["ex.slr_positive"]) == ("ex.slr", "examination")


# Of each kind

ONE_OF_EACH: dict[str, tuple[Question, Any, Any]] = {
    # A question, an answer it allows, and one that it does not.
    "yes_no": (YesNo("A"), True, "positive_one"),
    "choice": (Choice("A", {"a": "Label a", "b": "Label b"}), "a", "gone"),
    "choices": (Choices("A", {"a": "Label a", "none": "None of these"}), ["a"], ["gone"]),
    "sites": (Sites("A", {"calf_L": "Calf, left"}, regions={"calf": "Calf"}), ["calf_L"], ["shoulder_L"]),
    "integer": (Integer("A", minimum=0, maximum=99, unit="falls"), 3, 1000),
    "decimal": (Decimal("A", minimum=25, maximum=45, unit="°C"), 36.6, 99.9),
    "item": (Item("A", minimum=0, maximum=1, labels=("Never", "Often")), 1, 3),
    "scale": (Item("A", minimum=0, maximum=10), 7, 11),
    "date": (Date("A"), "2026-01-31", "31 January"),
    "text": (Text("A", longest=5), "words", "too many words"),
}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_renamed_question_takes_its_answers_along(kind: str) -> None:
    question, answer, _ = ONE_OF_EACH[kind]
    question = copy.copy(question)
    object.__setattr__(question, "renamed_from", ("t.older", "t.oldest"))
    found = catalogue(new=question)
    for id_ in ("t.new", "t.older", "t.oldest"):
        assert placed(found, {id_: answer}) == ({"t.new": answer}, {})
        assert found.merge({id_: answer}, {}) == {"t.new": answer}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_what_is_not_allowed_any_more_is_kept_and_not_counted(kind: str) -> None:
    question, answer, wrong = ONE_OF_EACH[kind]
    found = catalogue(q=question)
    assert placed(found, {"t.q": wrong}) == ({}, {"t.q": wrong})
    # Saved again as the page shows it, which is blank, it stays where it is.
    assert found.merge({"t.q": wrong}, {"t.q": None}) == {"t.q": wrong}
    # Answered anew, it makes way and is kept; cleared after that, it does not come back.
    anew = found.merge({"t.q": wrong}, {"t.q": answer})
    assert anew == {"t.q": answer, "before:t.q": wrong}
    assert placed(found, anew) == ({"t.q": answer}, {"before:t.q": wrong})
    assert found.merge(anew, {"t.q": None}) == {"before:t.q": wrong}
    (unplaced,) = found.place(anew).unplaced
    assert (unplaced.wording, unplaced.section) == ("A", "one")
    assert unplaced.say() == found.place({"t.q": wrong}).unplaced[0].say()


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_retired_question_is_shown_in_its_old_words(kind: str) -> None:
    question, answer, wrong = ONE_OF_EACH[kind]
    found = catalogue(q=YesNo("Still asked"), retired=(Retired("t.gone", "one", copy.copy(question)),))
    for stored in (answer, wrong, "declined"):
        assert placed(found, {"t.gone": stored, "t.q": True}) == ({"t.q": True}, {"t.gone": stored})
        assert found.merge({"t.gone": stored}, {"t.q": False}) == {"t.gone": stored, "t.q": False}
        (unplaced,) = found.place({"t.gone": stored}).unplaced
        assert (unplaced.wording, unplaced.section) == ("A", "one")
        assert unplaced.say() == found.retired["t.gone"].say_stored(stored)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@pytest.mark.parametrize("now", ONE_OF_EACH)
def test_a_question_of_another_kind_is_mapped_or_not_counted(kind: str, now: str) -> None:
    """Never an error, never lost, whatever was stored."""
    _, stored, _ = ONE_OF_EACH[kind]
    question, _, _ = ONE_OF_EACH[now]
    found = catalogue(q=question)
    for value in (stored, "unknown", None, {}, [], [[]], 0, "na"):
        answers, left = placed(found, {"t.q": value})
        assert answers or left or value in (None, "na")
        again = found.merge({"t.q": value}, {"t.other": True})
        assert placed(found, again)[0] == answers


@pytest.mark.parametrize(
    ("question", "stored", "words", "at_desk"),
    [
        (YesNo("A"), "positive", "positive", "positive"),
        (Choice("A", {"a": "Label a"}, retired_options={"b": "Label b"}), "b", "Label b", "Label b"),
        (Choice("A", {"a": "Label a"}), True, "Yes", "Yes"),
        (Choice("A", {"a": "Label a"}), "never_was", "never_was", "never_was"),
        (Choices("A", {"a": "Label a"}, retired_options={"b": "Label b"}), ["a", "b"], *["Label a, Label b"] * 2),
        (Choices("A", {"a": "Label a"}), "a", "Label a", "Label a"),
        (Integer("A", minimum=0, maximum=9, unit="falls"), 70, "70 falls", "70 falls"),
        (Integer("A", minimum=0, maximum=9, unit="falls"), "often", "often", "often"),
        (Decimal("A", minimum=0, maximum=9, unit="%"), False, "No", "No"),
        (Item("A", minimum=0, maximum=1, labels=("Never", "Often")), 3, "3", "3"),
        (Item("A", minimum=0, maximum=1, labels=("Never", "Often")), 1, "Often (1)", "Often"),
        (Date("A"), "then", "then", "then"),
        (Date("A"), "2026-01-31", "31 Jan 2026", "31 Jan 2026"),
        (Text("A"), ["a", True], "a, Yes", "a, Yes"),
        (YesNo("A"), "unknown", "Does not know", "Does not know"),
    ],
)
def test_what_is_stored_is_said_in_the_words_there_are(
    question: Question, stored: Any, words: str, at_desk: str
) -> None:
    asked = catalogue(q=question).questions["t.q"]
    assert (asked.say_stored(stored), asked.say_stored(stored, at_desk=True)) == (words, at_desk)


def test_of_an_unknown_question_its_id_and_the_answer_are_shown() -> None:
    stored = {"x.a": True, "x.b": "declined", "x.c": ["p", "q"], "x.d": 3, "x.e": None}
    unplaced = catalogue(q=YesNo("A")).place(stored).unplaced
    assert [(each.wording, each.say(), each.section) for each in unplaced] == [
        ("x.a", "Yes", ""),
        ("x.b", "Chose not to answer", ""),
        ("x.c", "p, q", ""),
        ("x.d", "3", ""),
    ]


# Options


def options(**more: Any) -> Choices:
    return Choices("A", {"a": "A", "b": "B", "none": "None of these"}, **more)


@pytest.mark.parametrize(
    ("stored", "today", "left"),
    [
        (["a", "b"], ["a", "b"], None),
        (["a", "gone"], ["a"], ["gone"]),
        (["gone"], None, ["gone"]),
        # "None of these" would speak for what is not asked about any more.
        (["none", "gone"], None, ["none", "gone"]),
        (["was_a", "b"], ["a", "b"], None),
        (["was_a", "a"], ["a"], None),
        (["nothing"], ["none"], None),
        (["a", {}, ["b"]], ["a"], [{}, ["b"]]),
        ("a", None, "a"),
    ],
)
def test_of_ticked_options_those_that_have_a_place_count(stored: Any, today: Any, left: Any) -> None:
    question = options(answers_before={"was_a": "a", "nothing": "none"}, retired_options={"gone": "Gone"})
    answers, unplaced = placed(catalogue(q=question), {"t.q": stored})
    assert (answers.get("t.q"), unplaced.get("t.q")) == (today, left)


def test_an_option_without_a_place_outlives_changes_of_the_others() -> None:
    found = catalogue(q=options())
    assert found.merge({"t.q": ["a", "gone"]}, {"t.q": ["a"]}) == {"t.q": ["a", "gone"]}
    anew = found.merge({"t.q": ["a", "gone"]}, {"t.q": ["a", "b"]})
    assert anew == {"t.q": ["a", "b"], "before:t.q": ["gone"]}
    assert found.merge({"t.q": ["a", "gone"]}, {"t.q": None}) == {"before:t.q": ["gone"]}
    # The rules change once more.
    later = catalogue(q=Choices("A", {"b": "B", "none": "None of these"}))
    assert placed(later, anew) == ({"t.q": ["b"]}, {"t.q": ["a"], "before:t.q": ["gone"]})
    assert later.merge(anew, {"t.q": ["none"]}) == {
        "t.q": ["none"],
        "before:t.q": ["gone"],
        "before:before:t.q": ["a"],
    }


def test_a_renamed_list_keeps_its_options_without_a_place_under_the_old_id() -> None:
    found = catalogue(q=options(renamed_from=("t.old",)))
    once = found.merge({"t.old": ["a", "gone"]}, {})
    assert once == {"t.q": ["a"], "t.old": ["gone"]}
    assert found.merge(once, {}) == once
    assert found.merge(once, {"t.q": ["b"]}) == {"t.q": ["b"], "before:t.old": ["gone"]}


# Earlier and later


def test_what_was_stored_under_the_id_of_today_comes_first() -> None:
    """The program was set back to an earlier release and forth again."""
    found = catalogue(q=YesNo("A", renamed_from=("t.old",)))
    both = {"t.old": True, "t.q": False}
    assert placed(found, both) == ({"t.q": False}, {"t.old": True})
    assert found.merge(both, {}) == both
    assert placed(found, {"t.old": True, "t.q": "no answer of today"})[0] == {}
    # Cleared today, the older answer does not come back as one of today.
    assert placed(found, found.merge(both, {"t.q": None})) == ({}, {"before:t.old": True})


def test_under_an_old_id_the_mapping_comes_first_and_under_that_of_today_the_answer() -> None:
    turned = YesNo("Cannot walk", renamed_from=("t.walks",), answers_before={True: False, False: True})
    found = catalogue(cannot_walk=turned)
    assert placed(found, {"t.walks": True}) == ({"t.cannot_walk": False}, {})
    assert placed(found, {"t.cannot_walk": True}) == ({"t.cannot_walk": True}, {})


def test_true_is_not_one() -> None:
    found = catalogue(q=Choice("A", {"yes": "Yes"}, answers_before={True: "yes"}))
    assert placed(found, {"t.q": True}) == ({"t.q": "yes"}, {})
    assert placed(found, {"t.q": 1}) == ({}, {"t.q": 1})


def test_a_page_of_before_changes_what_it_showed() -> None:
    question = Choice("A", {"a": "A"}, renamed_from=("t.old",), answers_before={True: "a"})
    found = catalogue(
        q=question, retired=(Retired("t.old", "one", YesNo("Old")), Retired("t.gone", "one", YesNo("Gone")))
    )
    assert found.as_today({"t.old": True, "t.gone": True}) == {"t.q": "a", "t.gone": True}
    assert found.as_today({"t.old": None, "t.gone": None}) == {"t.q": None, "t.gone": None}
    # An answer without a place clears the one that it takes the place of.
    assert found.as_today({"t.old": False}) == {"t.q": None, "t.old": False}
    assert found.merge({"t.q": "a", "t.gone": True}, {"t.q": None, "t.old": False, "t.gone": None}) == {"t.old": False}
    assert found.merge({"t.old": False}, {"t.q": "a"}) == {"t.q": "a", "before:t.old": False}


def test_a_renamed_question_is_asked_then_under_its_old_id() -> None:
    found = catalogue(q=YesNo("A", renamed_from=("t.old",)))
    then = found.asked_then("t.old")
    assert (then.id, then.wording, found.questions["t.q"].id) == ("t.old", "A", "t.q")  # type: ignore[union-attr]
    assert found.asked_then("before:t.q") is found.questions["t.q"]
    assert found.asked_then("t.never") is None


# Mistakes are told at import


def renamed(*ids: str, **more: Any) -> YesNo:
    return YesNo("A", renamed_from=ids, **more)


@pytest.mark.parametrize(
    ("questions", "retired", "message"),
    [
        ({"a": renamed("t.b"), "b": YesNo("B")}, (), "t.b is the id of another question"),
        ({"a": renamed("t.old"), "b": renamed("t.old")}, (), "t.old is the id of another question"),
        ({"a": YesNo("A")}, (Retired("t.a", "one", YesNo("B")),), "t.a is the id of another question"),
        ({"a": YesNo("A")}, (Retired("t.x", "two", YesNo("B")),), "t.x: there is no section two"),
        ({"a": renamed(answers_before={"x": "y"})}, (), "t.a: 'y' is no answer of today"),
        ({"a": renamed(answers_before={"x": None})}, (), "t.a: None is no answer of today"),
        ({"a": Choice("A", {"a": "A"}, answers_before={"x": "y"})}, (), "t.a: 'y' is no answer of today"),
        ({"a": options(answers_before={"x": ["y"]})}, (), r"t.a: \['y'\] is no answer of today"),
    ],
)
def test_a_mistake_is_told(questions: dict[str, Question], retired: tuple[Retired, ...], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        catalogue(retired=retired, **questions)


def test_answers_are_one_object() -> None:
    with pytest.raises(AnswerError, match="one object"):
        CATALOGUE.place(["pain.present"])


# Whatever is stored

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["unknown", "declined", "na", "a", "b", "none", "2026-01-31", "gone"]),
    st.lists(st.sampled_from(["a", "b", "none", "gone"]), max_size=4),
)
ANY = catalogue(
    retired=(Retired("t.retired", "one", YesNo("R")),),
    **{kind: question for kind, (question, _, _) in ONE_OF_EACH.items()},
    moved=options(renamed_from=("t.old", "t.older"), answers_before={"gone": "b", True: ["a"]}),
)
KEYS = st.sampled_from([*ANY.questions, *ANY.renamed, *ANY.retired, "x.unknown", "before:t.choice"])


@invented(st.dictionaries(KEYS, VALUES), st.dictionaries(st.sampled_from([*ANY.questions]), VALUES), few=100, many=2000)
def test_nothing_is_lost_and_nothing_is_counted_that_was_not_answered(stored: Document, typed: Document) -> None:
    before = ANY.place(stored)
    assert ANY.place(ANY.merge(stored, {})).answers == before.answers
    changes = {}
    for id_, value in typed.items():
        answer, left = ANY.questions[id_].place(value)
        changes |= {id_: list(answer) if isinstance(answer, tuple) else answer} if left is None else {}
    changes = {i: None if v is NotAnswered.BLANK else getattr(v, "value", v) for i, v in changes.items()}
    after = ANY.merge(stored, changes)
    assert ANY.place(after).document == {k: v for k, v in (before.document | changes).items() if v is not None}
    kept = [each.stored for each in ANY.place(after).unplaced]
    assert all(each.stored in kept for each in before.unplaced)


# What was ever asked


@each({f"{id_} in {release}": (id_, was) for release in RELEASES for id_, was in AS_ASKED[release].items()})
def test_what_was_asked_once_is_asked_today_or_named_among_what_was(asked: tuple[str, dict[str, Any]]) -> None:
    """A question that goes without a word would leave its answers without words: see ``questions/retired.py``."""
    question_id, was = asked
    today = CATALOGUE.questions.get(CATALOGUE.today(question_id))
    if today is None:
        assert question_id in CATALOGUE.retired
        return
    assert today.kind == was["kind"] or today.answers_before
    for option in was["options"]:
        stored = [option] if was["kind"] == "choices" else option
        named = getattr(today, "retired_options", {})
        retired_with_it = question_id in CATALOGUE.retired
        renamed = question_id != today.id
        assert today.place(stored, renamed=renamed).unplaced is None or option in named or retired_with_it


def test_the_newest_rule_set_is_among_them() -> None:
    """A rule set that is released leaves its questions in a file of its own, so that no later one loses them.

    Until it is released the file follows it: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 (and this file).
    """
    asked = {id_: {"kind": q.kind, "options": [*getattr(q, "options", ())]} for id_, q in CATALOGUE.questions.items()}
    if os.environ.get("UPDATE_DOCS") == "1":
        lines = ",\n".join(f"{json.dumps(id_)}: {json.dumps(question)}" for id_, question in asked.items())
        _file(RELEASES[-1]).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    assert asked == json.loads(_file(RELEASES[-1]).read_text(encoding="utf-8"))
