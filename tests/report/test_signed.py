"""The signed report: its marks, what was decided, addenda, and that it is void."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from intake.report.engine.lists import BOX
from intake.summary.entries import beginning
from intake.summary.signed import PARTS, Addendum, Decision, LeftOpen, Reviewed, Signed, Signer, Voiding
from tests.clinical.cases import EXAMPLES
from tests.report.printed import MADE_AT, SIGNED, Printed, printed, squeezed
from tests.report.reading import WATERMARK
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
    assert "registration Date and time" not in text
    assert "Signed by Carol Clinician" in text


def test_void_stands_across_every_page() -> None:
    assert [page.said(WATERMARK) for page in report(VOID).contents] == ["VOID"] * report(VOID).number_of_pages
    assert not any(page.said(WATERMARK) for page in report(AMENDED).contents)


def test_the_conclusion_stands_on_the_first_page_with_what_was_accepted_by_whom_and_by_when() -> None:
    assessment = report(None).assessment
    accepted, later, done, left, other = assessment.steps[:5]
    signed = replace(
        SIGNED,
        steps=(
            Decision(later.id, later.text, "accepted", "", "Carol Clinician", date(2026, 12, 20)),
            Decision(accepted.id, accepted.text, "accepted", "", "Dana Doe", date(2026, 12, 6)),
            Decision(done.id, done.text, "done", "on Monday"),
            Decision(left.id, left.text, "", "to be thought over"),
            Decision(other.id, other.text, "not_needed", "she came along"),
        ),
        own_steps=(Decision("", "Ring the daughter", "accepted", "she asked for it"),),
        reviewed=(Reviewed(assessment.flags[0].id, "A flag", "examined, no sign"),),
        left_open=(LeftOpen("flag", assessment.flags[1].id, "Could not be excluded: this", "next visit"),),
    )
    shown = report(signed)
    plan = shown.between(" Assessment and plan ", " PHQ-9 item 9 ")
    said = (
        "Likely mechanical; seen again in two weeks.",
        f"Accepted: Dana Doe, by 6 Dec 2026 {accepted.text}",
        f"Accepted: Carol Clinician, by 20 Dec 2026 {later.text}",
        "Accepted Ring the daughter she asked for it",
        f"Done {done.text} on Monday",
        "Red flags, clinically reviewed A flag: examined, no sign",
        "Open at the signature: 1, each with a word in the plan.",
    )
    places = [plan.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)
    assert "Signature Signed by Carol Clinician, GP, 22 Nov 2026, 09:30 UTC." in shown.brief
    assert f"Not needed: {other.text} {other.id} Reason: she came along" in shown.plan
    assert "Still open at the signature Could not be excluded: this: next visit" in shown.plan
    assert f"Left open: {left.text} {left.id} Reason: to be thought over" in shown.plan
    days = (
        f"6 Dec 2026, Dana Doe: {beginning(accepted.text)}",
        f"20 Dec 2026, Carol Clinician: {beginning(later.text)}",
    )
    assert "Follow-up " + " ".join(f"{day.rstrip('.')}." for day in days) in shown.plan


def test_beyond_eight_accepted_steps_stand_in_a_line_each() -> None:
    long = "Refer; " + "with all that is known " * 5
    steps = tuple(Decision("", f"{number} {long}", "accepted", "") for number in range(10))
    plan = report(replace(SIGNED, own_steps=steps)).between(" Assessment and plan ", " PHQ-9 item 9 ")
    assert plan.count("with all that is known") == 8 * 5
    assert all(f"{number} Refer" in plan for number in range(10))


def test_no_words_of_ones_own_is_said() -> None:
    assert "No assessment of their own was written." in report(replace(SIGNED, text="")).text


def test_an_addendum_stands_first_with_its_reason_author_and_time() -> None:
    shown = report(AMENDED)
    told = (
        "Correction 1: late result CK normal Carol Clinician, GP, 22 Nov 2026, 09:30 UTC "
        "The rest of this report is as it was signed."
    )
    assert told in shown.brief
    assert shown.brief.index(told) < shown.brief.index("OKAFOR, Ada")
    assert "Correction" not in report(SIGNED).text


@pytest.mark.parametrize("part", PARTS)
def test_what_an_addendum_contradicts_is_marked(part: str) -> None:
    addenda = tuple(replace(AMENDED.addenda[0], number=number, corrects=(part,)) for number in (1, 2))
    shown = report(replace(AMENDED, addenda=addenda))
    assert shown.brief.count("See correction 1 and 2 above.") == 1
    assert "See correction" not in report(AMENDED).text


def test_void_is_said_first_with_its_reason() -> None:
    first = report(VOID).brief
    assert "Not valid. Do not use this report for care." in first
    assert "Entered for the wrong person. Reason: Entered for her sister" in first
    assert first.index("Entered for her sister") < first.index("OKAFOR, Ada") < first.index("Urgency")


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
    for times, said in (
        (2, text),
        (1, text[:1000]),
        (1, f"Correction 1: {text[:300]}"),
        (1, f"{text[:500]}: {text[:500]}"),
    ):
        assert squeezed(shown.text).count(squeezed(said)) >= times
    assert not [image for page in shown.reader.pages for image in page.images]


def test_what_is_signed_has_no_box_to_tick() -> None:
    drawn = [fill.box for page in report(SIGNED).contents[:3] for fill in page.boxes]
    assert not [box for box in drawn if box[2] == box[3] == BOX]
