"""The parts of a section page that change while somebody types: sent back instead of a whole page."""

from __future__ import annotations

from crispy_forms.utils import render_crispy_form
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from intake.clinical.language.kinds import Question
from intake.forms.layout import STILL_RIGHT_OF, UNSEEN
from intake.forms.section import SectionForm
from intake.models import Intake
from intake.stored import asked_before
from intake.stored.asked_before import AskedBefore
from intake.views.access import onward
from intake.views.desk import calling, form_pages


def closed_lines(intake: Intake) -> list[tuple[str, str]]:
    """Answers that do not apply any more, each as question and answer."""
    closed = form_pages.closed_questions(intake)
    return [(question.short, form_pages.say_at_desk(intake, question)) for question in closed]


def saved_page(
    request: HttpRequest, intake: Intake, section_id: str, form: SectionForm, before: list[Question]
) -> HttpResponse:
    """When it was saved, what cannot be read, whom to call, and the questions that opened or closed."""
    now = form_pages.visible_questions(intake, section_id)
    fresh = form_pages.section_form(intake, section_id, now)
    unseen = {id_.replace(".", "-") for id_ in request.POST.getlist(UNSEEN)}  # rows that stand there without fields
    # Another page changed the answer, and this one merely did not know; or it was answered in private meanwhile, or is
    # no longer closed.
    renewed = [name for name, _ in form.differing(fresh.answers) if name in fresh.asked]
    renewed += [name for name in fresh.rows if name in (unseen if name in fresh.asked else form.asked)]
    # Each is put after the question that stands before it; the first after none.
    places = zip(["", *fresh.rows], fresh.rows.items(), strict=False)
    opened = [(after, name) for after, (name, question) in places if question not in before and name not in unseen]
    gone = [name for name, question in form.asked.items() if question not in now]
    context = {
        "intake": intake,
        "patient": intake.patient,
        "form": form,
        "problems": form.problems,
        "opened": [(after, render_crispy_form(fresh, fresh.row(name))) for after, name in opened],
        "renewed": [(name, render_crispy_form(fresh, fresh.row(name))) for name in renewed],
        "gone": [*gone, *(name for name in sorted(unseen) if name not in fresh.rows)],
        "closed": closed_lines(intake),
        # The earlier answers, as they stand beside what has no answer now.
        "earlier": fresh if STILL_RIGHT_OF in request.POST else None,
        "asked_before": asked_before_here(intake, section_id),
    }
    context |= calling.call_context(intake)
    return render(request, "intake/autosave/saved.html", context)


def asked_before_here(intake: Intake, section_id: str) -> list[AskedBefore]:
    return [each for each in asked_before.of_intake(intake, at_desk=True) if each.section == section_id]


def conflict_page(request: HttpRequest, intake: Intake, section_id: str, form: SectionForm) -> HttpResponse:
    """Both answers of each question that two pages answered differently, and the choice between them."""
    context = {"intake": intake, "problems": form.problems, "section_id": section_id}
    return render(request, "intake/autosave/conflict.html", context, status=409)


def why_not_saved(intake: Intake) -> str:
    """The page was of a draft, which it is no more."""
    if intake.state == Intake.State.SUBMITTED:
        return "This intake was submitted meanwhile. Reopen it to correct an answer."
    if intake.is_frozen:
        return "A clinician has signed this intake meanwhile. What you typed here was not saved."
    return "This intake was withdrawn meanwhile. What you typed here was not saved."


def leave(request: HttpRequest, intake: Intake) -> HttpResponse:
    """The draft is a draft no more: on to its page, which says so."""
    messages.warning(request, why_not_saved(intake))
    return onward(request, reverse("intake", args=[intake.pk]), status=409)
