"""What is said twice must agree: a total with its items, an urgent item with its flag."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError
from intake.exchange.contract import read_answers
from tests.lanes import invented

PHQ9 = [f"phq.q{number}" for number in range(1, 10)]


@invented(st.lists(st.integers(0, 3), min_size=9, max_size=9), few=25, many=500)
def test_a_total_is_the_sum_of_its_items_and_item_9_raises_its_flag(items: list[int]) -> None:
    """It is raised wherever item 9 is anything but "not at all", and nowhere else (ASVS V2.2.3)."""
    whole = assess(read_answers({"pt.age_years": 50, **dict(zip(PHQ9, items, strict=True))})).whole()
    score = next(score for score in whole.scores if score.id == "phq9")
    assert (score.min, score.max) == (sum(items), sum(items))
    assert any(flag.id.startswith("RF17") for flag in whole.present) == (items[8] >= 1)


@pytest.mark.parametrize("typed", [28, -1, "12"])
def test_nobody_gives_a_total(typed: object) -> None:
    """It is worked out from its items alone, so that it cannot contradict them (ASVS V2.2.3)."""
    with pytest.raises(AnswerError):
        read_answers({"pt.age_years": 50, "phq9": typed})
