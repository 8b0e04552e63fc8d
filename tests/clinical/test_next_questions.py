"""Which few answers would settle the most."""

from __future__ import annotations

from intake.clinical.rules.questions import ORDER, QUESTIONS
from intake.clinical.telling.next_questions import AT_MOST, most_needed
from tests.clinical.cases import EXAMPLES, assessed


def test_few_questions_in_catalogue_order_that_settle_some_flag_wholly() -> None:
    assessment = assessed({})
    needed = most_needed(assessment, QUESTIONS)
    assert 0 < len(needed) <= AT_MOST
    assert list(needed) == sorted(needed, key=ORDER.__getitem__)
    open_flags = [{line.question for line in flag.missing} for flag in assessment.flags if flag.missing]
    assert set(needed) == set().union(*(missing for missing in open_flags if missing <= set(needed)))


def test_only_what_can_be_asked_here_is_chosen() -> None:
    assert set(most_needed(assessed({}), {"hx.pad"})) <= {"hx.pad"}


def test_nothing_is_needed_where_nothing_is_open() -> None:
    assert most_needed(assessed(EXAMPLES["V01"]["answers"]), QUESTIONS) == ()
