"""Whoever lives with the person may read the report. Source: rule book I.7, H11."""

import pytest

from tests.clinical.cases import EXAMPLES
from tests.report.printed import example, printed

HEADING = "Clinician-only page: do not copy or hand out"
POINTER = "Safeguarding: see the clinician-only page"

UNSAFE = {"mh.unsafe_at_home": True}
CASES = ["V31", "V02", "EMPTY", "RF21-fires", "RF21-near-miss", "RF19-fires"]


@pytest.mark.parametrize("example_id", CASES)
def test_only_the_last_page_tells(example_id: str) -> None:
    shown = example(example_id)
    for page in shown.pages[:-1]:
        assert "unsafe at home" not in page.lower()
        assert "RF21" not in page
        assert HEADING not in page
    last = shown.pages[-1]
    assert HEADING in last
    assert f"Feels unsafe at home: {shown.assessment.line('mh.unsafe_at_home').said}" in last


@pytest.mark.parametrize("example_id", CASES)
def test_the_answers_point_to_the_last_page_whatever_was_said(example_id: str) -> None:
    """Else the pointer itself would tell."""
    assert POINTER in example(example_id).between("All answers", "Rules in words")


def test_the_first_page_shows_the_tier_and_not_the_matter() -> None:
    shown = example("V31")
    assert f"SAME DAY {POINTER}" in shown.pages[0]
    assert "5 red flags present" in shown.pages[0]
    last = shown.pages[-1]
    assert "Feels unsafe at home (RF21): present; tier 2, same day." in last
    assert "See the person alone; same-day safeguarding advice." in last
    assert "Rule in words: The person feels unsafe at home. NG116 [K]" in last


def test_steps_that_would_tell_are_on_the_last_page_alone() -> None:
    shown = example("V31")
    steps = {step.id: step for step in shown.assessment.steps}
    for id_ in ("M14", "H17"):
        assert steps[id_].text in shown.pages[-1]
        assert steps[id_].text not in shown.shared
        assert f"{id_}, rule in words: {steps[id_].condition}" in shown.pages[-1]


def test_the_same_steps_are_shared_where_the_flag_is_absent() -> None:
    shown = example("V02")
    step = next(step for step in shown.assessment.steps if step.id == "H17")
    assert step.text in shown.shared
    assert step.text not in shown.pages[-1]


def test_an_open_question_is_asked_in_private() -> None:
    shown = example("EMPTY")
    assert POINTER in shown.between("For the clinician to ask or examine", "Thoughts of death or self-harm")
    assert "cannot be excluded from the answers given" in shown.pages[-1]
    assert "Ask only in private, and never through a family member who interprets." in shown.pages[-1]


def test_the_other_pages_differ_in_nothing_but_the_flag() -> None:
    """With everything else equal, the pages to share say no more than that a safeguarding flag is there."""
    answers = EXAMPLES["RF05a-fires"]["answers"]
    yes, no = printed(answers | UNSAFE), printed(answers | {"mh.unsafe_at_home": False})
    assert len(yes.pages) == len(no.pages)
    new = set(yes.shared.split()) - set(no.shared.split())
    assert not {word for word in new if word.lower().strip(".,;:") in ("unsafe", "home", "partner", "rf21")}
