"""The person's copy: plain words in large print. No score, nothing private; a part without content is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from intake.clinical.telling.letter import Letter, plain
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.styles import QUIET_FOOT
from intake.report.engine.words import put
from intake.report.sections.letterhead import letterhead
from intake.report.summary import date_text
from intake.summary.letter import LetterDocument

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
        yield Paragraph(put("{}", document.rules), QUIET_FOOT)


def _parts(document: LetterDocument) -> Iterator[tuple[str, tuple[str, ...]]]:
    written, said = document.letter.plain, plain.said(document.letter, document.beside)
    question, to_keep = written.get("question", "").strip(), written.get("plan", "").strip()
    yield "What we did.", (plain.WHAT_WE_DID.format(service_name=document.service.name),)
    asked = plain.WE_ASKED_THEM.format(question_plain=question) if question else ""
    yield "Why.", (written.get("reason", ""), asked)
    yield "How soon.", (said["urgency"],)
    yield "What happens next.", (said["contact"], *_next(document))
    yield "What we told them.", tuple(_told(document.letter, said))
    yield "What we did not send.", (said["not_sent"],)
    yield "Your say.", (said["consent"], said["change_mind"])
    yield "What you may need.", (said["access"], said["what_else"])
    yield "Please bring", (said["bring"],)
    keep_to = plain.THE_PLAN.format(plan_plain=to_keep) if to_keep else ""
    yield "While you wait.", (keep_to, said["call_now"], said["call_today"], said["crisis"])
    yield "Copies.", (said["copies"],)


def _next(document: LetterDocument) -> Iterator[str]:
    if hear_by := document.letter.hear_by:
        day, phone = date_text(date.fromisoformat(hear_by)), document.beside.on_clinic_phone
        yield plain.NOT_HEARD.format(hear_by_date=day, on_clinic_phone=phone)
    if phone := document.service.phone.strip():
        yield plain.CALL_THEM.format(service_phone=phone)
    yield plain.LETTER_NUMBER.format(reference_number=document.number)


def _told(letter: Letter, said: Mapping[str, str]) -> Iterator[str]:
    yield said["told"]
    yield letter.plain.get("told_extra", "")
    if said["medicines"]:
        yield plain.TOLD_MEDICINES.format(medicines_list=said["medicines"])
    if said["allergies"]:
        yield plain.TOLD_ALLERGIES.format(allergies_plain=said["allergies"])
    if scores := plain.scores_plain(letter):
        yield plain.TOLD_SCORES.format(scores=scores)
    yield said["private_sent"]
