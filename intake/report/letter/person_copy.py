"""The person's copy: plain words in large print. No score, nothing private; a part without content is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intake.clinical.telling.letter import plain
from intake.clinical.telling.notices import not_approved
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.styles import QUIET_FOOT
from intake.report.engine.words import put
from intake.report.sections.letterhead import letterhead
from intake.report.summary import date_text

from .document import LetterDocument
from .styles import LARGE, LARGE_NAME, LARGE_TITLE


def person_copy(document: LetterDocument) -> Iterator[Block]:
    person = document.person
    yield letterhead(document.letterhead, "", document.status, "")
    yield Paragraph(put("{}", plain.TITLE), LARGE_TITLE, "H1")
    yield Paragraph(put("{}", date_text(document.made_at.date())), LARGE)
    yield Paragraph(put("Dear {},", f"{person.given_name.strip()} {person.family_name.strip()}".strip()), LARGE)
    if document.amended:
        yield Paragraph(put("<b>{}</b>", plain.IN_PLACE_OF), LARGE)
    for heading, sentences in _parts(document):
        if text := " ".join(filter(None, (sentence.strip() for sentence in sentences))):
            yield Paragraph(put("<b>{}</b> {}", heading, text), LARGE)
    referrer = document.referrer
    yield Paragraph(put(plain.WITH_BEST_WISHES), LARGE, keeps=True)
    yield Paragraph(put("{}, {}", referrer.name, referrer.role), LARGE_NAME)
    if not document.approved:
        yield Paragraph(put("{}", not_approved(document.rule_set).title), QUIET_FOOT)


def _parts(document: LetterDocument) -> Iterator[tuple[str, tuple[str, ...]]]:
    letter, written, contacts = document.letter, document.letter.plain, document.letterhead.emergency
    phone = document.letterhead.phone.strip()
    on_phone = plain.ON_PHONE.format(clinic_phone=phone) if phone else ""
    question = written.get("question", "").strip()
    asked = plain.WE_ASKED_THEM.format(question_plain=question) if question else ""
    consent = letter.consent
    agreed = plain.consent_plain(consent.get("asked", ""), _day(consent.get("on", "")))
    plan = written.get("plan", "").strip()
    yield "What we did.", (plain.WHAT_WE_DID.format(service_name=document.service.name),)
    yield "Why.", (written.get("reason", ""), asked)
    yield "How soon.", (plain.urgency_plain(letter.urgency, document.service.name),)
    yield "What happens next.", tuple(_next(document, on_phone))
    yield "What we told them.", tuple(_told(document))
    yield "What we did not send.", (plain.NOT_SENT,)
    yield "Your say.", (agreed, plain.CHANGE_YOUR_MIND.format(on_clinic_phone=on_phone))
    person = document.person
    access = plain.access_plain(letter, person.language, interpreter=person.interpreter)
    yield "What you may need.", (access, plain.WHAT_ELSE)
    yield "Please bring", (plain.PLEASE_BRING,)
    yield (
        "While you wait.",
        (
            plain.THE_PLAN.format(plan_plain=plan) if plan else "",
            plain.CALL_NOW.format(emergency_number=plain.emergency_number(contacts)),
            plain.CRISIS.format(crisis_line=plain.crisis_line(contacts)),
        ),
    )
    yield "Copies.", (plain.copies_plain(letter),)


def _next(document: LetterDocument, on_phone: str) -> Iterator[str]:
    way = document.person.contact.strip()
    yield plain.IN_TOUCH_BY.format(contact_way=way) if way else plain.IN_TOUCH
    if hear_by := _day(document.letter.hear_by):
        yield plain.NOT_HEARD.format(hear_by_date=hear_by, on_clinic_phone=on_phone)
    if phone := document.service.phone.strip():
        yield plain.CALL_THEM.format(service_phone=phone)
    yield plain.LETTER_NUMBER.format(reference_number=document.number)


def _told(document: LetterDocument) -> Iterator[str]:
    letter = document.letter
    yield plain.TOLD_WHO
    if letter.part("findings").sent:
        yield plain.TOLD_PAIN
    yield letter.plain.get("told_extra", "")
    for template, text in (
        (plain.TOLD_MEDICINES, {"medicines_list": plain.medicines_plain(letter)}),
        (plain.TOLD_ALLERGIES, {"allergies_plain": plain.allergies_plain(letter)}),
        (plain.TOLD_SCORES, {"scores": plain.scores_plain(letter)}),
    ):
        if all(text.values()):
            yield template.format(**text)


def _day(stored: str) -> str:
    return date_text(date.fromisoformat(stored)) if stored else ""
