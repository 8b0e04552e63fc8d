"""What findings say of themselves."""

from intake.clinical.assessment import assess
from intake.clinical.language.conditions import yes
from intake.clinical.rules.questions.symptoms import sx
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES


def test_a_line_without_a_pointer_is_shared_as_it_is() -> None:
    for line in assess(read_answers(EXAMPLES["V10"]["answers"])).whole().lines:
        assert (line.shared() is line) is (line.pointer is None)


def test_a_score_says_how_many_of_its_items_are_answered() -> None:
    for example in EXAMPLES.values():
        for score in assess(read_answers(example["answers"])).scores:
            assert score.answered + score.missing == len(score.items)


def test_a_condition_without_parts_joins_nothing() -> None:
    assert yes(sx.urine_dark).joined() == ""
