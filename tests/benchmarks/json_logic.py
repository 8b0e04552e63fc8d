"""The rule book's conditions as JSON-Logic, two-valued and without reasons: what another rule engine would be given.

Two-valued: what is not known counts as false. A kind of condition that is not known here is an error: none is left
out of the comparison.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any

from intake.clinical.language.answers import Between, NotAnswered
from intake.clinical.language.condition import AllOf, AnyOf, Condition, Not
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.language.kinds import EstimatedInteger
from intake.clinical.language.measured import Compare, Measured, Total
from intake.clinical.language.of_answers import STATES, AnsweredAny, Has, Is, No, Refused, StateIs, Ticked, Yes
from intake.clinical.language.qualified import AsGiven, AtLeast, Fact, Sure, Worded
from intake.clinical.rules.facts import FourOfFiveRegions, Side
from intake.clinical.rules.mood_screen import MajorDepressivePattern, MoodScreenIs, algorithm, mood_screen
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import OnFlags, OnPattern
from intake.clinical.rules.rule_set import conditions
from intake.clinical.rules.site_settings import DEFAULT
from intake.clinical.working.case import Case
from intake.clinical.working.lines import TOTALS

Expression = Any
Data = dict[str, Any]


def rule_conditions() -> list[Condition]:
    """What questions (when they are asked), flags, features, combined rules and steps ask of the answers, each once.

    Left out are those that ask nothing but what another rule came to: here that stands in the data.
    """
    found = {condition: None for _, condition in conditions()}
    return [condition for condition in found if any(not _of_rules(leaf) for leaf in condition.leaves)]


def _of_rules(leaf: Condition) -> bool:
    return isinstance(leaf, OnFlags | OnPattern) or not any(leaf.questions())


# A condition as an expression ----------------------------------------------------------------------------------------


@singledispatch
def expression(condition: Condition) -> Expression:
    raise TypeError(f"no JSON-Logic is known for {type(condition).__name__}")


def _var(path: str) -> Expression:
    return {"var": path}


def _any_in(options: Iterable[str], where: str) -> Expression:
    found = [{"in": [option, _var(where)]} for option in options]
    return found[0] if len(found) == 1 else {"or": found}


@expression.register
def _(condition: AllOf) -> Expression:
    return {"and": list(map(expression, condition.parts))}


@expression.register
def _(condition: AnyOf) -> Expression:
    return {"or": list(map(expression, condition.parts))}


@expression.register
def _(condition: AtLeast) -> Expression:
    return {">=": [{"+": list(map(expression, condition.parts))}, condition.number]}


@expression.register
def _(condition: Not) -> Expression:
    return {"!": [expression(condition.condition)]}


@expression.register(Sure)
@expression.register(Worded)
@expression.register(Fact)
def _(condition: Condition) -> Expression:
    (part,) = condition.parts
    return expression(part)


@expression.register
def _(condition: Yes) -> Expression:
    return {"===": [_var(condition.question.id), True]}


@expression.register
def _(condition: No) -> Expression:
    answer = _var(condition.question.id)
    return {"or": [{"===": [answer, False]}, {"in": [condition.question.id, _var("skipped")]}]}


@expression.register
def _(condition: Is) -> Expression:
    options = [name for name in condition.named if name not in STATES]
    states = [name for name in condition.named if name in STATES]
    picked = {"in": [_var(condition.question.id), options]}
    why_not = {"in": [_var(f"states.{condition.question.id}"), states]}
    return {"or": [picked, why_not]} if options and states else picked if options else why_not


@expression.register
def _(condition: StateIs) -> Expression:
    return {"in": [_var(f"states.{condition.question.id}"), list(condition.states)]}


@expression.register
def _(condition: Has) -> Expression:
    where = condition.question.id
    if condition.number == 1:
        return _any_in(condition.named, where)
    return {">=": [{"+": [{"in": [option, _var(where)]} for option in condition.named]}, condition.number]}


@expression.register
def _(condition: Ticked) -> Expression:
    return _any_in(condition.named, condition.question.id)


@expression.register
def _(condition: Refused) -> Expression:
    return {"in": [condition.question.id, _var("open")]}


@expression.register
def _(condition: Side) -> Expression:
    return {"in": [condition.suffix, _var("sides")]}


@expression.register
def _(condition: FourOfFiveRegions) -> Expression:
    others = pain.other_regions.id
    axis = [{"in": ["low_back", _var(pain.sites.id)]}, _any_in(("neck", "upper_back"), others)]
    arms = [{"in": [f"{side}_arm_shoulder", _var(others)]} for side in ("left", "right")]
    legs = [{"in": [suffix, _var("sides")]} for suffix in ("_L", "_R")]
    known = [{"!!": [_var(pain.sites.id)]}, {"!!": [_var(others)]}]
    return {"and": [*known, {">=": [{"+": [*legs, *arms, {"or": axis}]}, 4]}]}


def _compared(measured: Measured, sign: str, limit: float) -> Expression:
    """Of what may be known only within an interval, the end that decides."""
    if not isinstance(measured, Total | EstimatedInteger):
        return {sign: [_var(measured.id), limit]}
    least, greatest = ({sign: [_var(f"{end}.{measured.id}"), limit]} for end in ("least", "greatest"))
    return {"and": [least, greatest]} if sign == "==" else least if sign in (">", ">=") else greatest


@expression.register
def _(condition: Compare) -> Expression:
    return _compared(condition.measured, condition.sign, condition.limit)


@expression.register
def _(condition: ReachesClinicsLimit) -> Expression:
    return _compared(condition.score, ">=", condition.limit(DEFAULT))


@expression.register
def _(condition: MoodScreenIs) -> Expression:
    return {"==": [_var("mood_screen"), condition.state]}


@expression.register
def _(condition: MajorDepressivePattern) -> Expression:
    return _var("major")


@expression.register
def _(condition: AnsweredAny) -> Expression:
    return {"or": [{"in": [question.id, _var("opened")]} for question in condition.asked]}


@expression.register
def _(condition: AsGiven) -> Expression:
    return _before_skips(expression(condition.condition))


def _before_skips(part: Expression) -> Expression:
    """The same of the data before the skip rule."""
    if isinstance(part, list):
        return list(map(_before_skips, part))
    if isinstance(part, dict):
        return _var(f"as_given.{part['var']}") if "var" in part else {k: _before_skips(v) for k, v in part.items()}
    return part


@expression.register
def _(condition: OnFlags) -> Expression:
    return _var(f"on_flags.{id(condition)}")


@expression.register
def _(condition: OnPattern) -> Expression:
    return {"in": [_var(f"patterns.{condition.pattern.id}"), sorted(condition.categories)]}


# A case as data ------------------------------------------------------------------------------------------------------


def data_of(case: Case, asked: Iterable[Condition]) -> Data:
    """The answers after the skip rule, and worked out already, so that it counts in nobody's time: which questions are
    open, the scores, what other rules came to.

    Args:
        case: assessed, so that it knows its flags.
    """
    return {
        **_data_of(case),
        "as_given": _data_of(case.as_given),
        "patterns": {pattern.id: case.category(pattern) for pattern in PATTERNS},
        "on_flags": {str(id(leaf)): leaf.truth(case) for each in asked for leaf in each.leaves if leaf.on_flags},
    }


def _data_of(case: Case) -> Data:
    data: Data = {
        "opened": list(case.answers.given),
        "skipped": [question.id for question in QUESTIONS.values() if not case.is_asked(question)],
        "open": [question.id for question in QUESTIONS.values() if case.is_open(question)],
        "sides": [],
        "states": {},
        "least": {},
        "greatest": {},
        "mood_screen": mood_screen(case),
        "major": algorithm(case)[0] is True,
    }
    for question in QUESTIONS.values():
        answer = case.answer(question)
        if answer in (NotAnswered.UNKNOWN, NotAnswered.DECLINED):
            _put(data["states"], question.id, answer.value)
        elif not isinstance(answer, NotAnswered | Between):
            _put(data, question.id, sorted(answer) if isinstance(answer, frozenset) else answer)
        if isinstance(question, EstimatedInteger):
            _put_ends(data, question, case)
    for total in TOTALS.values():
        _put_ends(data, total, case)
    sites = case.answer(pain.sites)
    if not isinstance(sites, NotAnswered):
        data["sides"] = sorted({site[-2:] for site in sites if site.endswith(("_L", "_R"))})
    return data


def _put(data: Data, path: str, value: Any) -> None:
    *folders, name = path.split(".")
    for folder in folders:
        data = data.setdefault(folder, {})
    data[name] = value


def _put_ends(data: Data, measured: Measured, case: Case) -> None:
    span = measured.span(case)
    if isinstance(span, tuple):
        _put(data["least"], measured.id, span[0])
        _put(data["greatest"], measured.id, 10**9 if span[1] == math.inf else span[1])


# What it has to come to ----------------------------------------------------------------------------------------------


def two_valued(condition: Condition, case: Case) -> bool:
    """The same condition by the product's own leaves, to hold the peer's answers against."""
    if isinstance(condition, Not):
        return not two_valued(condition.condition, case)
    if not condition.parts or isinstance(condition, AsGiven):
        return condition.truth(case) is True
    holding = [two_valued(part, case) for part in condition.parts]
    if isinstance(condition, AtLeast):
        return sum(holding) >= condition.number
    combine: Callable[[Iterable[bool]], bool] = any if isinstance(condition, AnyOf) else all
    return combine(holding)
