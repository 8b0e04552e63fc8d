"""A page of the clinician's form as it was opened and comes back, and how it is saved beside other pages."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from intake.actions.examination import Merged, Typed
from intake.actions.intakes import StaleError
from intake.actions.refused import NotPossibleError
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.clinical.telling.difference import said_changes
from intake.forms.reading import as_posted
from intake.forms.section import SectionForm
from intake.models import AnswerVersion, Intake
from intake.stored.assessments import findings
from intake.stored.not_understood import is_unread
from intake.views.access import StaffRequest
from intake.views.posted import read_opened_with, read_page, read_revision, read_token
from intake.views.review import form_page
from intake.views.review.assessed import version_of
from intake.views.review.closed import closed


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
            unread = {id_: value for id_, value in held.items() if is_unread(value)}
            for part, texts in as_posted([question], {} if unread else held, unread).lists():
                posted.setlist(part, texts)
    answered = {id_: value for id_, value in merged.newest.items() if not is_unread(value)}
    form_now = form_page.form(intake, form_then.asked.values(), posted, typed=answered)
    form_now.is_valid()
    return form_now


def add_conflicts(form: SectionForm, conflicts: Mapping[str, Any], then: str = "") -> None:
    """What another page has answered differently stands beside each field."""
    form.add_conflicts(conflicts, lambda question: _held_text(question, conflicts[question.id]), then)


def _held_text(question: Question, held: Any) -> str:
    # What could not be read is told as it was typed.
    if is_unread(held):
        return ", ".join(text for texts in held.values() for text in texts if text)
    return question.say_answer(question.place(held).answer)


def saved_message(before: AnswerVersion, version: AnswerVersion) -> str:
    """What happened, in a sentence."""
    changes = said_changes(findings(before.assessment).whole(), findings(version.assessment).whole())
    return f"Version {version.number} holds these answers{f': {changes}' if changes else ''}."
