"""The signed report: its marks, what was decided, addenda, and that it is void."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.report.signed import Addendum, Decision, LeftOpen, Reviewed, Signed, Signer, Voiding
from tests.clinical.cases import EXAMPLES
from tests.report.printed import MADE_AT, SIGNED, Printed, printed
from tests.report.test_text import HOSTILE

BY = Signer("Carol Clinician", "GP", MADE_AT)
AMENDED = replace(SIGNED, addenda=(Addendum(1, "late result", "CK normal", BY),))
VOID = replace(AMENDED, voiding=Voiding("Entered for the wrong person", "Entered for her sister", BY))


def report(signed: Signed | None, example: str = "V10") -> Printed:
    return printed(EXAMPLES[example]["answers"], signed=signed)


@pytest.mark.parametrize(
    ("signed", "mark"), [(None, "DRAFT"), (SIGNED, "SIGNED"), (AMENDED, "AMENDED"), (VOID, "VOID")]
)
def test_every_page_is_marked(signed: Signed | None, mark: str) -> None:
    others = {"DRAFT", "SIGNED", "AMENDED", "VOID"} - {mark}
    for page in report(signed).pages:
        words = page.split()
        assert mark in words
        assert not others & set(words)


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
        f"Accepted: {accepted.text} ({accepted.id})",
        f"Done: {done.text} ({done.id}) Reason: on Monday",
        f"Left open: {other.text} ({other.id}) Reason: to be thought over",
        "Not needed: Ring the daughter Reason: she came along",
        "A flag (RF01): examined, no sign",
        "Could not be excluded: this (RF05). Word: next visit",
        "Signed by Carol Clinician, GP, 22 Nov 2026, 09:30 UTC.",
    ):
        assert said in text, said


def test_the_boxes_of_decided_steps_are_crossed() -> None:
    step = report(None).assessment.steps[0]
    crossed = report(replace(SIGNED, steps=(Decision(step.id, step.text, "done", ""),))).text
    assert crossed.count("×") - report(SIGNED).text.count("×") == 1


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


def test_what_belongs_to_safeguarding_stays_on_the_clinician_only_page() -> None:
    answers = EXAMPLES["V10"]["answers"] | {"mh.unsafe_at_home": True}
    assessment = printed(answers).assessment
    hidden = next(step for step in assessment.steps if "Safe" in step.condition or "home" in step.condition)
    flag = next(flag for flag in assessment.flags if flag.id == "RF21")
    signed = replace(
        SIGNED,
        reviewed=(Reviewed("RF21", flag.title, "spoken with alone"),),
        left_open=(LeftOpen("flag", "RF21", flag.title, "asked in private"),),
        steps=(Decision(hidden.id, "a step that would tell", "done", ""),),
    )
    shown = printed(answers, signed=signed)
    for said in ("spoken with alone", "asked in private"):
        assert said not in shown.shared
        assert said in shown.pages[-1]


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
    assert text[:20].strip() in shown.text
    assert not [image for page in shown.reader.pages for image in page.images]
