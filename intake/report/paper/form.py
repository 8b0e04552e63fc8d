"""The intake form on paper: the questions of the screen in its order, numbers and words, to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from types import MappingProxyType

from intake.clinical.language.answers import Answers
from intake.clinical.language.kinds import Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.rule_set import VERSION
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.file import Properties
from intake.report.engine.flow import after, pour
from intake.report.engine.headings import Heading
from intake.report.engine.page import Furniture, Run, draw_furniture, first_frame, later_frames
from intake.report.engine.shapes import Beside, Lines
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import PAPERS, QUIET, WIDTH
from intake.report.engine.text import clipped
from intake.report.engine.words import APART, put
from intake.report.sections.letterhead import letterhead
from intake.report.summary import DRAFT, PRODUCT, Letterhead, Person, time_text

from .person import person_block
from .question import Asked, questions
from .styles import ANSWER, ATTRIBUTION, HELP, HOW_TO_STYLE, INTRO

TITLE_TEXT = "Intake form"
PRIVATE = "Private: for the person to fill in. Please do not read these questions aloud at the desk."
HOW_TO = (
    "Tick one box for each question, or more where it says so. “Does not know” and “Declined” are answers too. "
    "A question left empty counts as not answered, never as “no”."
)
LEFT_EMPTY = "This page is left empty, so that what follows is a sheet of its own when printed on both sides."
WHAT_IT_IS = "The answers support a qualified clinician. The form makes no diagnosis."

Asking = Iterable[tuple[Section, tuple[Question, ...]]]
"""Sections, each with those of its questions that are on the form."""

NOTHING: Mapping[str, str] = MappingProxyType({})

_BEFORE_SECTION = 10.0


def paper_form_pdf(
    asking: Asking,
    answers: Answers,
    person: Person | None,
    clinic: str,
    made_at: datetime,
    settings: SiteSettings = DEFAULT,
    paper: str = "A4",
    in_private: Mapping[str, str] = NOTHING,
) -> bytes:
    """The form, with the answers given so far. The same arguments give the same bytes.

    Args:
        person: whose draft it is; nobody's, where the form is blank.
        made_at: with a time zone.
        settings: what the clinic says its own way beside the questions.
        paper: A4 or Letter.
        in_private: by question id, what stands with a question whose answer is not printed.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    when = time_text(made_at)
    sheet = Sheet(PAPERS[paper])
    # The line under the last question of a page stands clear of the line over the page's foot.
    frames = (
        replace(frame, height=frame.height - 6) for frame in after(first_frame(sheet.paper), later_frames(sheet.paper))
    )
    asked = [
        (section, [Asked(next(numbers), q, answers[q], in_private.get(q.id, "")) for q in questions_asked])
        for numbers in [count(1)]
        for section, questions_asked in asking
    ]
    for place, blocks in enumerate(_handed_over(asked, [*_first(answers, person, clinic)], settings)):
        if place and sheet.number_of_pages % 2:
            pour(sheet, [Paragraph(put("{}", LEFT_EMPTY), HELP)], frames)
        pour(sheet, blocks, frames)
    draw_furniture(sheet, _furniture(person, when), [Run(sheet.number_of_pages, "Page {} of {}")])
    subject = "To be filled in with or by the person"
    return sheet.file(Properties("Intake form", subject, clinic, made_at, f"form {when}", PRODUCT))


def _furniture(person: Person | None, when: str) -> Furniture:
    return Furniture(
        name=person.name if person else "",
        about=f"{APART}{person.born}{APART}Record number {clipped(person.record_number, 24)}" if person else "",
        mark=DRAFT if person else "",
        footer=f"Makes no diagnosis{APART}Questions of {VERSION}{APART}Printed {when}",
    )


def _first(answers: Answers, person: Person | None, clinic: str) -> Iterator[Block]:
    yield letterhead(Letterhead(clinic, "", ()), TITLE_TEXT, *((DRAFT, "Answers so far") if person else ("", "")))
    yield from person_block(person, answers)
    yield Paragraph(put("{}", HOW_TO), HOW_TO_STYLE)
    yield Paragraph(put("{}", WHAT_IT_IS), HELP)


def _handed_over(
    sections: Iterable[tuple[Section, list[Asked]]], blocks: list[Block], settings: SiteSettings
) -> Iterator[list[Block]]:
    """What begins a page: private sections stand on a sheet that can be handed over by itself."""
    private = False
    for section, asked in sections:
        was_private, private = private, all(one.question.private for one in asked)
        if private and not was_private:
            yield blocks
            blocks = []
        section_blocks = list(_section(section, asked, settings, private=private))
        blocks += [Stack(section_blocks, whole=True)] if private else section_blocks
    yield [*blocks, _entered_by()]


def _section(section: Section, asked: list[Asked], settings: SiteSettings, *, private: bool) -> Iterator[Block]:
    head = Heading(section.title)
    head.before = _BEFORE_SECTION
    yield head
    if private:
        yield Paragraph(put("{}", PRIVATE), INTRO, keeps=True)
    if section.intro:
        yield Paragraph(put("{}", section.intro), INTRO, keeps=True)
    if section.words_of_clinic:
        yield Paragraph(put("{}", section.words_of_clinic(settings)), INTRO, keeps=True)
    yield from questions(asked, say_private=not private)
    if section.note:
        yield Paragraph(put("{}", section.note), ATTRIBUTION)


def _entered_by() -> Block:
    gutter = 10.0
    each = WIDTH - 3 * gutter
    fields = (("Filled in by", 0.34), ("Date", 0.16), ("Entered on the screen by", 0.34), ("Date", 0.16))
    columns = [(each * part, [Lines(1, 20, QUIET), Paragraph(put("{}", label), ANSWER)]) for label, part in fields]
    return Stack([Beside(columns, gutter, before=6)], whole=True)
