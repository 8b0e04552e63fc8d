"""A new kind of condition is one class in one file: nobody else asks a condition for its class."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake.clinical.assessment import assess_case
from intake.clinical.language.condition import Condition, InMany, Truth
from intake.clinical.language.conditions import sure, yes
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.red_flag import RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.telling.explanation import explain
from intake.clinical.telling.outcomes import Tried
from intake.clinical.telling.settling import Asked, Rule, Undecided
from intake.clinical.working.case import Case
from tests.clinical.cases import EXAMPLES, case_of
from tests.lanes import each

ROOT = Path(__file__).resolve().parents[2]


def kinds(condition: type[Condition] = Condition) -> Iterator[type[Condition]]:
    """Every kind of condition that the product has."""
    for kind in condition.__subclasses__():
        if kind.__module__.startswith("intake."):
            yield kind
        yield from kinds(kind)


KINDS = {kind.__name__ for kind in kinds()} | {Condition.__name__}
AT_HOME = {Path(inspect.getfile(kind)) for kind in kinds()}
ELSEWHERE = sorted({*ROOT.glob("intake/**/*.py")} - AT_HOME)


def asked_for_class(tree: ast.AST) -> Iterator[str]:
    """The names of conditions' classes that a module compares with: isinstance, issubclass, type(), match."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, classes]):
                compared: list[ast.AST] = [classes]
            case ast.Compare(left=ast.Call(func=ast.Name(id="type"))):
                compared = list(node.comparators)
            case ast.MatchClass():
                compared = [node.cls]
            case _:
                continue
        names = (name for part in compared for name in ast.walk(part))
        yield from (name.id for name in names if isinstance(name, ast.Name) and name.id in KINDS)


def test_the_search_finds_what_it_looks_for() -> None:
    source = (
        "isinstance(x, Fact | Not)\n"
        "isinstance(x, (Compare, int))\n"
        "type(x) is AllOf\n"
        "match x:\n    case OnFlags(): pass\n"
        "isinstance(x, str)\nprint(Fact)"
    )
    assert sorted(asked_for_class(ast.parse(source))) == ["AllOf", "Compare", "Fact", "Not", "OnFlags"]
    assert {"Fact", "Compare", "Side", "OnPattern", "MoodScreenIs", "ReachesClinicsLimit"} <= KINDS


@each({path.relative_to(ROOT).as_posix(): path for path in ELSEWHERE})
def test_nobody_elsewhere_asks_a_condition_for_its_class(path: Path) -> None:
    assert list(asked_for_class(ast.parse(path.read_text(encoding="utf-8")))) == []


@dataclass(frozen=True, eq=False)
class BothAnswered(Condition):
    """A leaf of a kind that the product does not have: two questions have the same answer."""

    one: Question
    other: Question

    def truth(self, case: Case) -> Truth:
        answers = [case.answer(question) for question in self.questions()]
        return answers[0] == answers[1] if all(isinstance(answer, bool) for answer in answers) else None

    def say(self, *, negated: bool = False) -> str:
        return f"the answers {'differ' if negated else 'are the same'}"

    def questions(self) -> Iterator[Question]:
        yield from (self.one, self.other)

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question]:
        return self.questions()

    def open_questions(self, case: Case) -> Iterator[Question]:
        return (question for question in self.questions() if case.is_open(question))

    def value(self, case: Case) -> str:
        return "compared"


@dataclass(frozen=True, eq=False)
class Exactly(Condition):
    """A whole of a kind that the product does not have: so many of its parts hold."""

    number: int
    conditions: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def truth(self, case: Case) -> Truth:
        truths = [part.truth(case) for part in self.conditions]
        return None if None in truths else truths.count(True) == self.number

    def in_many(self, parts: Sequence[InMany]) -> InMany:
        known = -1
        for holds, fails in parts:
            known &= holds | fails
        width = max(max(pair).bit_length() for pair in parts)
        right = sum(
            1 << bit
            for bit in range(width)
            if known >> bit & 1 and sum(holds >> bit & 1 for holds, _ in parts) == self.number
        )
        return right, known & ~right & (1 << width) - 1

    def joined(self, *, negated: bool = False) -> str:
        return f"{'not ' * negated}exactly {self.number} of"

    def say(self, *, negated: bool = False) -> str:
        return f"{self.joined(negated=negated)} ({'; '.join(part.say() for part in self.conditions)})"


SAME = BothAnswered(hx.pad, hx.gout)
ONE = Exactly(1, (SAME, yes(hx.diabetes)))


def undecided(condition: Condition, answers: dict[str, Any]) -> Undecided:
    return Undecided(Tried(case_of(answers)), Rule("X", "A rule", "flag", condition))


def test_a_new_leaf_is_explained_named_and_settled() -> None:
    case = case_of({"hx.pad": True})
    reason = explain(~SAME, case)
    assert (reason.said, reason.truth, reason.value) == ("the answers differ", None, "compared")
    assert reason.questions == ("hx.pad", "hx.gout")
    assert list(SAME.names()) == ["hx.pad", "hx.gout"]
    told = undecided(SAME, {"hx.pad": True}).settling()
    assert told.questions == (Asked("hx.gout", hx.gout.short, "front_desk", "“Yes”", "“No”"),)


def test_a_new_whole_is_explained_named_and_settled() -> None:
    answers = {"hx.pad": True, "hx.gout": True}
    reason = explain(ONE, case_of(answers))
    assert (reason.said, reason.joined, reason.truth) == ("", "exactly 1 of", None)
    assert [part.truth for part in reason.parts] == [True, None]
    assert list(ONE.names()) == ["hx.pad", "hx.gout", "hx.diabetes"]
    told = undecided(ONE & sure(SAME), answers).settling()
    assert told.questions == (Asked("hx.diabetes", hx.diabetes.short, "front_desk", "“No”", "“Yes”"),)


def test_a_red_flag_with_it_is_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    flag = RedFlag("RF99", "A rule", 3, ONE, "Consider something.", ("TOOL",))
    monkeypatch.setattr("intake.clinical.working.flags.RED_FLAGS", (*RED_FLAGS, flag))
    given = EXAMPLES["V01"]["answers"] | {"hx.pad": True, "hx.gout": True, "hx.diabetes": False}
    found = next(flag for flag in assess_case(case_of(given)).present if flag.id == "RF99")
    assert {line.question for line in found.because} == {"hx.pad", "hx.gout"}
