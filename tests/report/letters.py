"""Letters of referral as a reader gets them: drafted from a worked example, printed, read back from the file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pypdf import PdfReader

from intake.clinical.assessment import assess
from intake.clinical.telling.handouts import Number
from intake.clinical.telling.letter import Details, Letter, draft_letter
from intake.clinical.working.findings import Assessment
from intake.exchange.contract import read_answers
from intake.report import Letterhead
from intake.report.letter import Amendment, LetterDocument, LetterPerson, LetterService, Referrer, letter_pdf
from tests.clinical.cases import EXAMPLES
from tests.report.reading import FOOTER, HEADER, Run, content

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KINDS = ("letter", "patient", "gp")

CLINIC = Letterhead(
    "Riverside Pain Clinic",
    "12 Quay Street, Riverside RV1 2AB",
    (("Emergency", "999"), ("Crisis line", "116 123")),
    phone="01632 960100",
    email="office@riverside.example",
)
NUMBERS = {
    "clinic_phone": Number("01632 960100"),
    "emergency_number": Number("999"),
    "crisis_line": Number("116 123", "Crisis line"),
}
PERSON = LetterPerson(
    "Okafor",
    "Ada",
    date(1968, 4, 18),
    "RVS-004217",
    sex="Female",
    address="3 Harbour Road, Flat 2, Riverside RV1 4CD",
    phone="07700 900123",
    gp_name="Dr Jo Hale",
    gp_practice="Quayside Surgery",
    gp_address="1 Mill Lane, Riverside RV2 1AA",
    language="Yoruba",
    interpreter=True,
    contact="phone",
)
SERVICE = LetterService(
    "Vascular clinic, City Hospital",
    "Vascular surgery",
    "1 Hospital Way, Riverside RV9 9ZZ",
    "01632 960200",
    "vascular@city.example",
)
REFERRER = Referrer("Carol Clinician", "GP", "GMC 1234567", "Riverside Pain Clinic", "01632 960101", MADE_AT)
PLAIN = {
    "reason": "Your left leg hurts when you walk and eases when you stop.",
    "question": "is the blood flow in your legs good enough?",
    "told_extra": "What we found when we looked at your leg.",
    "plan": "walk a little each day, and take your tablets as before.",
}
"""The samples of the handout."""

AMENDED = (Amendment(2, "The phone number was wrong."),)


def steps_to_refer(found: Assessment) -> list[str]:
    """The most urgent step that sends the person to somebody else, or the first of all."""
    by_urgency = sorted(found.steps, key=lambda step: step.rank)
    return [step.id for step in by_urgency if step.refers][:1] or [step.id for step in found.steps][:1]


def drafted(answers: dict[str, Any], *steps: str) -> Letter:
    found = assess(read_answers(answers))
    details = Details("Yoruba", interpreter=True, contact="phone")
    return draft_letter(found, steps or steps_to_refer(found), details=details, on=MADE_AT.date())


@cache
def example_letter(example_id: str, *steps: str) -> Letter:
    """As a clinician would complete it."""
    return completed(drafted(EXAMPLES[example_id]["answers"], *steps))


def completed(letter: Letter) -> Letter:
    return replace(
        letter,
        reason=letter.reason or "Leg pain",
        consent={"asked": "yes", "by": "Carol Clinician", "on": "2026-11-22"},
        copies=("patient", "gp"),
        told="What the clinic does, and when to come back",
        hear_by="2026-12-20",
        plain=PLAIN,
    )


def ticked(letter: Letter, *, private: bool | None = None) -> Letter:
    """With every line ticked; of those told in private only, or of the others only, where that is said."""
    chosen = [line for line in letter.lines() if private is None or line.private == private]
    return letter.with_lines({line.key: (line.text, True) for line in chosen})


def document(letter: Letter, kind: str = "letter", **more: Any) -> LetterDocument:
    given: dict[str, Any] = {
        "number": "7K3M-9QTX-2B4D",
        "document_id": "1A2B-3C4D-5E6F",
        "person": PERSON,
        "service": SERVICE,
        "referrer": REFERRER,
        "letterhead": CLINIC,
        "made_at": MADE_AT,
        "rule_set": "LPD-CDS 1.0",
        "status": "SIGNED",
        "numbers": NUMBERS,
        "seen_within": "within four weeks",
    }
    return LetterDocument(letter=letter, kind=kind, **(given | more))


def pages(printed: LetterDocument) -> list[str]:
    """What is read aloud of each page."""
    return [content(page).text for page in PdfReader(io.BytesIO(letter_pdf(printed))).pages]


def text(printed: LetterDocument) -> str:
    return " ".join(pages(printed))


def runs(printed: LetterDocument) -> list[Run]:
    reader = PdfReader(io.BytesIO(letter_pdf(printed)))
    return [run for page in reader.pages for run in content(page).runs]


def heads_and_feet(printed: LetterDocument) -> list[str]:
    return [content(page).said(HEADER, FOOTER) for page in PdfReader(io.BytesIO(letter_pdf(printed))).pages]
