"""The intake form on paper: the questions of the screen in its order, numbers and words, to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer

from intake.clinical.answers import Answers
from intake.clinical.questions.kinds import Question
from intake.clinical.questions.sections import Section
from intake.clinical.rule_set import VERSION

from .document import Properties, pdf
from .page import LATER, Furniture
from .paper_person import person_block
from .paper_question import Asked, questions
from .parts import WritingLine, heading, paragraph, table
from .styles import ATTRIBUTION, BODY, CLINIC, NOTICE, QUIET, QUIET_SMALL, SMALL, TICK_LINE, TITLE, WIDTH
from .summary import Person, said_date, said_time
from .text import clipped

TITLE_TEXT = "Leg pain and mood: intake form"
PRIVATE = "Private: for the person to fill in. Please do not read these questions aloud at the counter."
HOW_TO = (
    "Tick one box for each question, or more where it says so. “Does not know” and “Declined” are answers too. "
    "A question left empty counts as not answered, never as “no”."
)
WHAT_IT_IS = "The answers support a qualified clinician. The form makes no diagnosis."

Asking = Iterable[tuple[Section, tuple[Question, ...]]]
"""Sections, each with those of its questions that are on the form."""


def paper_form_pdf(asking: Asking, answers: Answers, person: Person | None, clinic: str, made_at: datetime) -> bytes:
    """The form, with the answers given so far. The same arguments give the same bytes.

    Args:
        person: whose draft it is; nobody's, where the form is blank.
        made_at: with a time zone.
    """
    when = said_time(made_at)
    furniture = Furniture(
        name=person.name if person else "",
        about=f"  ·  {_born(person)}  ·  Record number {clipped(person.record_number, 24)}" if person else "",
        mark="DRAFT" if person else "",
        under_mark="Answers so far" if person else "",
        footer=f"Supports a clinician, does not diagnose  ·  Questions of {VERSION}  ·  Printed {when}",
    )
    properties = Properties("Intake form", "To be filled in with or by the person", clinic, made_at, f"form {when}")
    return pdf(_story(asking, answers, person, clinic), furniture, properties)


def _born(person: Person) -> str:
    return f"born {said_date(person.date_of_birth)}" if person.date_of_birth else "date of birth not recorded"


def _story(asking: Asking, answers: Answers, person: Person | None, clinic: str) -> Iterator[Flowable]:
    yield NextPageTemplate(LATER)
    yield paragraph(CLINIC, "{}", clinic)
    yield paragraph(TITLE, "{}", TITLE_TEXT)
    yield person_block(person, answers)
    yield paragraph(NOTICE, "{}", HOW_TO)
    yield paragraph(QUIET_SMALL, "{}", WHAT_IT_IS)
    number, handed_over = 1, False
    for section, asked in asking:
        private = all(question.private for question in asked)
        if private and not handed_over:
            yield PageBreak()  # a sheet that can be handed over by itself
        handed_over = private
        numbered = [Asked(number + place, question, answers[question]) for place, question in enumerate(asked)]
        yield from _section(section, numbered, private=private)
        number += len(asked)
    yield from _entered_by()


def _section(section: Section, asked: list[Asked], *, private: bool) -> Iterator[Flowable]:
    head = list(heading(section.title, room=0))
    if private:
        head.append(paragraph(SMALL, "<b>{}</b>", PRIVATE))
    if section.intro:
        head.append(paragraph(BODY, "<b>{}</b>", section.intro))
    for block in questions(asked, say_private=not private):
        yield KeepTogether([*head, *block])
        head = []
    if section.note:
        yield paragraph(ATTRIBUTION, "{}", section.note)


def _entered_by() -> Iterator[Flowable]:
    yield Spacer(0, 10)
    labels = ("Filled in by", "Date", "Entered on the screen by", "Date")
    cells: list[list[Flowable]] = [[WritingLine(20, QUIET) for _ in labels]]
    cells.append([paragraph(TICK_LINE, "{}", label) for label in labels])
    widths = (WIDTH * 0.34, WIDTH * 0.16, WIDTH * 0.34, WIDTH * 0.16)
    yield table(cells, widths, rules=False)
