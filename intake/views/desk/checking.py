"""What "Check your answers" shows: every answer, and answers that do not fit together, each with its way back."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.data_quality import desk_warnings
from intake.clinical.working.case import Case
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.views.desk import form_pages


@dataclass(frozen=True)
class Row:
    question: Question
    number: int | None
    """None where the answer comes from the person's details."""
    said: str
    is_open: bool
    change: str
    """The address of this very question."""


@dataclass(frozen=True)
class Warned:
    text: str
    rows: list[Row]


def sections(intake: Intake) -> list[tuple[Section, list[Row]]]:
    case = Case(intake.read_answers())
    return [
        (section, [_row(intake, case, question) for question in form_pages.shown(intake, section_id)])
        for section_id, section in form_pages.SECTION.items()
    ]


def warnings(intake: Intake) -> list[Warned]:
    case = Case(intake.read_answers())
    return [
        Warned(text, [_row(intake, case, question) for question in questions])
        for text, questions in desk_warnings(case)
    ]


def _row(intake: Intake, case: Case, question: Question) -> Row:
    answer = case.stored(question)
    said = "Cannot be read" if question.id in intake.malformed else question.say_at_desk(answer)
    number = form_pages.NUMBER.get(question.id)
    return Row(question, number, said, answer is NotAnswered.BLANK, _change(intake, question))


def _change(intake: Intake, question: Question) -> str:
    if question.id in FROM_PATIENT:
        return reverse("patient-details", args=[intake.patient_id])
    page = reverse("intake-section", args=[intake.pk, form_pages.SECTION_OF[question.id]])
    return f"{page}#{form_pages.anchor(question)}"
