"""A letter in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.report.engine.blocks import Block
from intake.report.engine.file import Properties
from intake.report.engine.flow import after, pour
from intake.report.engine.page import Furniture, Run, draw_furniture, first_frame, later_frames
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import PAPERS
from intake.report.engine.text import clipped
from intake.report.engine.words import APART
from intake.report.summary import PRODUCT
from intake.summary.letter import GP, LETTER, PATIENT, TITLES, LetterDocument, recorded

from .person_copy import person_copy
from .service_letter import service_letter

LAYOUT = 1
"""The number of the layout that is printed now; raised when what is stored is printed otherwise than before."""

_BLOCKS: dict[str, Callable[[LetterDocument], Iterator[Block]]] = {
    LETTER: service_letter,
    GP: service_letter,
    PATIENT: person_copy,
}


def letter_pdf(document: LetterDocument) -> bytes:
    """The document of its kind. The same argument gives the same bytes, in any thread.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    sheet = drawn(document)
    title, clinic = TITLES[document.kind], document.letterhead.clinic
    properties = Properties(title, "A referral", clinic, document.made_at, document.document_id, PRODUCT)
    return sheet.file(properties)


def drawn(document: LetterDocument) -> Sheet:
    """Its pages."""
    sheet = Sheet(PAPERS[document.paper])
    blocks = list(_BLOCKS[document.kind](document))
    pour(sheet, blocks, after(first_frame(sheet.paper), later_frames(sheet.paper)))
    draw_furniture(sheet, _furniture(document), [Run(sheet.number_of_pages, "Page {} of {}")])
    return sheet


def _furniture(document: LetterDocument) -> Furniture:
    person = document.person.as_on_a_report
    record = f"Record number {clipped(recorded(person.record_number), 24)}"
    numbers = f"Letter {clipped(document.number, 20)}{APART}Document {clipped(document.document_id, 40)}"
    return Furniture(
        name=person.name,
        about=f"{APART}{person.born}{APART}{record}",
        mark=document.status,
        footer=numbers,
    )
