"""Whoever lives with the person may read the report. Source: rule book I.7, H11."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from intake.clinical.rules.steps import GROUPS
from intake.clinical.working.findings import CANNOT_EXCLUDE
from intake.summary.signed import Decision, LeftOpen, Reviewed
from tests.clinical.cases import A_FEW, EXAMPLES, VIGNETTES
from tests.lanes import sweep
from tests.report.printed import ALONE, SIGNED, Printed, example, printed

HEADING = "Clinician-only page: do not copy or hand out"
POINTER = "Safeguarding: see the clinician-only page"
ELSEWHERE = "Safeguarding at home: asked in private, and kept off the pages that are shared"
OPEN = "Safeguarding, to be asked only in private and never through a family member who interprets"
TELLING = re.compile(r"(?:feels?|felt) unsafe|unsafe at home|RF21|\bpartner\b|domestic|violence|abuse", re.IGNORECASE)

ANSWERS: dict[str, Any] = {"yes": True, "no": False, "declined": "declined", "unknown": "unknown", "blank": None}
TOUCHED = ("EMPTY", "V31", "RF21-fires", "RF21-near-miss", "RF19-fires")
"""Whose report the question changes, or nearly."""


@cache
def answered(example_id: str, unsafe: str) -> Printed:
    return printed(EXAMPLES[example_id]["answers"] | {"mh.unsafe_at_home": ANSWERS[unsafe]})


@pytest.mark.parametrize("unsafe", ANSWERS)
@pytest.mark.parametrize("example_id", ["V01", "V10", "V31", "EMPTY", "PROXY"])
def test_no_shared_page_tells_what_was_answered(example_id: str, unsafe: str) -> None:
    shown = answered(example_id, unsafe)
    assert TELLING.findall(shown.shared) == []
    # One a section that holds something kept.
    assert shown.shared.count(ELSEWHERE) == len({line.section for line in shown.whole.lines if line.pointer})
    assert HEADING not in shown.shared
    is_open = any(flag.pointer and flag.status == CANNOT_EXCLUDE for flag in shown.whole.flags)
    assert is_open or unsafe in ("yes", "no")
    assert (OPEN in shown.shared) == is_open
    assert (POINTER in shown.pages[0]) == (unsafe == "yes")
    assert (HEADING in shown.text) == is_kept(shown)


def is_kept(shown: Printed) -> bool:
    """Something is told to the clinician alone: the flag, or a step whose rule looks at what is kept."""
    flags = any(flag.pointer and flag in shown.whole.present for flag in shown.whole.flags)
    return flags or any(step.confidential for step in shown.whole.steps)


@pytest.mark.parametrize("example_id", sweep(dict.fromkeys((*VIGNETTES, *TOUCHED)), few=(*A_FEW, *TOUCHED)))
def test_there_is_a_page_for_the_clinician_alone_only_where_something_is_kept(example_id: str) -> None:
    shown = example(example_id)
    present = is_kept(shown)
    assert [page.startswith(HEADING) for page in shown.pages].count(True) == present
    assert bool(shown.alone) == present
    assert TELLING.findall(shown.shared) == []
    if present:
        assert shown.pages[-1] == shown.alone
        assert shown.furniture[-1].endswith("Page 1 of 1")  # and the others do not tell that there is one more
        assert re.search(r"Record (\d+) of \1$", shown.furniture[-2])


def test_the_first_page_shows_the_tier_and_not_the_matter() -> None:
    shown = example("V31")
    assert f"SAME DAY {POINTER}" in shown.brief
    assert "Feels unsafe at home: Yes" in shown.alone
    assert "Feels unsafe at home (RF21): present; tier 2, same day." in shown.alone
    assert "See the person alone; same-day safeguarding advice." in shown.alone
    assert "Rule in words: The person feels unsafe at home. NG116 [K]" in shown.alone
    assert "Take this page out before the report is copied, shared or read with somebody else" in shown.alone


def test_steps_that_would_tell_are_on_the_last_page_alone() -> None:
    shown = example("V31")
    steps = {step.id: step for step in shown.whole.steps}
    for id_ in ("M14", "H17"):
        assert steps[id_].text in shown.alone
        assert steps[id_].text not in shown.shared
        assert f"{id_}, rule in words: {steps[id_].condition}" in shown.alone


def test_a_step_whose_rule_looks_at_what_is_kept_is_for_the_clinician_alone_whatever_was_answered() -> None:
    shown = example("NEWER-DEPENDANTS")
    step = next(step for step in shown.whole.steps if step.id == "M15")
    assert not any(flag.pointer for flag in shown.whole.present)
    assert step.text in shown.alone
    assert step.text not in shown.shared


SAID_OF_ANY_FLAG = (
    "Overall: same day (tier 2) 1 red flag present. 1 question not yet asked or examined. Red flags present with the "
    f"answers behind each; what to do is for the clinician to decide SAME DAY {POINTER} {OPEN} "
    "Do not use this list to delay the action above. Further steps the most urgent; the others follow. Boxes: A "
    "accept N not needed, D done. In grey: what of its rule "
    f"holds, the rule, its sources. {' '.join(GROUPS.values())}"
)


@pytest.mark.parametrize("example_id", sweep(VIGNETTES, few=A_FEW))
def test_whatever_was_answered_the_shared_pages_say_the_same_but_for_the_pointer(example_id: str) -> None:
    """Steps may stand in another place, since those kept apart take the place of others among the key steps."""
    yes, no = answered(example_id, "yes"), answered(example_id, "no")
    told = yes.assessment.steps
    assert [step.id for step in yes.whole.steps if f": {step.text} " in yes.alone and step in told] == []
    of_steps = " ".join(yes.told(step) for step in told)
    new = words(yes) - words(no) - {word.strip("().;:,") for word in f"{SAID_OF_ANY_FLAG} {of_steps}".split()}
    # Whether an answer is told beside one flag or the next hangs on how many flags there are.
    assert {word for word in new if not word.lstrip("+").isdigit()} == set()
    new_steps = {step.id for step in told} - {step.id for step in no.assessment.steps}
    assert new_steps == set()


def words(shown: Printed) -> set[str]:
    """Of the shared pages, but for the sources."""
    told = re.sub(r"Sources \[[VKD]\] .*", "", shown.shared).split()
    return {word.strip("().;:,") for word in told}


@pytest.mark.parametrize("example_id", sweep(VIGNETTES, few=A_FEW))
def test_no_source_is_listed_that_only_the_clinicians_page_cites(example_id: str) -> None:
    yes, no = answered(example_id, "yes"), answered(example_id, "no")
    cited = yes.shared.split("Sources [", 1)[0]
    assert [id_ for id_ in listed_sources(yes) - listed_sources(no) if f"{id_} [" not in cited] == []


def listed_sources(shown: Printed) -> set[str]:
    sources = shown.shared.split("Sources [", 1)[1]
    return {source.id for source in shown.whole.sources if re.search(rf"(?<!\S){source.id}(?!\S*-)", sources)}


def test_a_source_that_others_cite_is_listed_all_the_same() -> None:
    assert "NG222" in listed_sources(answered("V10", "yes"))
    assert "NG116" not in listed_sources(answered("V10", "yes"))  # cited by H17 and RF21 alone
    assert "NG116" not in listed_sources(answered("V01", "yes"))


# Signed


def test_each_page_for_the_clinician_says_so_however_many_there_are() -> None:
    long = "said when alone, " * 55
    kept = ("M14", "H17")
    steps = tuple(Decision(id_, f"{id_} {long}", "done", long) for id_ in kept)
    reviewed, left_open = (Reviewed("RF21", "A flag", long * 3),), (LeftOpen("flag", "RF21", "A flag", long * 3),)
    signed = replace(SIGNED, steps=steps, reviewed=reviewed, left_open=left_open)
    shown = printed(EXAMPLES["V31"]["answers"], signed=signed)
    alone = [ALONE in head for head in shown.furniture]
    assert alone == sorted(alone)
    assert alone.count(True) > 1
    assert all("SIGNED" in head for head in shown.furniture[1:])
    pages = alone.count(True)
    numbers = [said.rpartition("Page ")[2] for said in shown.furniture[-pages:]]
    assert numbers == [f"{at} of {pages}" for at in range(1, pages + 1)]
    assert re.search(r"Record (\d+) of \1$", shown.furniture[-1 - alone.count(True)])
    assert "said when alone" not in shown.shared
    assert shown.alone.count("said when alone") == 55 * 10


def test_what_was_decided_about_it_stays_on_the_clinicians_page() -> None:
    shown = answered("V10", "yes")
    flag = next(flag for flag in shown.whole.flags if flag.id == "RF21")
    hidden = next(step for step in shown.whole.steps if f": {step.text} " in shown.alone)
    signed = printed(
        EXAMPLES["V10"]["answers"] | {"mh.unsafe_at_home": True},
        signed=replace(
            SIGNED,
            reviewed=(Reviewed("RF21", flag.title, "spoken with alone"),),
            left_open=(LeftOpen("flag", "RF21", flag.title, "asked in private"),),
            steps=(Decision(hidden.id, "a step that would tell", "done", "for a reason"),),
        ),
    )
    for said in ("spoken with alone", "asked in private", "a step that would tell", "for a reason"):
        assert signed.alone.count(said) == 1
    assert TELLING.findall(signed.shared) == []
    assert "a step that would tell" not in signed.shared


def test_by_whom_and_by_when_it_is_done_stays_there_too() -> None:
    shown = answered("V10", "yes")
    hidden = next(step for step in shown.whole.steps if f": {step.text} " in shown.alone)
    accepted = Decision(hidden.id, "a step that would tell", "accepted", "", "Carol Clinician", date(2026, 12, 6))
    answers = EXAMPLES["V10"]["answers"] | {"mh.unsafe_at_home": True}
    signed = printed(answers, signed=replace(SIGNED, steps=(accepted,)))
    assert signed.alone.count("a step that would tell") == 1
    assert "a step that would tell" not in signed.shared


def test_a_word_on_the_open_question_makes_a_page_for_the_clinician() -> None:
    left_open = (LeftOpen("flag", "RF21", "Feels unsafe at home", "to be asked on Monday"),)
    signed = replace(SIGNED, left_open=left_open)
    shown = printed(EXAMPLES["EMPTY"]["answers"], signed=signed)
    assert "to be asked on Monday" in shown.alone
    assert "cannot be excluded from the answers given" in shown.alone
    assert "to be asked on Monday" not in shown.shared
    assert TELLING.findall(shown.shared) == []
