"""The three documents of a letter: what each must have, what none may have, and that it fits a page."""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from intake.clinical.telling.letter import LetterLine, LetterPart, plain
from intake.report.letter import (
    LetterPerson,
    LetterService,
    Referrer,
    document_as_json,
    document_from_json,
    letter_pdf,
)
from intake.report.letter.printing import drawn
from tests.clinical.cases import DAILY, EXAMPLES
from tests.lanes import sweep
from tests.report.aloud import read_aloud
from tests.report.letters import (
    AMENDED,
    CLINIC,
    KINDS,
    PERSON,
    PLAIN,
    REFERRER,
    document,
    example_letter,
    heads_and_feet,
    pages,
    runs,
    text,
    ticked,
)

VASCULAR = example_letter("V04", "R11")
FULL = ("letter", "gp")
"""With the whole content of the letter."""


# One page


def on_one_page(example_id: str, kind: str, *, everything: bool = False) -> bool:
    letter = example_letter(example_id)
    return drawn(document(ticked(letter) if everything else letter, kind)).number_of_pages == 1


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("kind", sweep(FULL, few=("letter",)))
def test_nine_of_ten_letters_are_one_page(kind: str, everything: bool) -> None:
    """As they are drafted, and where a clinician has ticked whatever was told in private."""
    longer = [id_ for id_ in EXAMPLES if not on_one_page(id_, kind, everything=everything)]
    assert len(longer) <= len(EXAMPLES) / 10, longer


def test_the_persons_copy_is_one_page() -> None:
    assert all(on_one_page(example["id"], "patient") for example in DAILY)


# What must be there


REQUIRED = (
    "OKAFOR, Ada",
    "Born 18 Apr 1968",
    "Sex recorded at birth: Female",
    "Record number: RVS-004217",
    "Address: 3 Harbour Road, Flat 2, Riverside RV1 4CD",
    "Phone: 07700 900123",
    "Urgency: Routine",
    "Reason: Leg pain on walking, with vascular-type features",
    "We ask: Is a supervised exercise programme suitable?",
    "Letter number 7K3M-9QTX-2B4D",
    "Carol Clinician, GP, registration number GMC 1234567",
    "Riverside Pain Clinic",
    "Phone 01632 960101",
    "Signed 22 Nov 2026, 09:30 UTC",
    "Vascular clinic, City Hospital",
    "The person agreed to this referral, 22 Nov 2026 (Carol Clinician)",
    "Told: What the clinic does, and when to come back",
    "Should hear by 20 Dec 2026",
    "Copies: the person and the GP",
    "Rule set LPD-CDS 1.0 is not approved at this site: not for use on patients.",
    "Missing answers are not negative answers.",
    "Self-reported answers, not verified. No diagnosis.",
)


@pytest.mark.parametrize("kind", FULL)
@pytest.mark.parametrize("required", REQUIRED)
def test_a_letter_is_never_without(required: str, kind: str) -> None:
    assert required in text(document(VASCULAR, kind))


@pytest.mark.parametrize("kind", FULL)
def test_what_is_not_known_is_said(kind: str) -> None:
    nobody = LetterPerson("Okafor", "", None, "")
    bare = replace(VASCULAR, reason="", question="", consent={})
    shown = text(document(bare, kind, person=nobody, service=LetterService("Clinic"), referrer=Referrer("", "")))
    for label in ("Sex recorded at birth:", "Record number:", "Address:", "Phone:", "Reason:", "We ask:", "Consent:"):
        assert f"{label} not recorded" in shown
    assert "Date of birth not recorded" in shown
    assert "not recorded, not recorded, registration number not recorded" in shown
    assert "Phone not recorded" in shown
    if kind == "gp":
        assert "To the GP not recorded" in shown


def test_a_birth_date_that_is_estimated_says_so() -> None:
    person = replace(PERSON, date_of_birth=None, birth_estimate="about 1956")
    assert "Born about 1956 (estimated)" in text(document(VASCULAR, person=person))


@pytest.mark.parametrize(
    ("urgency", "said"),
    [("now", "Urgency: NOW"), ("same_day", "Urgency: SAME DAY"), ("two_weeks", "Urgency: Within 2 weeks")],
)
def test_the_urgency_stands_out(urgency: str, said: str) -> None:
    assert said in text(document(replace(VASCULAR, urgency=urgency)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_says_which_letter_document_and_page_it_is(kind: str) -> None:
    printed = document(with_long_text(VASCULAR), kind)
    furniture = heads_and_feet(printed)
    for number, shown in enumerate(furniture, 1):
        assert "Letter 7K3M-9QTX-2B4D Document 1A2B-3C4D-5E6F" in shown
        assert f"Page {number} of {len(furniture)}" in shown
        assert number == 1 or shown.startswith("SIGNED OKAFOR, Ada born 18 Apr 1968 Record number RVS-004217")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_draft_until_it_is_signed(kind: str) -> None:
    draft = document(VASCULAR, kind, status="DRAFT", referrer=replace(REFERRER, at=None))
    assert "DRAFT" in text(draft)
    assert "DRAFT" not in text(document(VASCULAR, kind))
    assert ("Not signed: a draft" in text(draft)) == (kind in FULL)


def test_signed_without_a_time_says_neither() -> None:
    shown = text(document(VASCULAR, referrer=replace(REFERRER, at=None)))
    assert "Not signed" not in shown
    assert "Signed 22" not in shown


@pytest.mark.parametrize("kind", FULL)
def test_an_amendment_stands_first_with_its_reason(kind: str) -> None:
    twice = (*AMENDED, replace(AMENDED[0], number=3, reason="Another service."))
    shown = text(document(VASCULAR, kind, status="AMENDED", amended=twice))
    assert "AMENDED Amended: Another service. Amended before: The phone number was wrong." in shown
    assert "This letter takes the place of the earlier one." in shown


def test_the_persons_copy_does_not_quote_why_it_was_amended() -> None:
    shown = text(document(VASCULAR, "patient", status="AMENDED", amended=AMENDED))
    assert "This copy takes the place of an earlier one." in shown
    assert AMENDED[0].reason not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_an_approved_rule_set_is_not_called_a_draft(kind: str) -> None:
    shown = text(document(VASCULAR, kind, approved=True))
    assert "not approved" not in shown
    assert ("Rule set LPD-CDS 1.0, approved at this site." in shown) == (kind in FULL)


def test_the_gps_copy_says_that_it_is_one() -> None:
    shown = text(document(VASCULAR, "gp"))
    assert "Copy of a referral letter" in shown
    assert "To the GP Dr Jo Hale Quayside Surgery 1 Mill Lane, Riverside RV2 1AA Copy. The letter goes to:" in shown
    assert "vascular@city.example" not in shown
    practice = replace(PERSON, gp_name="")
    assert "To the GP Quayside Surgery 1 Mill Lane" in text(document(VASCULAR, "gp", person=practice))


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ({"asked": "", "by": "", "on": ""}, "Consent: not recorded."),
        ({"asked": "no", "by": "", "on": ""}, "The person did not agree."),
        ({}, "Consent: not recorded."),
        ({"asked": "no", "by": "Carol Clinician", "on": ""}, "The person did not agree (Carol Clinician)."),
    ],
)
def test_consent_that_nobody_asked_for_is_not_recorded(consent: dict[str, str], said: str) -> None:
    assert said in text(document(replace(VASCULAR, consent=consent)))


def test_no_copies_are_said() -> None:
    bare = replace(VASCULAR, copies=(), told="", hear_by="", consent={"asked": "best_interests"})
    shown = text(document(bare))
    assert "The person could not be asked; in their best interests. No copies." in shown


# What is ticked, and what is not


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_ticked_is_printed(kind: str) -> None:
    letter = example_letter("V10", "R09")
    lines = [*letter.lines()]
    marked = letter.with_lines({line.key: (f"tok{n:03}", n % 2 == 0) for n, line in enumerate(lines)})
    shown = text(document(marked, kind))
    printed = {line.key for n, line in enumerate(lines) if f"tok{n:03}" in shown}
    sent = {line.key for n, line in enumerate(lines) if n % 2 == 0}
    if kind in FULL:
        assert printed == sent
    else:
        assert printed <= {key for key in sent if key.startswith(("medicines.", "allergies."))}
    nothing = letter.with_lines({line.key: (line.text, False) for line in lines})
    assert "Findings" not in text(document(nothing, kind))


def test_item_9_stands_apart_from_totals_and_by_itself() -> None:
    letter = ticked(example_letter("V10", "R09"))
    assert "Reported on more than half the days. PHQ-9: 22 of 27 (severe band), 22 Nov 2026. GAD-7:" in text(
        document(letter)
    )
    alone = letter.with_lines({line.key: (line.text, line.key == "item9") for line in letter.part("scores").lines})
    assert "Reported on more than half the days. Medicines" in text(document(alone))


def test_a_score_is_on_the_persons_copy_only_where_it_was_added() -> None:
    assert "PEG" not in text(document(VASCULAR, "patient"))
    added = replace(VASCULAR, scores_for_person=("score.peg",))
    assert "These scores: PEG: 5.0 of 10" in text(document(added, "patient"))


# The person's copy

HANDOUT = """
Your copy of the letter we sent 22 Nov 2026 Dear Ada Okafor, What we did. We sent a letter about you to
Vascular clinic, City Hospital. This is your copy in plain words. Why. Your left leg hurts when you walk and
eases when you stop. We asked them: is the blood flow in your legs good enough? How soon. This is not urgent.
You should hear the date of your visit within four weeks. What happens next. They will get in touch with you
by phone. If you have not heard by 20 Dec 2026, please call us on 01632 960100. It is fine to ask. Letters do
get lost. You can also call them on 01632 960200. Your letter number is 7K3M-9QTX-2B4D. What we told them.
Your name, date of birth, address and phone. What you told us about your pain and how it affects you. What we
found when we looked at your leg. Your medicines: Statin, Aspirin or another antiplatelet. Allergies: none
that you know of. What we did not send. Things you told us in private are not in the letter, unless you said
that we may share them. Your say. You agreed to this on 22 Nov 2026. You can change your mind. Call us on
01632 960100. What you may need. We asked for Yoruba to be spoken. If you need a lift, someone with you, or
another time, tell them when they call. Please bring this letter, a list of your medicines and your glasses or
hearing aid. You may bring someone with you. While you wait. Keep to the plan we made: walk a little each day,
and take your tablets as before. If your leg turns cold or changes colour, if you cannot pee, or if you are
short of breath, call 999 now. If your leg swells or goes weak, call us today. If you think about ending your
life, call 116 123 (Crisis line). Copies. A copy went to your own doctor. With best wishes, Carol Clinician, GP
"""


def test_it_is_the_handout_with_its_gaps_filled() -> None:
    assert text(document(VASCULAR, "patient", approved=True)).endswith(" ".join(HANDOUT.split()))


def test_every_text_of_it_can_be_written_otherwise() -> None:
    own = {name: f"Own {name}" for name in plain.PROPOSED}
    letter = replace(VASCULAR, plain={**PLAIN, **own})
    shown = text(document(letter, "patient"))
    assert [name for name in own if own[name] not in shown] == []
    assert "This is not urgent." not in shown
    struck = letter.with_lines({line.key: (line.text, False) for line in letter.lines()})
    shown = text(document(struck, "patient"))
    assert "Own medicines" not in shown
    assert "Own allergies" not in shown


@pytest.mark.parametrize("name", plain.PROPOSED)
def test_every_text_of_it_can_be_struck_out(name: str) -> None:
    own = replace(VASCULAR, plain={**PLAIN, name: "Own words"})
    assert "Own words" in text(document(own, "patient"))
    assert "Own words" not in text(document(replace(own, left_out=(name,)), "patient"))


def test_a_heading_of_which_all_is_struck_out_is_left_out() -> None:
    struck = replace(VASCULAR, plain={}, left_out=plain.PROPOSED)
    shown = text(document(struck, "patient"))
    for heading in ("How soon.", "What we told", "What we did not send.", "Your say.", "Please bring", "While you"):
        assert heading not in shown
    assert "ending your life" not in shown


def test_no_number_to_call_is_guessed() -> None:
    """The clinic's first contact is not the emergency number where none says that it is."""
    clinic = replace(CLINIC, emergency=(("NHS urgent help", "111"),))
    shown = text(document(VASCULAR, "patient", letterhead=clinic, numbers={}))
    body = shown.partition("While you wait.")[2]
    assert "call 111" not in body
    assert "If your leg turns cold" not in body
    assert "ending your life" not in body
    assert "If your leg swells or goes weak, call us today." in body


def test_what_has_no_content_is_left_out_with_its_heading() -> None:
    bare = replace(VASCULAR, plain={}, hear_by="", consent={}, copies=())
    bare = bare.with_lines({line.key: (line.text, False) for line in bare.lines()})
    clinic = replace(CLINIC, phone="")
    nobody = replace(PERSON, contact="")
    shown = text(document(bare, "patient", service=LetterService("Clinic"), letterhead=clinic, person=nobody))
    for left_out in ("Why.", "We asked them", "If you have not heard", "You can also call", "medicines:", "Allergies"):
        assert left_out not in shown
    assert "What happens next. They will get in touch with you. Your letter number is" in shown
    assert "What we told them. Your name, date of birth, address and phone. What we did not send." in shown
    assert "Your say. You can change your mind. Call us. What you may need. If you need a lift" in shown
    assert "While you wait. If your leg turns cold" in shown
    assert "Copies. No one else got a copy." in shown
    assert "{" not in shown


def test_the_print_is_large() -> None:
    shown = runs(document(VASCULAR, "patient", approved=True))
    sizes = [run.size for run in shown if "Your say" in run.text or "change your mind" in run.text]
    assert sizes
    assert min(sizes) >= 14


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(groups - (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1), 1)


def reading_grade(prose: str) -> float:
    """Flesch-Kincaid."""
    words = re.findall(r"[a-z']+", prose.lower())
    sentences = len(re.findall(r"[.?!:](?=\s|$)", prose))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("urgency", ["now", "same_day", "two_weeks", "routine"])
@pytest.mark.parametrize("asked", ["yes", "best_interests"])
def test_the_persons_copy_is_easy_to_read(urgency: str, asked: str) -> None:
    letter = replace(VASCULAR, urgency=urgency, consent={"asked": asked, "on": "2026-11-22"})
    shown = text(document(letter, "patient", approved=True))
    assert reading_grade(shown.partition("Dear Ada Okafor, ")[2]) <= 6.5


def test_the_grade_tells_hard_prose() -> None:
    hard = "Multidisciplinary rehabilitation necessitates interprofessional communication regarding comorbidities."
    assert reading_grade(hard) > 12


# As JSON, and the same bytes


def logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), (11, 85, 102)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_stored_document_is_printed_in_the_same_bytes(kind: str) -> None:
    clinic = replace(CLINIC, logo=b"")
    made_at = datetime(2026, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    printed = document(VASCULAR, kind, letterhead=clinic, made_at=made_at, amended=AMENDED, paper="Letter")
    stored = json.loads(json.dumps(document_as_json(printed)))
    assert document_from_json(stored) == printed
    assert letter_pdf(document_from_json(stored)) == letter_pdf(printed) == letter_pdf(printed)


def test_the_logo_is_kept_elsewhere() -> None:
    printed = document(VASCULAR, letterhead=replace(CLINIC, logo=logo()))
    stored = document_as_json(printed)
    assert not stored["letterhead"]["logo"]
    assert document_from_json(stored, logo=logo()) == printed
    assert letter_pdf(printed) != letter_pdf(document(VASCULAR))


def test_json_has_every_field() -> None:
    stored = document_as_json(document(VASCULAR))
    assert set(stored) == {field.name for field in fields(document(VASCULAR))}
    bare = document(VASCULAR, person=LetterPerson("A", "", None, ""), referrer=Referrer("", ""))
    assert document_from_json(document_as_json(bare)) == bare


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        letter_pdf(document(VASCULAR, made_at=datetime(2026, 11, 22, 9, 30)))  # noqa: DTZ001


# Text from people


def with_long_text(letter: Any) -> Any:
    words = " ".join(f"word{n}" for n in range(1800))
    parts = tuple(
        replace(part, lines=(*part.lines, LetterLine("done.long", words))) if part.id == "done" else part
        for part in letter.parts
    )
    return replace(letter, parts=parts, plain={**PLAIN, "plan": words[:9000]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_letter_goes_on_and_loses_nothing(kind: str) -> None:
    shown = pages(document(with_long_text(VASCULAR), kind))
    assert len(shown) >= 3
    whole = " ".join(shown)
    assert all(f"word{n}" in whole for n in (0, 500, 1000))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("family", "given"),
    [("الأحمد", "فاطمة"), ("Nguyễn", "Γιώργος"), ("<b>Bold</b> & Sons", "{}"), ("W" * 150, "x" * 150)],
)
def test_any_name_is_printed_whole(family: str, given: str, kind: str) -> None:
    person = replace(PERSON, family_name=family, given_name=given)
    shown = "".join(text(document(VASCULAR, kind, person=person)).split())
    for part in (given, family if kind == "patient" else family.upper()):
        assert "".join(part.split()) in shown


def test_a_word_as_long_as_a_line_is_cut_and_whole() -> None:
    part = LetterPart("done", "Done and told", (LetterLine("done.done", "X" * 400),))
    shown = text(document(replace(VASCULAR, parts=(part,), reason="Y" * 300)))
    assert shown.replace(" ", "").count("X" * 400) == 1
    assert shown.replace(" ", "").count("Y" * 300) == 1


# Read aloud

GOLDEN = {
    "V04": ("V04", "R11", "letter"),
    "V31": ("V31", "R02", "gp"),
    "V10": ("V10", "R09", "patient"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_letter_is_read_as_in_the_golden_file(name: str) -> None:
    """Meant to be read by people, too. After a change that is meant, write it anew and look at the difference:

    UPDATE_GOLDEN=1 .venv/bin/python -m pytest -n 0 tests/report/test_letter.py && git diff tests/report
    """
    example_id, step, kind = GOLDEN[name]
    golden = Path(__file__).with_name(f"{name}-{kind}.txt")
    pdf = letter_pdf(document(example_letter(example_id, step), kind))
    said = "".join(f"{line}\n" for line in read_aloud(pdf).lines())
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(said, encoding="utf-8")
    assert said.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_dates_are_those_of_the_letter() -> None:
    letter = replace(VASCULAR, hear_by=date(2027, 1, 5).isoformat())
    assert "Should hear by 5 Jan 2027" in text(document(letter))
