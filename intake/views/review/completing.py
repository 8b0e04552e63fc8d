"""The clinician's form: which questions it asks, how they are put together on the page, and how it is saved."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect

from intake.actions.examination import Merged, Typed
from intake.actions.intakes import StaleError
from intake.actions.refused import NotPossibleError
from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS, SECTIONS
from intake.clinical.telling.called_for import called_for
from intake.clinical.telling.difference import said_changes
from intake.clinical.working.findings import Line, WholeAssessment
from intake.forms.layout import ASKED
from intake.forms.reading import Posted, as_posted
from intake.forms.section import SectionForm
from intake.models import AnswerVersion, Intake
from intake.models.intake import FROM_PATIENT
from intake.stored import asked_before
from intake.stored.assessments import findings
from intake.views.access import StaffRequest
from intake.views.posted import read_opened_with, read_page, read_revision, read_token
from intake.views.review.assessed import version_of
from intake.views.review.closed import closed

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


def posted_questions(posted: QueryDict) -> list[Question]:
    """The questions that the posted page showed, as they were then: what it did not show is not cleared."""
    asked = set(" ".join(posted.getlist(ASKED)).split())
    of_then = filter(None, (CATALOGUE.asked_then(id_) for id_ in sorted(asked - QUESTIONS.keys())))
    return [
        *(question for question in _ASKED.values() if question.id in asked),
        *(question for question in of_then if CATALOGUE.today(question.id) not in FROM_PATIENT),
    ]


def asked_for(posted: QueryDict) -> list[Question]:
    """Just the questions that somebody wants to answer, as they are asked today; none where all of them are retired."""
    wanted = set(posted.getlist("ask"))
    if not wanted or not wanted <= {*_ASKED, *CATALOGUE.renamed, *CATALOGUE.retired}:
        raise BadRequest("no such questions")
    today = set(map(CATALOGUE.today, wanted))
    return [question for question in _ASKED.values() if question.id in today]


def of_section(intake: Intake, section: Section) -> list[Question]:
    """All of the section that is asked now, or answered, or typed and not taken as an answer."""
    return [
        question
        for question in section.questions
        if question.id in _ASKED and (intake.case.is_asked(question) or question.id in intake.malformed)
    ]


def of_person(section: Section) -> list[str]:
    """What of the section follows from who the patient is, and is not asked."""
    return [question.short for question in section.questions if question.id in FROM_PATIENT]


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
    return SectionForm(
        asked,
        {**intake.placed_answers().document, **typed},
        malformed,
        posted,
        today=intake.encounter_date(),
        born=intake.patient.date_of_birth,
    )


@dataclass(frozen=True)
class Opened:
    """A page as it was opened. It comes back with what was typed, so that another page's answers stay."""

    revision: int
    page: str
    opened_with: dict[str, Any]
    token: uuid.UUID

    @classmethod
    def now(cls, intake: Intake, form: SectionForm, held: Mapping[str, Any], page: str = "") -> Opened:
        """Opened now, with what is held of the form's questions by id of today."""
        ids = [CATALOGUE.today(question.id) for question in form.asked.values()]
        opened_with = {id_: held[id_] for id_ in ids if held.get(id_) is not None}
        return cls(intake.revision, page or uuid.uuid4().hex, opened_with, uuid.uuid4())

    @classmethod
    def read(cls, posted: QueryDict) -> Opened:
        return cls(read_revision(posted), read_page(posted), read_opened_with(posted), read_token(posted))

    @property
    def opened_with_as_json(self) -> str:
        return json.dumps(self.opened_with)

    def typed(self, form: SectionForm) -> Typed:
        """What the valid or invalid form holds, beside what the page was opened with."""
        unread = {CATALOGUE.today(id_): parts for id_, parts in form.malformed.items() if parts}
        return Typed(
            CATALOGUE.as_today(form.changes) | unread, CATALOGUE.as_today(self.opened_with), self.revision, self.page
        )


def save(
    request: StaffRequest,
    intake: Intake,
    form: SectionForm,
    write: Callable[..., AnswerVersion],
    page: Callable[..., HttpResponse],
    *,
    opened: Opened,
    merge: Callable[[Intake], Merged],
    changes: dict[str, Any],
) -> HttpResponse:
    """A new version, by this action.

    Args:
        page: shows the form again, of an intake that may have moved on.
        merge: what was typed beside what is held now.
    """
    before = version_of(intake)
    try:
        if merge(intake).conflicts:
            raise StaleError(intake)
        version = write(
            actor=request.user, intake=intake, revision=intake.revision, changes=changes, token=opened.token
        )
    except StaleError as stale:
        if not stale.intake.allows(write.__name__):
            return closed(request, stale.intake)
        # What was typed stays, each other saved answer is named, saving again is a choice.
        merged = merge(stale.intake)
        form = _with_newest(form, stale.intake, request.POST, merged)
        add_conflicts(form, merged.conflicts)
        opened = Opened.now(stale.intake, form, merged.newest, opened.page)
        return page(stale.intake, form=form, opened=opened, status=409, stale=True)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return page(intake, form=form, opened=opened, status=422)
    messages.success(request, saved_message(before, version))
    return redirect("review", intake.pk)


def _with_newest(form_then: SectionForm, intake: Intake, posted: QueryDict, merged: Merged) -> SectionForm:
    """The form as it was posted, with the answers of other pages that it merely did not know of."""
    posted = posted.copy()
    for name, question in form_then.asked.items():
        if question.id in QUESTIONS and question.id not in merged.changes:
            for part in form_then.parts(name):
                posted.pop(part, None)
            held = {question.id: merged.newest.get(question.id)}
            unread = {id_: value for id_, value in held.items() if isinstance(value, dict)}
            for part, texts in as_posted([question], {} if unread else held, unread).lists():
                posted.setlist(part, texts)
    answered = {id_: value for id_, value in merged.newest.items() if not isinstance(value, dict)}
    form_now = form(intake, form_then.asked.values(), posted, typed=answered)
    form_now.is_valid()
    return form_now


def add_conflicts(form: SectionForm, conflicts: Mapping[str, Any], then: str = "") -> None:
    """What another page has answered differently stands beside each field."""
    form.add_conflicts(conflicts, lambda question: _held_text(question, conflicts[question.id]), then)


def _held_text(question: Question, held: Any) -> str:
    # What could not be read is told as it was typed.
    if isinstance(held, dict):
        return ", ".join(text for texts in held.values() for text in texts if text)
    return question.say_answer(question.place(held).answer)


def saved_message(before: AnswerVersion, version: AnswerVersion) -> str:
    """What happened, in a sentence."""
    changes = said_changes(findings(before.assessment).whole(), findings(version.assessment).whole())
    return f"Version {version.number} holds these answers{f': {changes}' if changes else ''}."


def context(intake: Intake, form: SectionForm, *, narrowed: bool = False) -> dict[str, Any]:
    """What the page shows.

    Args:
        narrowed: only the questions asked for. Otherwise what this case does not call for is folded away.
    """
    assessment = _findings(intake)
    asked = list(form.asked.values())
    wanted = {CATALOGUE.today(id_) for id_ in called_for(assessment)}
    first = asked if narrowed else [question for question in asked if _stands_open(question, form, wanted)]
    skipped = _today(line for line in assessment.lines if line.state == NotAnswered.SKIPPED.value)
    folded = [q for q in asked if q not in first and q.by == CLINICIAN and q.id in skipped]
    rest = [question for question in asked if question not in first and question not in folded]
    wrong = {form.asked[name] for name in form.errors if name in form.asked}
    still_open = _keeping_flags_open(assessment)
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
        "by_proxy": bool(_by_proxy(assessment)),
        # What is not asked here, since it follows from who the patient is.
        "from_patient": [QUESTIONS[question_id].short for question_id in FROM_PATIENT if question_id in still_open],
    }


def _stands_open(question: Question, form: SectionForm, wanted: Collection[str]) -> bool:
    """This case calls for it, it is answered already, or it takes the clinician's own words."""
    by_clinician = question.by == CLINICIAN and (question.own_words or form.answers.get(question.id) is not None)
    closing = question.closing_question
    return by_clinician or question.id in wanted or bool(closing and closing.id in wanted)


def _findings(intake: Intake) -> WholeAssessment:
    if intake.current is None:
        raise Http404
    return findings(intake.current).whole()


def _keeping_flags_open(assessment: WholeAssessment) -> set[str]:
    """Open questions by their ids of today, with the list that an open question would close.

    Not what only the person can answer anew.
    """
    still_open = _today(line for flag in assessment.flags for line in flag.missing) - _by_proxy(assessment)
    closing = ((question.id, question.closing_question) for question in _ASKED.values())
    return still_open | {list_id for list_id, closed_by in closing if closed_by and closed_by.id in still_open}


def _by_proxy(assessment: WholeAssessment) -> set[str]:
    if not assessment.by_proxy:
        return set()
    return _today(line for score in assessment.scores for line in score.items if line.state == "answered")


def _today(lines: Iterable[Line]) -> set[str]:
    """An assessment may be older than the questions."""
    return {CATALOGUE.today(line.question) for line in lines}


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
