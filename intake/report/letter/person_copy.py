"""The person's copy: plain words in large print. No score, nothing private; a part without content is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    written, contacts = document.letter.plain, document.letterhead.emergency
    said = _said(document)
    phone = document.letterhead.phone.strip()
    on_phone = plain.ON_PHONE.format(clinic_phone=phone) if phone else ""
    question, plan = written.get("question", "").strip(), written.get("plan", "").strip()
    yield "What we did.", (plain.WHAT_WE_DID.format(service_name=document.service.name),)
    asked = plain.WE_ASKED_THEM.format(question_plain=question) if question else ""
    yield "Why.", (written.get("reason", ""), asked)
    yield "How soon.", (said["urgency"],)
    yield "What happens next.", tuple(_next(document, on_phone))
    yield "What we told them.", tuple(_told(document, said))
    yield "What we did not send.", (plain.NOT_SENT,)
    yield "Your say.", (said["consent"], plain.CHANGE_YOUR_MIND.format(on_clinic_phone=on_phone))
    yield "What you may need.", (said["access"], plain.WHAT_ELSE)
    yield "Please bring", (plain.PLEASE_BRING,)
    keep_to = plain.THE_PLAN.format(plan_plain=plan) if plan else ""
    call_now = plain.CALL_NOW.format(emergency_number=plain.emergency_number(contacts))
    yield "While you wait.", (keep_to, call_now, plain.CRISIS.format(crisis_line=plain.crisis_line(contacts)))
    yield "Copies.", (said["copies"],)


def _said(document: LetterDocument) -> dict[str, str]:
    """As it follows from the letter, or as a clinician wrote it; nothing of medicines that the letter does not tell."""
    letter, person = document.letter, document.person
    proposed = plain.proposals(
        letter,
        service_name=document.service.name,
        consent_date=_day(letter.consent.get("on", "")),
        language=person.language,
        interpreter=person.interpreter,
    )
    untold = {part for part in ("medicines", "allergies") if not letter.part(part).sent}
    own = {name: text for name in plain.PROPOSED if (text := letter.plain.get(name, "").strip())}
    return proposed | {name: text for name, text in own.items() if name not in untold}


def _next(document: LetterDocument, on_phone: str) -> Iterator[str]:
    way = document.person.contact.strip()
    yield plain.IN_TOUCH_BY.format(contact_way=way) if way else plain.IN_TOUCH
    if hear_by := _day(document.letter.hear_by):
        yield plain.NOT_HEARD.format(hear_by_date=hear_by, on_clinic_phone=on_phone)
    if phone := document.service.phone.strip():
        yield plain.CALL_THEM.format(service_phone=phone)
    yield plain.LETTER_NUMBER.format(reference_number=document.number)


def _told(document: LetterDocument, said: Mapping[str, str]) -> Iterator[str]:
    letter = document.letter
    yield plain.TOLD_WHO
    if letter.part("findings").sent:
        yield plain.TOLD_PAIN
    yield letter.plain.get("told_extra", "")
    if said["medicines"]:
        yield plain.TOLD_MEDICINES.format(medicines_list=said["medicines"])
    if said["allergies"]:
        yield plain.TOLD_ALLERGIES.format(allergies_plain=said["allergies"])
    if scores := plain.scores_plain(letter):
        yield plain.TOLD_SCORES.format(scores=scores)


def _day(stored: str) -> str:
    return date_text(date.fromisoformat(stored)) if stored else ""
