"""What somebody at the front desk does on an intake's pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from intake.clinical.language.kinds import Choice, Choices, Control, Integer, Question, Text, YesNo
from intake.clinical.rules.questions import QUESTIONS
from intake.models import Intake
from tests.views.browser import Fields, form_with


def address(intake: Intake, page: str = "") -> str:
    return f"/intakes/{intake.pk}/{page}/" if page else f"/intakes/{intake.pk}/"


def name(question_id: str) -> str:
    return question_id.replace(".", "-")


def entered(question_id: str, answer: Any) -> Fields:
    """An answer, as JSON, the way it is given on the form."""
    question, field = QUESTIONS[question_id], name(question_id)
    if answer in ("unknown", "declined") and is_typed(question):
        return {field: [""], f"{field}-state": [answer]}
    if isinstance(answer, list):
        return {field: answer}
    if question.control is Control.DURATION:
        return {field: [f"{answer} days"]}
    return {field: [str(answer).lower() if isinstance(answer, bool) else str(answer)]}


def is_typed(question: Question) -> bool:
    """A number or a date that is typed: not picked from a scale, and not plain text."""
    scale = isinstance(question, Integer) and not question.unit and question.maximum <= 10
    return not (isinstance(question, YesNo | Choice | Choices | Text) or scale)


def save(desk: Client, intake: Intake, page: str, answers: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Opens the page, enters the answers, and saves it."""
    shown = form_with(desk.get(address(intake, page)), "revision")
    for question_id, answer in (answers or {}).items():
        shown |= entered(question_id, answer)
    return desk.post(address(intake, page), shown | fields)


def submit(desk: Client, intake: Intake) -> Any:
    return desk.post(address(intake, "check"), form_with(desk.get(address(intake, "check")), "token"))


def in_numbers(answers: dict[str, Any]) -> dict[str, Any]:
    """Stored answers as other systems write them: of a duration its days, without how it was said."""
    return {id_: answer["days"] if isinstance(answer, dict) else answer for id_, answer in answers.items()}


def now(intake: Intake) -> Intake:
    """The intake as it is stored now."""
    return Intake.objects.select_related("patient").get(pk=intake.pk)
