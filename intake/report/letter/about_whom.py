"""To whom a letter goes and whom it is about, side by side. What is not known is said, and never left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.shapes import Beside
from intake.report.engine.styles import WIDTH
from intake.report.engine.text import capital
from intake.report.engine.words import Words, put
from intake.summary.letter import GP, LetterDocument, recorded

from .styles import LABEL, NAME, WHO

_GUTTER = 18.0


def about_whom(document: LetterDocument) -> Block:
    half = (WIDTH - _GUTTER) / 2
    to = _to_gp(document) if document.kind == GP else _to_service(document)
    return Beside([(half, to), (half, _person(document))], _GUTTER, before=4, after=4)


def _to_service(document: LetterDocument) -> Sequence[Block]:
    service = document.service
    lines = [service.kind, service.address, _labelled("Phone", service.phone), _labelled("E-mail", service.email)]
    return [Paragraph(put("To"), LABEL), Paragraph(put("{}", service.name), NAME), *_lines(lines)]


def _to_gp(document: LetterDocument) -> Sequence[Block]:
    person, service = document.person, document.service
    copy = put("<b>Copy.</b> The letter goes to: {}", ", ".join(filter(None, (service.name, service.kind))))
    name = person.gp_name.strip() or person.gp_practice.strip()
    practice = person.gp_practice if person.gp_name.strip() else ""
    return [
        Paragraph(put("To the GP"), LABEL),
        Paragraph(put("{}", recorded(name)), NAME),
        *_lines([practice, person.gp_address]),
        Paragraph(copy, WHO),
    ]


def _person(document: LetterDocument) -> Sequence[Block]:
    person = document.person
    on_report = person.as_on_a_report
    return [
        Paragraph(put("About"), LABEL),
        Paragraph(put("{}", on_report.name), NAME),
        Paragraph(put("<b>{}</b>", capital(on_report.born)), WHO),
        Paragraph(put("Sex recorded at birth: {}", recorded(person.sex)), WHO),
        Paragraph(put("Record number: <b>{}</b>", recorded(person.record_number)), WHO),
        Paragraph(put("Address: {}", recorded(person.address)), WHO),
        Paragraph(put("Phone: {}", recorded(person.phone)), WHO),
    ]


def _labelled(label: str, text: str) -> str:
    return f"{label} {text.strip()}" if text.strip() else ""


def _lines(texts: Iterable[str]) -> list[Block]:
    return [Paragraph(_in_lines(text), WHO) for text in texts if text.strip()]


def _in_lines(text: str) -> Words:
    return put("{}", text.strip())
