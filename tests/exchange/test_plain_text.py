"""The summary as plain text: it pastes cleanly, says what the PDF says, and tells nothing confidential."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from intake.clinical.assessment import assess
from intake.clinical.telling.notices import LIMITATIONS
from intake.clinical.working.findings import Assessment, WholeAssessment
from intake.exchange.contract import read_answers
from intake.exchange.plain.columns import Part, laid_out, plain
from intake.exchange.plain_text import summary_text
from intake.summary.content import GivenHandout, Summary, Unread
from intake.summary.people import Letterhead, Person
from intake.summary.signed import Addendum, Decision, LeftOpen, Reviewed, Signed, Signer, Voiding
from tests.cautions import cautions
from tests.clinical.cases import DAILY_IDS, EXAMPLES
from tests.lanes import each
from tests.report.printed import printed

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CAROL = Signer("Carol Clinician", "GP", MADE_AT)
SOMEBODY = Person("Nguyễn", "Phương", date(1968, 4, 18), "RVS-004217", "0117 496 0100", gp="Dr Ali, Quay Surgery")
CLINIC = Letterhead("Riverside Pain Clinic", "12 Quay Street", (("Emergency", "999"), ("Crisis line", "0800 111 222")))
WIDTH = 78
TELLING = re.compile(r"(?:feels?|felt) unsafe|unsafe at home|RF21|domestic|violence|abuse", re.IGNORECASE)


@cache
def assessed(example_id: str, **changed: Any) -> WholeAssessment:
    return assess(read_answers(EXAMPLES[example_id]["answers"] | changed)).whole()


def summary(whole: WholeAssessment, **changed: Any) -> Summary:
    made = Summary(whole.guarded(), SOMEBODY, MADE_AT, "ABCD-EFGH", CLINIC, approved=False, signed=None)
    return replace(made, **changed)


def text(example_id: str, *, with_plan: bool = True, **changed: Any) -> str:
    return summary_text(summary(assessed(example_id), **changed), with_plan=with_plan)


def as_one_line(said: str) -> str:
    """As it reads: without what the lines add."""
    return " ".join(re.sub(r"^- ", "", line) for line in said.split("\n")).replace("  ", " ")


def words(said: str) -> str:
    return " ".join(plain(said).split())


# Every worked case


@each({id_: id_ for id_ in EXAMPLES}, few=DAILY_IDS)
def test_it_comes_through_a_paste(example_id: str) -> None:
    for with_plan in (False, True):
        said = text(example_id, with_plan=with_plan)
        lines = said.split("\n")
        assert max(map(len, lines)) <= WIDTH
        assert [line for line in lines if line != line.rstrip()] == []
        assert "\n\n\n" not in said
        assert said.endswith(".\n")
        assert not re.search(r"[\t\r\x00-\x09\x0b-\x1f\x7f\u00a0\u2500-\u257f\u2028\u2029]", said)
        assert {each for each in said if not each.isascii() and not each.isalnum()} <= set("°©±×½√²µ")


@each({id_: id_ for id_ in EXAMPLES}, few=DAILY_IDS)
def test_it_says_how_far_it_can_be_relied_on(example_id: str) -> None:
    said = words(as_one_line(text(example_id)))
    shared = assessed(example_id).shared()
    for caution in cautions(shared):
        # The age of the person's details is another than that of the worked case.
        assert words(caution) in said or caution in {notice.title for notice in shared.notices}, caution
    brief = words(as_one_line(text(example_id, with_plan=False)))
    for caution in (*(told for score in shared.leading_scores for told in score.cautions), LIMITATIONS):
        assert words(caution) in brief


@each({id_: id_ for id_ in EXAMPLES}, few=DAILY_IDS)
def test_status_item_9_and_what_is_urgent_stand_in_both(example_id: str) -> None:
    shared = assessed(example_id).shared()
    for with_plan in (False, True):
        said = text(example_id, with_plan=with_plan)
        one = words(as_one_line(said))
        assert said.startswith("INTAKE SUMMARY\nDRAFT: not signed\n")
        assert f"Rule set {shared.rule_set} is not approved at this site: not for use on patients." in one
        item9 = one.split("PHQ-9 ITEM 9 ", 1)[1].split(" SCORES ", 1)[0]
        found = shared.item9
        assert item9.startswith(words(f"{found.conflict} {found.quoted}. {found.after}".strip()))
        assert ("Crisis contacts: Emergency 999, Crisis line 0800 111 222." in item9) == found.contacts_due
        for flag in (*shared.present, *shared.pointed_to):
            assert words(f"{flag.tier_text.upper()}: {flag.title}.") in one
        assert words(shared.headline) in one
        assert words(shared.one_line) in one


ASKED = {f"{id_} {unsafe}": (id_, unsafe) for id_ in EXAMPLES for unsafe in (True, False)}


@each(ASKED, few=[name for name, (id_, _) in ASKED.items() if id_ in DAILY_IDS])
def test_nothing_confidential_is_told(asked: tuple[str, bool]) -> None:
    example_id, unsafe = asked
    whole = assess(read_answers(EXAMPLES[example_id]["answers"] | {"mh.unsafe_at_home": unsafe})).whole()
    said = words(
        as_one_line(summary_text(summary(whole, unread=(Unread("Kept apart", "typed apart", True),)), with_plan=True))
    )
    for flag in whole.flags:
        if flag.pointer:
            assert words(flag.title) not in said
            assert words(flag.action) not in said
    for line in whole.lines:
        assert line.pointer is None or words(line.label) not in said
    for step in whole.steps:
        assert not step.confidential or words(step.text) not in said
    assert TELLING.findall(said) == []
    assert "typed apart" not in said


def test_there_is_a_case_in_which_something_is_kept_apart() -> None:
    whole = assessed("V31")
    assert [flag.title for flag in whole.flags if flag.pointer]
    assert any(step.confidential for step in whole.steps)


def test_there_is_a_case_in_which_item_9_is_contradicted() -> None:
    told = next(id_ for id_ in EXAMPLES if assessed(id_).item9.conflict)
    said = as_one_line(text(told, with_plan=False))
    assert re.search(r'PHQ-9 ITEM 9 Item 9: not at all\. But: .+: yes\. "Not at all"', said)


@pytest.mark.parametrize("example_id", ["V04", "V10", "V31", "EMPTY", "PROXY", "AGE-8"])
def test_it_has_the_order_of_the_report(example_id: str) -> None:
    report = printed(EXAMPLES[example_id]["answers"])
    titles = [title.upper() for title in _bookmarks(report.reader.outline)]
    in_text = [line for line in text(example_id).split("\n") if line.isupper() and line in titles]
    first = titles[: titles.index("LIMITATIONS")]
    common = [title for title in first if title in in_text]
    assert [title for title in in_text if title in first] == common
    assert {"URGENCY", "PHQ-9 ITEM 9", "SCORES", "MEDICINES", "PAIN AND MOOD TOGETHER"} <= set(common)


def _bookmarks(outline: Any) -> list[str]:
    found: list[str] = []
    for entry in outline:
        found += _bookmarks(entry) if isinstance(entry, list) else [entry.title]
    return found


# Signed, amended, void

SIGNED = Signed(
    CAROL,
    "Likely mechanical;\nseen again in two weeks – “better”, she says.",
    steps=(
        Decision("S1", "Step one (as the rules say): “now”.", "accepted", "", "Carol Clinician", date(2026, 12, 6)),
        Decision("KEPT", "A step that is kept apart", "accepted", "", "Carol Clinician", date(2026, 12, 6)),
        Decision("S2", "Step two", "not_needed", "Done last week"),
    ),
    own_steps=(Decision("", "Ring – the daughter", "accepted", "", "Carol Clinician", date(2026, 12, 1)),),
    reviewed=(Reviewed("KEPT", "A flag that is kept apart", "seen alone"),),
    left_open=(LeftOpen("flag", "KEPT", "A label that is kept apart", "asked in private"),),
)


def signed(**changed: Any) -> str:
    whole = assessed("V10")
    ids = [step.id for step in whole.shared().steps]
    named = {"S1": ids[0], "S2": ids[1]}
    steps = tuple(replace(step, id=named.get(step.id, step.id)) for step in SIGNED.steps)
    return summary_text(summary(whole, signed=replace(SIGNED, steps=steps, **changed), approved=True), with_plan=True)


def test_what_was_signed() -> None:
    said = signed()
    assert said.startswith("INTAKE SUMMARY\nSIGNED\nRiverside Pain Clinic\n12 Quay Street\n")
    assert "not approved" not in said
    assert "approved at this site" in said
    assert (
        "Likely mechanical;\nseen again in two weeks – “better”, she says.\n"
        "Accepted: Carol Clinician, by 1 Dec 2026:\n- Ring – the daughter\n" in said
    )
    assert 'Accepted: Carol Clinician, by 6 Dec 2026:\n- Step one (as the rules say): "now".\n' in said
    assert "- Not needed: Step two Reason: Done last week\n" in said
    assert "SIGNATURE\nSigned by Carol Clinician, GP, 22 Nov 2026, 09:30 UTC.\n" in said
    assert "- 6 Dec 2026, Carol Clinician: Step one: " in said
    assert "kept apart" not in said
    assert "TO CONSIDER" not in said


def test_what_the_person_was_given_stands_with_the_safety_net() -> None:
    given = (GivenHandout("Looking after your feet", "on paper", "Carol Clinician", date(2026, 11, 22)),)
    said = as_one_line(text("V10", handouts=given))
    assert "Handouts given: Looking after your feet (on paper, 22 Nov 2026, Carol Clinician)." in said


def test_corrections_come_before_everything_they_correct() -> None:
    said = signed(addenda=(Addendum(1, "A slip", "It is the right leg.", CAROL, ("places", "case")),))
    assert said.startswith("INTAKE SUMMARY\nAMENDED\n")
    assert (
        "CORRECTION 1\nA slip\nIt is the right leg.\nCarol Clinician, GP, 22 Nov 2026, 09:30 UTC\n"
        "The rest of this report is as it was signed.\n\nPERSON\n" in said
    )
    assert "WHERE IT HURTS\nSee correction 1 above.\n" in said
    assert "IN ONE LINE\nSee correction 1 above.\n" in said
    assert said.count("See correction") == 2


def test_a_void_one_says_so_first() -> None:
    said = signed(voiding=Voiding("Entered for the wrong person", "Mixed up", CAROL))
    assert said.startswith("INTAKE SUMMARY\nVOID: do not use\n")
    assert "VOID\nNot valid. Do not use this report for care.\nEntered for the wrong person. Reason: Mixed up\n" in said


# What people typed


def test_names_and_words_stay_as_they_are() -> None:
    said = summary_text(
        summary(
            assessed("V10", **{"ctx.own_words": "“It’s like glass” – since May… 痛い"}),
            unread=(Unread("Age", "a few – lots", False),),
        ),
        with_plan=True,
    )
    assert "NGUYỄN, Phương\n" in said
    assert "“It’s like glass” – since May… 痛い" in said
    assert '- Age: "a few – lots"\n' in said
    assert "GP Dr Ali, Quay Surgery" in as_one_line(said)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("a\tb", ["a b"]),
        ("one\r\ntwo\n\n\nthree  ", ["one", "two", "three"]),
        ("safe\u202eevil\u200b\x07", ["safeevil"]),
        ("x" * 80, ["x" * 78, "xx"]),
        ("a " + "y" * 77 + " b", ["a", "y" * 77, "b"]),
        ("痛" * 40, ["痛" * 39, "痛"]),
        ("ñ" * 79, ["ñ" * 78, "ñ"]),
        ("- " + "word " * 20, ["- " + "word " * 14 + "word", "  " + "word word word word word"]),
        ("क्\u200dष", ["क्\u200dष"]),
    ],
)
def test_lines_of_78_columns(typed: str, lines: list[str]) -> None:
    assert laid_out([Part("", [typed])]) == "\n".join(lines) + "\n"


def test_a_part_without_anything_has_no_title() -> None:
    assert (
        laid_out([Part("One", ["a"]), Part("Two", []), Part("Three", ["  "]), Part("Four", ["b"])])
        == "ONE\na\n\nFOUR\nb\n"
    )


def test_a_phone_number_stays_on_one_line() -> None:
    contacts = tuple((f"Line number {n}", f"0800 11{n} 22{n}") for n in range(9))
    said = text("V10", letterhead=replace(CLINIC, emergency=contacts))
    for n in range(9):
        assert f"0800 11{n} 22{n}" in said


def test_a_shared_assessment_is_enough() -> None:
    """Whoever has only what may be shared gets the same text."""
    whole = assessed("V31")
    shared: Assessment = whole.shared()
    assert summary_text(summary(whole, assessment=shared), with_plan=True) == text("V31")
