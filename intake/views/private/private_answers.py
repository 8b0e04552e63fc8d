"""The front desk and one question that was answered in private: ask it again without seeing the answer, or open it."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from intake.actions.intakes import StaleError, save_draft
from intake.actions.private_answers import open_private_answer
from intake.actions.refused import NotPossibleError
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.forms.layout import bare_helper
from intake.models import Intake
from intake.models.private_answer import LONGEST_REASON
from intake.roles import FRONT_DESK
from intake.views.access import StaffRequest, audience
from intake.views.desk import calling, form_pages
from intake.views.posted import read_revision

NOT_CLOSED = "This answer is not closed any more: somebody opened, cleared or changed it meanwhile."


class ReasonForm(forms.Form):
    helper = bare_helper()
    reason = forms.CharField(
        label="Why do you need to see the answer?",
        help_text="It is kept with your name and the time, and stands beside the answer.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Please write why you open this answer."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
def show(request: StaffRequest, intake_id: uuid.UUID, question_id: str) -> HttpResponse:
    """One question, without its answer unless it was opened."""
    intake = get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)
    if question_id not in form_pages.SECTION_OF:
        raise Http404
    question = QUESTIONS[question_id]
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    if request.method == "POST":
        return (_clear if "clear" in request.POST else _open)(request, intake, question)
    if not intake.in_private.hides(question) and question.id not in intake.in_private.opened:
        return redirect(_on_its_page(intake, question))
    return _page(request, intake, question, ReasonForm())


def _open(request: StaffRequest, intake: Intake, question: Question) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, intake, question, form, status=422)
    try:
        open_private_answer(actor=request.user, intake=intake, question=question, reason=form.cleaned_data["reason"])
    except NotPossibleError:
        messages.warning(request, NOT_CLOSED)
    return redirect("private-answer", intake.pk, question.id)


def _clear(request: StaffRequest, intake: Intake, question: Question) -> HttpResponse:
    """Whether it held an answer is not told."""
    if not intake.in_private.hides(question):
        messages.warning(request, NOT_CLOSED)
        return redirect(_on_its_page(intake, question))
    nothing = {question.id: None}
    try:
        save_draft(
            actor=request.user,
            intake=intake,
            revision=read_revision(request.POST),
            changes=nothing,
            malformed=nothing,
            clears=nothing,
        )
    except StaleError:
        messages.warning(request, "The person has answered this question again meanwhile. Please look at it once more.")
        return redirect("private-answer", intake.pk, question.id)
    messages.success(request, "Cleared. Please ask the question again, in private.")
    return redirect(_on_its_page(intake, question))


def _on_its_page(intake: Intake, question: Question) -> str:
    page = reverse("intake-section", args=[intake.pk, form_pages.SECTION_OF[question.id]])
    return f"{page}#row-{question.id.replace('.', '-')}"


def _page(
    request: StaffRequest, intake: Intake, question: Question, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    row = intake.in_private.opened.get(question.id)
    context = {
        "intake": intake,
        "patient": intake.patient,
        "question": question,
        "number": form_pages.NUMBER[question.id],
        "section": form_pages.SECTION[form_pages.SECTION_OF[question.id]],
        "on_its_page": _on_its_page(intake, question),
        "said": form_pages.say_at_desk(intake, question),
        "opened": form_pages.opened_by(row) if row else None,
        "form": form,
        **calling.call_context(intake),
    }
    return render(request, "intake/private_answers/answer.html", context, status=status)
