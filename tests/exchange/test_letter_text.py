"""The letter of a referral as plain text: what was ticked, in the order of the letter, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from intake.clinical.assessment import assess
from intake.clinical.telling.letter import Letter, LetterLine, LetterPart, draft_letter
from intake.clinical.telling.notices import LIMITATIONS
from intake.exchange.contract import read_answers
from intake.exchange.letter_text import letter_text
from intake.exchange.plain.columns import plain
from intake.report.letter import Amendment, LetterDocument, LetterPerson, LetterService, Referrer
from intake.summary.people import Letterhead
from tests.clinical.cases import DAILY_IDS, EXAMPLES
from tests.lanes import each

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
LETTER = Letter(
    reason="Calf pain on walking – getting worse",
    question="Is there arterial disease?",
    urgency="two_weeks",
    parts=(
        LetterPart("case", "In one line", (LetterLine("case", "58 F. Calf pain on walking."),)),
        LetterPart(
            "findings",
            "Findings",
            (
                LetterLine("findings.a", "Cold leg: One leg is newly cold"),
                LetterLine("findings.b", "Struck out by the clinician", sent=False),
                LetterLine("findings.c", "Answered alone", sent=False, private=True),
                LetterLine("findings.d", "Her own words: “like a vice” " + "very " * 20 + "tight"),
            ),
        ),
        LetterPart("tried", "Tried so far", (LetterLine("tried", "Never sent", sent=False),)),
        LetterPart("history", "History", ()),
    ),
    consent={"asked": "yes", "by": "Carol Clinician", "on": "2026-11-29"},
    copies=("patient", "gp"),
    told="Rest the leg.",
    hear_by="2026-12-14",
)
DOCUMENT = LetterDocument(
    letter=LETTER,
    number="LLLL-NNNN",
    document_id="DDDD-0001",
    kind="letter",
    person=LetterPerson(
        "Nguyễn",
        "Phương",
        date(1968, 4, 18),
        "R-1",
        "Female",
        "1 Hill Road",
        gp_name="Dr Ali",
        gp_practice="Quay Surgery",
    ),
    service=LetterService("Vascular clinic", "Vascular surgery", "2 Harbour Way", "0117 496 0000", "v@example.org"),
    referrer=Referrer("Carol Clinician", "GP", "GMC 1234567", "Riverside Practice", "0117 496 0001", AT),
    letterhead=Letterhead("Riverside Practice", "12 Quay Street", (), "0117 496 0001"),
    made_at=AT,
    rule_set="LPD-CDS 1",
    status="SIGNED",
)


def letter(**changed: Any) -> str:
    return letter_text(replace(DOCUMENT, **changed))


def test_it_says_what_the_letter_says_in_its_order() -> None:
    said = letter()
    assert said.startswith(
        "REFERRAL LETTER\nSIGNED\nRule set LPD-CDS 1 is not approved at this site: not for use on patients.\n"
        "Riverside Practice\n12 Quay Street\nPhone 0117 496 0001\nLetter number LLLL-NNNN; 30 Nov 2026\n\n"
        "TO\nVascular clinic\nVascular surgery\n2 Harbour Way\nPhone 0117 496 0000\nE-mail v@example.org\n\n"
        "ABOUT\nNGUYỄN, Phương\nBorn 18 Apr 1968\nSex recorded at birth: Female\nRecord number: R-1\n"
        "Address: 1 Hill Road\nPhone: not recorded\n\n"
        "URGENCY\nWithin 2 weeks\nReason: Calf pain on walking – getting worse\nWe ask: Is there arterial disease?\n\n"
        "IN ONE LINE\n58 F. Calf pain on walking.\n\n"
        "FINDINGS\n- Cold leg: One leg is newly cold\n- Her own words: “like a vice” very"
    )
    assert (
        "CONSENT\nThe person agreed to this referral, 29 Nov 2026 (Carol Clinician).\nTold: Rest the leg.\n"
        "Should hear by 14 Dec 2026.\nCopies: the person and the GP.\n\n"
        "FROM\nCarol Clinician, GP, registration number GMC 1234567\nRiverside Practice\nPhone 0117 496 0001\n"
        "Signed 30 Nov 2026, 09:30 UTC.\n"
    ) in said
    assert " ".join(said.split()).endswith(plain(LIMITATIONS))


def test_what_is_not_ticked_is_not_there() -> None:
    said = letter()
    for never in ("Struck out", "Answered alone", "Never sent", "TRIED", "HISTORY"):
        assert never not in said


def test_a_draft_says_so_and_is_not_signed() -> None:
    said = letter(status="DRAFT")
    assert said.startswith("REFERRAL LETTER\nDRAFT: not signed\n")
    assert "Signed" not in said
    assert "\nNot signed.\n" in said


def test_an_amendment_stands_before_everything() -> None:
    said = letter(status="AMENDED", amended=(Amendment(1, "Wrong leg"), Amendment(2, "New phone")), approved=True)
    assert said.startswith("REFERRAL LETTER\nAMENDED\nRiverside")
    before = said.split("\nTO\n")[0]
    assert (
        "AMENDED\nNew phone\nThis letter takes the place of the earlier one.\n\nAMENDED BEFORE\nWrong leg\n" in before
    )
    assert "not approved" not in said


def test_consent_that_nobody_asked_for_is_not_recorded() -> None:
    said = letter(letter=replace(LETTER, consent={"asked": "", "by": "", "on": ""}))
    assert "CONSENT\nConsent: not recorded.\n" in said
    said = letter(letter=replace(LETTER, consent={"asked": "no", "by": "", "on": ""}))
    assert "CONSENT\nThe person did not agree.\n" in said


def test_the_copy_for_the_gp_says_to_whom_the_letter_goes() -> None:
    said = letter(kind="gp")
    assert said.startswith("COPY OF A REFERRAL LETTER\n")
    assert "TO\nDr Ali\nQuay Surgery\nCopy. The letter goes to: Vascular clinic, Vascular surgery\n" in said


@each({id_: id_ for id_ in EXAMPLES}, few=DAILY_IDS)
def test_a_letter_of_each_worked_case_comes_through_a_paste(example_id: str) -> None:
    whole = assess(read_answers(EXAMPLES[example_id]["answers"])).whole()
    shared = whole.shared()
    said = letter(letter=draft_letter(shared, [step.id for step in shared.steps if step.refers]))
    assert max(map(len, said.split("\n"))) <= 78
    assert "\t" not in said
    assert "\n\n\n" not in said
    assert [line for line in said.split("\n") if line != line.rstrip()] == []
    words = " ".join(said.split())
    for flag in whole.flags:
        assert not flag.pointer or flag.title not in words
    for line in whole.lines:
        assert line.pointer is None or f"{line.label}: {line.said}" not in words
