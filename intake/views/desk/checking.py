"""What "Check your answers" shows: every answer, and answers that do not fit together, each with its way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.data_quality import desk_warnings
from intake.forms.layout import Opened
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.stored.asked_before import AskedBefore
from intake.views.desk import form_pages


@dataclass(frozen=True)
class Row:
    question: Question
    number: int | None
    """None where the answer comes from the person's details."""
    answer: str
    is_open: bool
    change: str
    """The address of this very question."""
    is_unseen: bool = False
    """It was answered in private."""
    opened: Opened | None = None
    """It was, and somebody at the front desk chose to look at it."""
    to_confirm: str = ""
    """What was answered in the person's last intake and is not confirmed."""


@dataclass(frozen=True)
class Warned:
    text: str
    rows: list[Row]


@dataclass(frozen=True)
class CheckedSection:
    section: Section
    rows: list[Row]
    asked_before: list[AskedBefore]
    not_scored: str


def sections(intake: Intake, asked_before: Iterable[AskedBefore]) -> list[CheckedSection]:
    earlier = list(asked_before)
    return [
        CheckedSection(
            section,
            [_row(intake, question) for question in form_pages.visible_questions(intake, section_id)],
            [each for each in earlier if each.section == section_id],
            form_pages.not_scored(intake, section_id),
        )
        for section_id, section in form_pages.SECTION.items()
    ]


def unconfirmed(checked: Iterable[CheckedSection]) -> list[tuple[Section, int]]:
    """The sections with answers of the person's last intake that are not confirmed, and how many."""
    counts = ((each.section, sum(bool(row.to_confirm) for row in each.rows)) for each in checked)
    return [(section, count) for section, count in counts if count]


def warnings(intake: Intake) -> list[Warned]:
    return [
        Warned(text, [_row(intake, question) for question in questions])
        for text, questions in desk_warnings(intake.case_at_desk)
    ]


def _row(intake: Intake, question: Question) -> Row:
    if intake.in_private.hides(question):
        words, address = form_pages.words_in_private(intake, question), form_pages.private_address(intake, question)
        return Row(question, form_pages.NUMBER[question.id], words, False, address, is_unseen=True)
    answer = intake.case_at_desk.stored(question)
    words = form_pages.say_at_desk(intake, question)
    number = form_pages.NUMBER.get(question.id)
    if question.id in FROM_PATIENT:
        change = reverse("patient-details", args=[intake.patient_id])
    else:
        page = reverse("intake-section", args=[intake.pk, form_pages.SECTION_OF[question.id]])
        change = f"{page}#{form_pages.anchor(question)}"
    row = intake.in_private.opened.get(question.id)
    opened = form_pages.opened_by(row) if row else None
    is_open = answer is NotAnswered.BLANK
    earlier = intake.earlier.answers.get(question.id) if is_open else None
    to_confirm = earlier.said if earlier else ""
    return Row(question, number, words, is_open, change, opened=opened, to_confirm=to_confirm)
