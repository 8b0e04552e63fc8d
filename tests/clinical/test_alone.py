"""What an answer makes of the conditions on it alone is looked up, and comes to what they come to themselves."""

from __future__ import annotations

import pytest

from intake.clinical.language.condition import BITS
from intake.clinical.rules.rule_set import conditions, further_conditions
from intake.clinical.working import alone
from intake.clinical.working.alone import look_at_single_answers
from tests.clinical.cases import A_FEW, EXAMPLES, case_of

ASKED = [condition for _, condition in (*conditions(), *further_conditions())]


@pytest.mark.parametrize("example", [*A_FEW, "EMPTY", "PROXY"])
def test_every_condition_comes_to_the_same(example: str) -> None:
    looked, plain = (case_of(EXAMPLES[example]["answers"]) for _ in range(2))
    look_at_single_answers(looked)
    assert looked.single is not None
    assert [condition.truth(looked) for condition in ASKED] == [condition.truth(plain) for condition in ASKED]


def test_a_bit_says_what_its_condition_says() -> None:
    looked, plain = (case_of(EXAMPLES["V12"]["answers"]) for _ in range(2))
    look_at_single_answers(looked)
    holds, fails = looked.single or (0, 0)
    for condition, bit in BITS.items():
        truth = condition.truth(plain)
        assert (bool(holds & bit), bool(fails & bit)) == (truth is True, truth is False), condition.sentence


def test_few_answers_of_a_question_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "_KEPT", [(question, {}) for question in alone._LOOKING])
    monkeypatch.setattr(alone, "_AT_MOST", 1)
    for example in A_FEW:
        look_at_single_answers(case_of(EXAMPLES[example]["answers"]))
    assert {len(kept) for _, kept in alone._KEPT} == {1}


def test_what_looks_before_the_skip_rule_or_at_two_answers_has_no_bit() -> None:
    assert all(condition.minds_skips and len(condition.looks_at) == 1 for condition in BITS)
