"""The clinician's form: which questions it asks, and how they are put together on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, Choices, Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.clinical.telling.difference import said_changes
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Assessment
from intake.forms.section import SectionForm
from intake.models import AnswerVersion, Intake
from intake.models.intake import FROM_PATIENT

_ASKED = {question_id: question for question_id, question in QUESTIONS.items() if question_id not in FROM_PATIENT}


_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Part:
    """Some questions of a section, as the page shows them together."""

    section: Section
    helper: FormHelper


def questions(intake: Intake) -> list[Question]:
    """What keeps flags open, and everything that is kept for the clinician; in catalogue order."""
    wanted = _keeping_flags_open(_findings(intake))
    return [question for question in _ASKED.values() if question.by == CLINICIAN or question.id in wanted]


def posted_questions(posted: str) -> list[Question]:
    """The questions that the posted page showed: what it did not show is not cleared."""
    shown = set(posted.split())
    return [question for question in _ASKED.values() if question.id in shown]


def asked_for(posted: QueryDict) -> list[Question]:
    """Just the questions that somebody wants to answer."""
    wanted = set(posted.getlist("ask"))
    if not wanted or not wanted <= _ASKED.keys():
        raise BadRequest("no such questions")
    return [question for question in _ASKED.values() if question.id in wanted]


def of_section(intake: Intake, section: Section) -> list[Question]:
    """All of the section that is asked now, or answered, or typed and not taken as an answer."""
    case = Case(intake.read_answers())
    return [
        question
        for question in section.questions
        if question.id in _ASKED and (case.is_asked(question) or question.id in intake.malformed)
    ]


def of_person(section: Section) -> list[str]:
    """What of the section follows from who the patient is, and is not asked."""
    return [question.short for question in section.questions if question.id in FROM_PATIENT]


def form(
    intake: Intake, asked: Iterable[Question], posted: QueryDict | None = None, *, malformed: Mapping[str, Any] = _NONE
) -> SectionForm:
    """The form of these questions, with what was kept or with what was posted."""
    return SectionForm(
        asked,
        intake.answers,
        malformed,
        posted,
        today=intake.encounter_date(),
        born=intake.patient.date_of_birth,
    )


def name_saved_answers(form: SectionForm, intake: Intake) -> None:
    """Beside each answer that differs, the one that somebody saved meanwhile. What was typed stays."""
    case = Case(intake.read_answers())
    for name, question in list(form.differing(intake.answers)):
        form.add_error(name, f"Saved meanwhile: “{question.say_answer(case.stored(question))}”.")


def saved(before: AnswerVersion, version: AnswerVersion) -> str:
    """What happened, in a sentence."""
    changes = said_changes(before.assessment.findings, version.assessment.findings)
    return f"Version {version.number} holds these answers{f': {changes}' if changes else ''}."


def context(intake: Intake, form: SectionForm, *, narrowed: bool = False) -> dict[str, Any]:
    """What the page shows.

    Args:
        narrowed: only the questions asked for, so that none is folded away.
    """
    assessment = _findings(intake)
    asked = list(form.asked.values())
    closed = [] if narrowed else _closed(asked, assessment, intake.answers)
    own = [question for question in asked if question.by == CLINICIAN and question not in closed]
    return {
        "intake": intake,
        "patient": intake.patient,
        "form": form,
        "narrowed": narrowed,
        "asked": " ".join(question.id for question in asked),
        "open_parts": _parts(form, [question for question in asked if question.by == FRONT_DESK]),
        "own_parts": _parts(form, own),
        "closed_parts": _parts(form, closed),
        "closed_in_error": any(form.asked[name] in closed for name in form.errors if name in form.asked),
        "by_proxy": bool(_by_proxy(assessment)),
        "from_patient": [assessment.line(id_).label for id_ in _open_of_patient(assessment)],
    }


def _findings(intake: Intake) -> Assessment:
    if intake.current is None:
        raise Http404
    return intake.current.findings


def _keeping_flags_open(assessment: Assessment) -> set[str]:
    """Open questions, with the list that an open question would close. Not what only the person can answer anew."""
    still_open = {line.question for flag in assessment.flags for line in flag.missing} - _by_proxy(assessment)
    lists = {id_ for id_, question in _ASKED.items() if _closing(question) in still_open}
    return still_open | lists


def _by_proxy(assessment: Assessment) -> set[str]:
    if assessment.mood_screen != "proxy":
        return set()
    return {line.question for score in assessment.scores for line in score.items if line.state == "answered"}


def _closing(question: Question) -> str | None:
    """The question that says whether this list is complete."""
    listed = isinstance(question, Choices) and question.complete_when_yes
    return listed().id if listed else None


def _open_of_patient(assessment: Assessment) -> list[str]:
    """What keeps flags open and is not asked here, since it follows from who the patient is."""
    wanted = _keeping_flags_open(assessment)
    return [question_id for question_id in FROM_PATIENT if question_id in wanted]


def _closed(asked: list[Question], assessment: Assessment, answers: dict[str, Any]) -> list[Question]:
    """The clinician's questions that earlier answers closed, and that have no answer."""
    skipped = {line.question for line in assessment.lines if line.state == NotAnswered.SKIPPED.value}
    return [q for q in asked if q.by == CLINICIAN and q.id in skipped and answers.get(q.id) is None]


def _parts(form: SectionForm, chosen: Collection[Question]) -> list[Part]:
    return [
        Part(section, _helper(form, here))
        for section in SECTIONS
        if (here := [question for question in section.questions if question in chosen])
    ]


def _helper(form: SectionForm, chosen: Iterable[Question]) -> FormHelper:
    """The form's own layout, cut down to these questions."""
    helper = form.helper
    rows = dict(zip(form.asked.values(), helper.layout.fields, strict=True))
    helper.layout = Layout(*(rows[question] for question in chosen))
    return helper
