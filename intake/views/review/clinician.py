"""The clinician sees why an intake was flagged, and adds what only a clinician asks or examines."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.examination import save_examination
from intake.actions.intakes import StaleError, assess_again, complete_intake
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.questions import QUESTIONS, in_order
from intake.forms.section import SectionForm
from intake.models import Examination, Intake, Preferences
from intake.roles import CLINICAL_LEAD, CLINICIAN
from intake.views.access import StaffRequest, audience, is_htmx
from intake.views.alerts.alert_list import check_may_read
from intake.views.review import asked_questions, form_page, open_page, review_page
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed

_NOT_KEPT = " Yours is not kept yet: “Done” asks which of them stays."


@require_safe
@audience(CLINICIAN, CLINICAL_LEAD, reads="intake")
def review(request: StaffRequest, intake_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """One version, the newest unless another is asked for: what the rules say of it, and why."""
    intake = assessed_intake(intake_id)
    check_may_read(request.roles, intake)
    return render(request, "intake/review.html", review_page.context(intake, version_of(intake, number), request))


@require_POST
@audience(CLINICIAN, reads="intake")
def again(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The newest answers are worked out anew, under the person's details of today."""
    intake = assessed_intake(intake_id)
    try:
        assess_again(actor=request.user, intake=intake)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The assessment goes by the person's details of today.")
    return redirect("review", intake.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def complete(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The clinician's own questions, and those that keep flags open; or just those asked for, from the review."""
    intake = assessed_intake(intake_id)
    if not intake.allows("complete_intake"):
        return _moved_on(request, intake)
    if request.method == "POST" and "token" in request.POST:
        return _save_as_typed(request, intake) if is_htmx(request) else _save(request, intake)
    asked = asked_questions.asked_for(request.POST) if request.method == "POST" else asked_questions.questions(intake)
    asked = asked or asked_questions.questions(intake)
    begun = _begun(request, intake)
    known = {question.id for question in asked}
    # What was typed before, of questions that are not on this page any more, is asked all the same.
    asked += [question for id_ in begun.typed if id_ not in known and (question := QUESTIONS.get(id_))]
    form = form_page.form(intake, in_order(asked), typed=begun.answers, malformed=begun.malformed)
    if request.method == "POST":
        form.focus_first()
    opened = open_page.Opened.now(intake, form, intake.document() | begun.typed)
    return _page(request, intake, form, opened=opened, begun=begun)


def _begun(request: StaffRequest, intake: Intake) -> Examination:
    return intake.examinations.filter(author=request.user).first() or Examination()


def _moved_on(request: StaffRequest, intake: Intake) -> HttpResponse:
    """To the review, which says why; also where the page only kept what was being typed."""
    answer = closed(request, intake)
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]}) if is_htmx(request) else answer


def _save_as_typed(request: StaffRequest, intake: Intake) -> HttpResponse:
    """Kept until it is done; what cannot be read is said beside its field."""
    form = _posted_form(request, intake, _begun(request, intake))
    form.is_valid()
    typed = open_page.Opened.read(request.POST).typed(form)
    try:
        _, conflicts = save_examination(actor=request.user, intake=intake, typed=typed)
    except StaleError as stale:
        return _moved_on(request, stale.intake)
    open_page.add_conflicts(form, conflicts, _NOT_KEPT)
    page = {"form": form, "conflicts": conflicts}
    return render(request, "intake/examination_saved.html", page)


def _posted_form(request: StaffRequest, intake: Intake, begun: Examination) -> SectionForm:
    """What was kept counts as answered: what was ticked as right once is not asked back again."""
    return form_page.form(intake, asked_questions.posted_questions(request.POST), request.POST, typed=begun.answers)


def _save(request: StaffRequest, intake: Intake) -> HttpResponse:
    opened, begun = open_page.Opened.read(request.POST), _begun(request, intake)
    form = _posted_form(request, intake, begun)
    is_valid = form.is_valid()
    typed = opened.typed(form)

    def page(intake: Intake, form: SectionForm, *, opened: open_page.Opened, **how: Any) -> HttpResponse:
        """The form again. What was typed is kept, as it is while somebody types."""
        _, conflicts = save_examination(actor=request.user, intake=intake, typed=typed)
        if not is_valid:
            open_page.add_conflicts(form, conflicts, _NOT_KEPT)
        return _page(request, intake, form, opened=opened, **how)

    try:
        if not is_valid:
            return page(intake, form, opened=opened, status=422)
        merge = partial(typed.merged, kept=begun.typed, pages=begun.pages)
        merged, answers, kept = merge(intake), intake.document(), begun.typed
        # What was kept of these is done with, also where it is taken back now.
        changes = {id_: value for id_, value in merged.changes.items() if value != answers.get(id_) or id_ in kept}
        if merged.conflicts or any(value != answers.get(id_) for id_, value in changes.items()):
            return open_page.save(
                request, intake, form, complete_intake, page, opened=opened, merge=merge, changes=changes
            )
        if begun.is_begun:
            save_examination(actor=request.user, intake=intake, typed=typed)
    except StaleError as stale:
        return _moved_on(request, stale.intake)
    newest = version_of(intake)
    messages.success(request, open_page.saved_message(newest, newest))
    return redirect("review", intake.pk)


def _page(
    request: StaffRequest,
    intake: Intake,
    form: SectionForm,
    *,
    opened: open_page.Opened,
    status: int = 200,
    stale: bool = False,
    begun: Examination | None = None,
) -> HttpResponse:
    narrowed = not {"ask", "narrowed"}.isdisjoint(request.POST)
    page = form_page.context(intake, form, narrowed=narrowed) | {"opened": opened, "stale": stale, "begun": begun}
    page["keys"] = Preferences.of(request.user).single_keys
    return render(request, "intake/complete.html", page, status=status)
