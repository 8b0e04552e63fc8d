"""The letter of a referral as plain text, to be pasted into any record system: what is sent of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.telling.letter import URGENCIES, LetterPart
from intake.clinical.telling.notices import LIMITATIONS
from intake.exchange.plain.columns import Part, bullet, laid_out, plain
from intake.summary.dates import date_text, time_text
from intake.summary.letter import (
    DRAFT,
    GP,
    IN_PLACE_OF,
    NOT_RECORDED,
    TITLES,
    WHAT_IT_IS,
    LetterDocument,
    recorded,
)

NOT_SIGNED = "DRAFT: not signed"


def letter_text(document: LetterDocument) -> str:
    """Lines of at most 78 columns. What was not ticked is left out, and so is a part of which nothing is sent."""
    parts = (*_head(document), *map(_part, document.letter.parts), *_end(document))
    return laid_out(parts)


def _head(document: LetterDocument) -> Iterator[Part]:
    rules = [] if document.approved else [plain(document.rules)]
    status = NOT_SIGNED if document.status == DRAFT else document.status
    sender, letter = document.letterhead, document.letter
    reached = f"Phone {sender.phone}" if sender.phone else ""
    about = f"Letter number {document.number}; {date_text(document.made_at.date())}"
    yield Part(TITLES[document.kind], [status, *rules, *_given(sender.clinic, sender.address, reached), about])
    for amended in reversed(document.amended):
        last = amended is document.amended[-1]
        yield Part("Amended" if last else "Amended before", [amended.reason, *([IN_PLACE_OF] if last else [])])
    yield Part("To", _to(document))
    yield Part("About", list(_person(document)))
    rows = [f"Reason: {recorded(letter.reason)}", f"We ask: {recorded(letter.question)}"]
    yield Part("Urgency", [URGENCIES.get(letter.urgency, NOT_RECORDED), *rows])


def _to(document: LetterDocument) -> list[str]:
    service, person = document.service, document.person
    if document.kind == GP:
        goes_to = ", ".join(_given(service.name, service.kind))
        names = _given(person.gp_name, person.gp_practice, person.gp_address) or [NOT_RECORDED]
        return [*names, f"Copy. The letter goes to: {goes_to}"]
    reached = (f"Phone {service.phone}" if service.phone else "", f"E-mail {service.email}" if service.email else "")
    return _given(service.name, service.kind, service.address, *reached)


def _person(document: LetterDocument) -> Iterator[str]:
    person = document.person
    yield ", ".join(_given(person.family_name.upper(), person.given_name)) or "Name not recorded"
    born = date_text(person.date_of_birth) if person.date_of_birth else ""
    yield f"Born {born or (f'{person.birth_estimate} (estimated)' if person.birth_estimate else NOT_RECORDED)}"
    yield f"Sex recorded at birth: {recorded(person.sex)}"
    yield f"Record number: {recorded(person.record_number)}"
    yield f"Address: {recorded(person.address)}"
    yield f"Phone: {recorded(person.phone)}"


def _part(part: LetterPart) -> Part:
    """Each line as it was written, whoever wrote it."""
    lines = [line.text.strip() for line in part.sent]
    return Part(part.title, lines if len(lines) == 1 else [bullet(line) for line in lines])


def _end(document: LetterDocument) -> Iterator[Part]:
    yield Part("Consent", [f"{said}." for said in document.agreed_and_told])
    referrer = document.referrer
    rows = [document.signer, *_given(referrer.practice), f"Phone {recorded(referrer.phone)}"]
    at = None if document.status == DRAFT else referrer.at
    yield Part("From", [*rows, f"Signed {plain(time_text(at))}." if at else "Not signed."])
    rules = [document.rules] if document.approved else []
    yield Part("Limits", [plain(" ".join((WHAT_IT_IS, *rules, document.made))), plain(LIMITATIONS)])


def _given(*texts: str) -> list[str]:
    return [text.strip() for text in texts if text.strip()]
