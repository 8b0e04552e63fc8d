"""The letter of a referral as plain text, to be pasted into any record system: what is sent of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from intake.clinical.telling.letter import URGENCIES, LetterPart
from intake.clinical.telling.notices import LIMITATIONS, not_approved
from intake.exchange.plain.columns import Part, bullet, laid_out, plain
from intake.summary.consent import consent_text
from intake.summary.dates import date_text, time_text

if TYPE_CHECKING:
    from intake.report.letter import LetterDocument  # the values that are printed; nothing is printed here

TITLES = {"letter": "Referral letter", "gp": "Copy of a referral letter"}
NOT_SIGNED = "DRAFT: not signed"
IN_PLACE_OF = "This letter takes the place of the earlier one."
WHAT_IT_IS = "Self-reported answers, not verified. No diagnosis."
_NOT_RECORDED = "not recorded"


def letter_text(document: LetterDocument) -> str:
    """Lines of at most 78 columns. What was not ticked is left out, and so is a part of which nothing is sent."""
    parts = (*_head(document), *map(_part, document.letter.parts), *_end(document))
    return laid_out(parts)


def _head(document: LetterDocument) -> Iterator[Part]:
    rules = [] if document.approved else [plain(not_approved(document.rule_set).title)]
    status = NOT_SIGNED if document.status == "DRAFT" else document.status
    sender, letter = document.letterhead, document.letter
    reached = f"Phone {sender.phone}" if sender.phone else ""
    about = f"Letter number {document.number}; {date_text(document.made_at.date())}"
    yield Part(TITLES[document.kind], [status, *rules, *_given(sender.clinic, sender.address, reached), about])
    for amended in reversed(document.amended):
        last = amended is document.amended[-1]
        yield Part("Amended" if last else "Amended before", [amended.reason, *([IN_PLACE_OF] if last else [])])
    yield Part("To", _to(document))
    yield Part("About", list(_person(document)))
    rows = [f"Reason: {_recorded(letter.reason)}", f"We ask: {_recorded(letter.question)}"]
    yield Part("Urgency", [URGENCIES.get(letter.urgency, _NOT_RECORDED), *rows])


def _to(document: LetterDocument) -> list[str]:
    service, person = document.service, document.person
    if document.kind == "gp":
        goes_to = ", ".join(_given(service.name, service.kind))
        names = _given(person.gp_name, person.gp_practice, person.gp_address) or [_NOT_RECORDED]
        return [*names, f"Copy. The letter goes to: {goes_to}"]
    reached = (f"Phone {service.phone}" if service.phone else "", f"E-mail {service.email}" if service.email else "")
    return _given(service.name, service.kind, service.address, *reached)


def _person(document: LetterDocument) -> Iterator[str]:
    person = document.person
    yield ", ".join(_given(person.family_name.upper(), person.given_name)) or "Name not recorded"
    born = date_text(person.date_of_birth) if person.date_of_birth else ""
    yield f"Born {born or (f'{person.birth_estimate} (estimated)' if person.birth_estimate else _NOT_RECORDED)}"
    yield f"Sex recorded at birth: {_recorded(person.sex)}"
    yield f"Record number: {_recorded(person.record_number)}"
    yield f"Address: {_recorded(person.address)}"
    yield f"Phone: {_recorded(person.phone)}"


def _part(part: LetterPart) -> Part:
    """Each line as it was written, whoever wrote it."""
    lines = [line.text.strip() for line in part.sent]
    return Part(part.title, lines if len(lines) == 1 else [bullet(line) for line in lines])


def _end(document: LetterDocument) -> Iterator[Part]:
    letter, referrer = document.letter, document.referrer
    rows = [f"{consent_text(letter.consent)}."]
    rows += [f"Told: {letter.told.strip()}"] if letter.told.strip() else []
    rows += [f"Should hear by {date_text(date.fromisoformat(letter.hear_by))}."] if letter.hear_by else []
    copies = [name for name, kind in (("the person", "patient"), ("the GP", "gp")) if kind in letter.copies]
    yield Part("Consent", [*rows, f"Copies: {' and '.join(copies)}." if copies else "No copies."])
    number = f"registration number {_recorded(referrer.registration_number)}"
    rows = [f"{_recorded(referrer.name)}, {_recorded(referrer.role)}, {number}"]
    rows += [*_given(referrer.practice), f"Phone {_recorded(referrer.phone)}"]
    at = None if document.status == "DRAFT" else referrer.at
    yield Part("From", [*rows, f"Signed {plain(time_text(at))}." if at else "Not signed."])
    rules = [f"Rule set {document.rule_set}, approved at this site."] if document.approved else []
    made = f"Made {plain(time_text(document.made_at))}."
    yield Part("Limits", [" ".join((WHAT_IT_IS, *rules, made)), plain(LIMITATIONS)])


def _recorded(text: str) -> str:
    return text.strip() or _NOT_RECORDED


def _given(*texts: str) -> list[str]:
    return [text.strip() for text in texts if text.strip()]
