"""The signed report: its marks, what was decided, addenda, and that it is void."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from intake.report.signed import Addendum, Decision, LeftOpen, Reviewed, Signed, Signer, Voiding
from tests.clinical.cases import EXAMPLES
from tests.report.printed import MADE_AT, SIGNED, Printed, printed, squeezed
from tests.report.reading import LAYOUT, WATERMARK
from tests.report.test_text import HOSTILE

BY = Signer("Carol Clinician", "GP", MADE_AT)
AMENDED = replace(SIGNED, addenda=(Addendum(1, "late result", "CK normal", BY),))
VOID = replace(AMENDED, voiding=Voiding("Entered for the wrong person", "Entered for her sister", BY))


@cache
def report(signed: Signed | None, example: str = "V10") -> Printed:
    return printed(EXAMPLES[example]["answers"], signed=signed)


@pytest.mark.parametrize(
    ("signed", "mark"), [(None, "DRAFT"), (SIGNED, "SIGNED"), (AMENDED, "AMENDED"), (VOID, "VOID")]
)
def test_every_page_is_marked(signed: Signed | None, mark: str) -> None:
    shown = report(signed)
    others = {"DRAFT", "SIGNED", "AMENDED", "VOID"} - {mark}
    for page, head in zip(shown.pages, shown.furniture, strict=True):
        said = f"{page} {head}"
        assert re.search(rf"\b{mark}", said if page == shown.pages[0] else head)
        assert not [other for other in others if re.search(rf"\b{other}", said)]


@pytest.mark.parametrize("signed", [SIGNED, AMENDED, VOID])
def test_what_is_signed_is_no_draft(signed: Signed) -> None:
    text = report(signed).text
    assert "draft until" not in text
    assert "Signature Date and time" not in text
    assert "Signed by Carol Clinician" in text


def test_void_stands_across_every_page() -> None:
    assert [page.said(WATERMARK) for page in report(VOID).contents] == ["VOID"] * report(VOID).number_of_pages
    assert not any(page.said(WATERMARK) for page in report(AMENDED).contents)


def test_the_decision_is_filled_in() -> None:
    assessment = report(None).assessment
    accepted, done, other = assessment.steps[:3]
    signed = replace(
        SIGNED,
        steps=(
            Decision(accepted.id, accepted.text, "accepted", ""),
            Decision(done.id, done.text, "done", "on Monday"),
            Decision(other.id, other.text, "", "to be thought over"),
        ),
        own_steps=(Decision("", "Ring the daughter", "not_needed", "she came along"),),
        reviewed=(Reviewed("RF01", "A flag", "examined, no sign"),),
        left_open=(LeftOpen("flag", "RF05", "Could not be excluded: this", "next visit"),),
    )
    text = report(signed).text
    for said in (
        "Likely mechanical; seen again in two weeks.",
        f"Accepted: {accepted.text} {accepted.id}",
        f"Done: {done.text} {done.id} Reason: on Monday",
        f"Left open: {other.text} {other.id} Reason: to be thought over",
        "Not needed: Ring the daughter Reason: she came along",
        "A flag RF01: examined, no sign",
        "Could not be excluded: this RF05. Word: next visit",
        "Signed by Carol Clinician, GP, 22 Nov 2026, 09:30 UTC.",
    ):
        assert said in text, said


@pytest.mark.parametrize(("choice", "letter"), [("accepted", "A"), ("not_needed", "N"), ("done", "D")])
def test_the_box_of_a_decided_step_is_crossed(choice: str, letter: str) -> None:
    steps = report(None).assessment.steps
    shown = report(replace(SIGNED, steps=tuple(Decision(step.id, step.text, choice, "") for step in steps)))
    assert [run for page in report(SIGNED).contents for run in page.runs if run.kind == "Lbl"] == []
    crossed = []
    for page in shown.contents:
        letters = [run for run in page.runs if run.kind == LAYOUT and run.text.strip() in ("A", "N", "D")]
        for cross in page.runs:
            if cross.kind == "Lbl":
                assert cross.text.strip() == "×"
                middle = (cross.left + cross.right) / 2
                (under,) = (run for run in letters if run.left < middle < run.right and abs(run.y - cross.y) < 3)
                crossed.append(under.text.strip())
    assert crossed == [letter] * len(steps)


def test_no_words_of_ones_own_is_said() -> None:
    assert "No assessment of their own was written." in report(replace(SIGNED, text="")).text


def test_an_addendum_stands_with_its_reason_author_and_time() -> None:
    text = report(AMENDED).text
    assert "Addendum 1. Reason: late result CK normal Carol Clinician, GP, 22 Nov 2026, 09:30 UTC" in text
    assert "Addenda" not in report(SIGNED).text


def test_void_is_said_first_with_its_reason() -> None:
    first = report(VOID).pages[0]
    assert "Not valid. Do not use this report for care." in first
    assert "Entered for the wrong person. Reason: Entered for her sister" in first
    assert first.index("Entered for her sister") < first.index("Overall:")


@pytest.mark.parametrize("text", ["<b>", " ".join(HOSTILE), "long " * 1900, "x" * 5000])
def test_what_people_wrote_is_text_however_long(text: str) -> None:
    by = Signer(text[:100], text[:90], MADE_AT)
    signed = Signed(
        by,
        text,
        own_steps=(Decision("", text[:1000], "done", text[:300]),),
        reviewed=(Reviewed("RF01", text[:100], text[:1000]),),
        left_open=(LeftOpen("flag", "RF02", text[:500], text[:500]),),
        addenda=(Addendum(1, text[:300], text, by),),
        voiding=Voiding("Error", text[:1000], by),
    )
    shown = report(signed)
    for times, said in ((2, text), (1, text[:1000]), (1, f"Reason: {text[:300]}"), (1, f"Word: {text[:500]}")):
        assert squeezed(shown.text).count(squeezed(said)) >= times
    assert not [image for page in shown.reader.pages for image in page.images]
