"""The answers as they were submitted, on paper: the questions that were asked, each with what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from intake.clinical.language.answers import Answers
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.file import Properties
from intake.report.engine.flow import after, pour
from intake.report.engine.headings import Heading
from intake.report.engine.page import Furniture, Run, draw_furniture, first_frame, later_frames
from intake.report.engine.shapes import Beside
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import PAPERS, WIDTH
from intake.report.engine.text import clipped
from intake.report.engine.words import APART, put
from intake.report.sections.letterhead import letterhead
from intake.report.summary import PRODUCT, Letterhead, Person, time_text

from .item import NUMBERED, Numbered
from .person import person_block
from .styles import ANSWER, HELP, HOW_TO_STYLE, INTRO, NUMBER, QUIET_ANSWER, WORDING

TITLE_TEXT = "Answers"
PRIVATE = "Private questions are not on this sheet, whether they were answered or not."
WHAT_IT_IS = "The answers support a qualified clinician. This sheet makes no diagnosis."

_GUTTER = 12.0
_QUESTION = (WIDTH - NUMBER - _GUTTER) * 0.56
_ANSWER = WIDTH - NUMBER - _GUTTER - _QUESTION
_LONG = 120
"""An answer of more characters stands below its question, and flows over pages."""


@dataclass(frozen=True)
class Answered:
    number: int | None
    """On the form; none of what is not asked any more."""
    wording: str
    answer: str
    is_open: bool = False


@dataclass(frozen=True)
class AnsweredSection:
    title: str
    intro: str
    rows: tuple[Answered, ...]


@dataclass(frozen=True)
class Submitted:
    """When, by whom, as which version; and what is to be said of it besides, each a sentence."""

    at: datetime
    by: str
    version: int
    besides: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"Submitted {time_text(self.at)} by {self.by} (version {self.version})."


def answers_pdf(
    sections: Iterable[AnsweredSection],
    answers: Answers,
    person: Person,
    clinic: str,
    submitted: Submitted,
    made_at: datetime,
    paper: str = "A4",
) -> bytes:
    """The sheet. The same arguments give the same bytes.

    Args:
        sections: without anything private.
        answers: of which the person's sex is printed.
        made_at: with a time zone.
        paper: A4 or Letter.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    when = time_text(made_at)
    sheet = Sheet(PAPERS[paper])
    blocks = [*_first(answers, person, clinic, submitted), *(block for each in sections for block in _section(each))]
    pour(sheet, blocks, after(first_frame(sheet.paper), later_frames(sheet.paper)))
    draw_furniture(sheet, _furniture(person, submitted, when), [Run(sheet.number_of_pages, "Page {} of {}")])
    return sheet.file(Properties(TITLE_TEXT, "As they were submitted", clinic, made_at, f"answers {when}", PRODUCT))


def _furniture(person: Person, submitted: Submitted, when: str) -> Furniture:
    return Furniture(
        name=person.name,
        about=f"{APART}{person.born}{APART}Record number {clipped(person.record_number, 24)}",
        mark="",
        footer=f"Makes no diagnosis{APART}Submitted {time_text(submitted.at)}{APART}Printed {when}",
    )


def _first(answers: Answers, person: Person, clinic: str, submitted: Submitted) -> Iterator[Block]:
    yield letterhead(Letterhead(clinic, "", ()), TITLE_TEXT, "", "")
    yield from person_block(person, answers)
    yield Paragraph(put("{}", submitted.text), HOW_TO_STYLE)
    for text in (*submitted.besides, PRIVATE, WHAT_IT_IS):
        yield Paragraph(put("{}", text), HELP)


def _section(section: AnsweredSection) -> Iterator[Block]:
    head = Heading(section.title)
    head.before = 10.0
    yield head
    if section.intro:
        yield Paragraph(put("{}", section.intro), INTRO, keeps=True)
    yield Stack([_item(row) for row in section.rows], "L", NUMBERED)


def _item(row: Answered) -> Block:
    wording = Paragraph(put("{}", row.wording), WORDING)
    answer = Paragraph(put("{}" if row.is_open else "<b>{}</b>", row.answer), QUIET_ANSWER if row.is_open else ANSWER)
    if len(row.answer) > _LONG:
        return Numbered(row.number, [wording, answer])
    return Numbered(row.number, [Beside([(_QUESTION, [wording]), (_ANSWER, [answer])], _GUTTER)])
