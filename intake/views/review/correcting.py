"""A clinician corrects what the front desk entered, section by section, or sends the intake back with a note."""

from __future__ import annotations

import uuid
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intake.actions.corrections import send_back as send_back_intake
from intake.actions.intakes import StaleError, correct_intake
from intake.actions.refused import NotPossibleError
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import SECTIONS
from intake.forms.layout import bare_helper
from intake.forms.long_text import LongText
from intake.forms.section import SectionForm
from intake.models import Intake
from intake.roles import CLINICIAN
from intake.stored import asked_before
from intake.stored.corrections import note_to_desk
from intake.views import medicine_names
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_revision
from intake.views.review import asked_questions, form_page, open_page
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed

_SECTION = {section.id: section for section in SECTIONS}


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def correct(request: StaffRequest, intake_id: uuid.UUID, section_id: str) -> HttpResponse:
    """All of a section that is asked now, with the answers as they are. Saving makes a new version."""
    intake = assessed_intake(intake_id)
    if section_id not in _SECTION:
        raise Http404
    if not intake.allows("correct_intake"):
        return closed(request, intake)
    section = _SECTION[section_id]
    if request.method == "POST":
        return _save(request, intake, section)
    form = form_page.form(intake, asked_questions.of_section(intake, section), malformed=intake.malformed)
    opened = open_page.Opened.now(intake, form, intake.document() | intake.malformed)
    return _page(request, intake, form, section=section, opened=opened)


def _save(request: StaffRequest, intake: Intake, section: Section) -> HttpResponse:
    opened = open_page.Opened.read(request.POST)
    page = partial(_page, request, section=section)
    posted, added = medicine_names.with_chosen(request.POST)
    form = form_page.form(intake, asked_questions.posted_questions(posted), posted)
    if added or medicine_names.is_asked(posted):
        if added:
            messages.info(request, added)
        return page(intake, form=form, opened=opened)
    if not form.is_valid():
        return page(intake, form=form, opened=opened, status=422)
    merge = partial(opened.typed(form).merged, kept=intake.malformed, pages={})
    merged, answers = merge(intake), intake.document()
    changes = {
        id_: value for id_, value in merged.changes.items() if value != answers.get(id_) or id_ in intake.malformed
    }
    if not changes:
        # Also where the button was pressed twice: then the first time has saved them.
        messages.info(request, f"Version {version_of(intake).number} holds these answers already.")
        return redirect("review", intake.pk)
    return open_page.save(request, intake, form, correct_intake, page, opened=opened, merge=merge, changes=changes)


def _page(
    request: StaffRequest,
    intake: Intake,
    form: SectionForm,
    *,
    section: Section,
    opened: open_page.Opened,
    status: int = 200,
    stale: bool = False,
) -> HttpResponse:
    context = {
        "intake": intake,
        "patient": intake.patient,
        "section": section,
        "form": form,
        "part": form_page.Part(section, form.helper),
        "of_person": asked_questions.of_person(section),
        "asked_before": [each for each in asked_before.of_intake(intake) if each.section == section.id],
        "look_up": medicine_names.look_up(form, request.POST),
        "opened": opened,
        "stale": stale,
    }
    return render(request, "intake/correct.html", context, status=status)


SENT_BACK = "The intake is with the front desk, with your note."


class NoteForm(forms.Form):
    helper = bare_helper()
    note = LongText(
        label="Note to the front desk",
        max_length=1000,
        rows=4,
        help_text="What to ask or correct, in plain words. The front desk sees no scores or flags: please name none.",
    )

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        return [(str(self[name].label), f"id_{name}", str(messages[0])) for name, messages in self.errors.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def send_back(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """To the front desk, with a note that says what to ask or correct."""
    intake = assessed_intake(intake_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if not intake.allows("send_back"):
        return _sent_back_or_closed(request, intake, form)
    if not form.is_valid():
        return _note_page(request, intake, form, status=422 if form.errors else 200)
    note = form.cleaned_data["note"]
    try:
        send_back_intake(actor=request.user, intake=intake, revision=read_revision(request.POST), note=note)
    except StaleError as stale:
        return _note_page(request, assessed_intake(stale.intake.pk), form, status=409, stale=True)
    except NotPossibleError as refused:
        intake = assessed_intake(intake.pk)
        if not intake.allows("send_back"):
            return _sent_back_or_closed(request, intake, form)
        messages.warning(request, str(refused))
        return _note_page(request, intake, form, status=409)
    messages.success(request, SENT_BACK)
    return redirect("review", intake.pk)


def _sent_back_or_closed(request: StaffRequest, intake: Intake, form: NoteForm) -> HttpResponse:
    """A button pressed twice is answered as the first time: the browser shows the last reply only."""
    note = note_to_desk(intake)
    if not (note and form.is_valid() and (note.made_by, note.reason) == (request.user, form.cleaned_data["note"])):
        return closed(request, intake)
    messages.success(request, SENT_BACK)
    return redirect("review", intake.pk)


def _note_page(
    request: StaffRequest, intake: Intake, form: NoteForm, *, status: int, stale: bool = False
) -> HttpResponse:
    context = {"intake": intake, "patient": intake.patient, "form": form, "stale": stale}
    return render(request, "intake/send_back.html", context, status=status)
