"""The clinician's form, and how its questions are put together on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS, SECTIONS
from intake.clinical.telling.called_for import called_for
from intake.forms.reading import Posted
from intake.forms.section import SectionForm
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.stored import asked_before
from intake.views.country import country_of
from intake.views.review.asked_questions import answered_by_proxy, findings_of, keeping_flags_open, todays_ids

_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Part:
    """Some questions of a section, as the page shows them together."""

    section: Section
    helper: FormHelper


def form(
    intake: Intake,
    asked: Iterable[Question],
    posted: Posted | None = None,
    *,
    typed: Mapping[str, Any] = _NONE,
    malformed: Mapping[str, Any] = _NONE,
) -> SectionForm:
    """The form of these questions, with what was kept or with what was posted.

    Args:
        typed: answers that were typed before and are in no version yet.
    """
    asked = list(asked)
    return SectionForm(
        asked,
        {**intake.placed_answers().document, **typed},
        malformed,
        posted,
        today=intake.encounter_date(),
        born=intake.patient.born_by(intake.encounter_date()),
        born_from=intake.patient.born_from,
        country=country_of(asked),
    )


def context(intake: Intake, form: SectionForm, *, narrowed: bool = False) -> dict[str, Any]:
    """What the page shows.

    Args:
        narrowed: only the questions asked for. Otherwise what this case does not call for is folded away.
    """
    assessment = findings_of(intake)
    asked = list(form.asked.values())
    wanted = {CATALOGUE.today(id_) for id_ in called_for(assessment)}
    first = asked if narrowed else [question for question in asked if _stands_open(question, form, wanted)]
    skipped = todays_ids(line for line in assessment.lines if line.state == NotAnswered.SKIPPED.value)
    folded = [q for q in asked if q not in first and q.by == CLINICIAN and q.id in skipped]
    rest = [question for question in asked if question not in first and question not in folded]
    wrong = {form.asked[name] for name in form.errors if name in form.asked}
    still_open = keeping_flags_open(assessment)
    return {
        "intake": intake,
        "patient": intake.patient,
        "form": form,
        "narrowed": narrowed,
        "asked_before": asked_before.of_intake(intake),
        "open_parts": _parts(form, [question for question in first if question.by == FRONT_DESK]),
        "own_parts": _parts(form, [question for question in first if question.by == CLINICIAN]),
        "rest_parts": _parts(form, rest),
        "rest_number": len(rest),
        "rest_in_error": not wrong.isdisjoint(rest),
        "closed_parts": _parts(form, folded),
        "closed_in_error": not wrong.isdisjoint(folded),
        "by_proxy": bool(answered_by_proxy(assessment)),
        # What is not asked here, since it follows from who the patient is.
        "from_patient": [QUESTIONS[question_id].short for question_id in FROM_PATIENT if question_id in still_open],
    }


def _stands_open(question: Question, form: SectionForm, wanted: Collection[str]) -> bool:
    """This case calls for it, it is answered already, or it takes the clinician's own words."""
    by_clinician = question.by == CLINICIAN and (question.own_words or form.answers.get(question.id) is not None)
    closing = question.closing_question
    return by_clinician or question.id in wanted or bool(closing and closing.id in wanted)


def _parts(form: SectionForm, chosen: Collection[Question]) -> list[Part]:
    return [
        Part(section, _helper(form, here))
        for section in SECTIONS
        if (here := [question for question in chosen if CATALOGUE.section_of[question.id] == section.id])
    ]


def _helper(form: SectionForm, chosen: Iterable[Question]) -> FormHelper:
    """The form's own layout, cut down to these questions."""
    helper = form.helper
    rows = dict(zip(form.asked.values(), helper.layout.fields, strict=True))
    helper.layout = Layout(*(rows[question] for question in chosen))
    return helper
