"""A pain type in words: how much speaks for it, and what has as much; never a number."""

from __future__ import annotations

import pytest

from intake.clinical.rules.patterns import PATTERNS
from tests.clinical.cases import DAILY, EXAMPLES, Document, assessed
from tests.lanes import sweep


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_a_pain_type_is_told_without_points(example: Document) -> None:
    ranked = assessed(example["answers"]).patterns or ()
    for pattern in ranked:
        others = [other for other in ranked if other.points == pattern.points and other is not pattern]
        assert pattern.text.startswith(pattern.category_text)
        assert not any(character.isdigit() for character in pattern.text)
        assert ("; tied with " in pattern.text) is bool(others and pattern.points > 0)
        assert pattern.is_joint is bool(others)


def test_what_has_as_many_points_is_named() -> None:
    told = {
        pattern.text
        for example in EXAMPLES.values()
        for pattern in assessed(example["answers"]).patterns or ()
        if "tied" in pattern.text
    }
    assert any(text.endswith("tied with joint-type") for text in told)


def test_short_names_hold_no_brackets() -> None:
    assert [pattern.short_name for pattern in PATTERNS] == [
        "muscle-type",
        "nerve-type",
        "joint-type",
        "vascular-type",
        "bone-type",
        "tendon / bursa-type",
    ]
