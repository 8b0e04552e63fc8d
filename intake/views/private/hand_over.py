"""The person answers the private questions alone on our screen; staff take it back with their password.

``intake.middleware`` sees to it that nothing else opens meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.hand_over import end_hand_over, finish_hand_over, give_try_back, spend_try, start_hand_over
from intake.actions.intakes import StaleError
from intake.clinical.language.kinds import Question
from intake.clinical.working.alerts import contacts_due
from intake.forms.person import PersonForm
from intake.forms.reading import Posted
from intake.middleware import HANDED_OVER, HANDED_OVER_AT
from intake.middleware.session_life import is_locked
from intake.models import ClinicProfile, Intake
from intake.roles import FRONT_DESK
from intake.views.access import StaffRequest, audience
from intake.views.desk import form_pages
from intake.views.password_check import Checked, check_own_password

CLOSED_ELSEWHERE = {
    False: "The staff have closed the questions on this screen. Please give it back.",
    True: "The staff have closed the questions on this screen, so the last page was not saved. Please tell the staff.",
}


def with_the_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page opens only while the person of this intake has the screen; otherwise the staff's page of it does."""

    @wraps(view)
    def guarded(request: StaffRequest, intake_id: uuid.UUID, **kwargs: Any) -> HttpResponse:
        intake = _intake(intake_id)
        if request.session.get(HANDED_OVER) != str(intake.pk):
            return redirect("intake", intake.pk)
        if not _still_stands(request, intake):
            return _sign_out(request, CLOSED_ELSEWHERE[request.method == "POST"])
        return view(request, intake, **kwargs)

    return guarded


@require_POST
@audience(FRONT_DESK, reads=None)
def start(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The screen goes to the person."""
    intake = _intake(intake_id)
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    try:
        intake = start_hand_over(actor=request.user, intake=intake)
    except StaleError:
        return redirect("intake", intake_id)
    request.session[HANDED_OVER] = str(intake.pk)
    request.session[HANDED_OVER_AT] = str(intake.handed_over_at)
    request.session.cycle_key()  # a changed cookie makes browsers drop the pages they keep for the back button
    return redirect("private", intake.pk)


@require_safe
@audience(FRONT_DESK, reads=None)
@with_the_person
def first(request: StaffRequest, intake: Intake) -> HttpResponse:
    """To the first page, or to the last once they are through."""
    pages = _pages(intake)
    if intake.handed_back_at or not intake.is_draft or not pages:
        return redirect("private-done", intake.pk)
    return redirect("private-section", intake.pk, pages[0])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
@with_the_person
def section(request: StaffRequest, intake: Intake, section_id: str) -> HttpResponse:
    """The private questions of one section, saved half-done or whole."""
    if section_id not in form_pages.SECTION:
        return redirect("private", intake.pk)
    if request.method == "POST":
        return _save(request, intake, section_id)
    asked = _asked(intake, section_id)
    if not asked or not intake.is_draft:
        return redirect("private", intake.pk)
    return _section_page(request, intake, section_id, _form(intake, asked))


def _save(request: StaffRequest, intake: Intake, section_id: str) -> HttpResponse:
    before = [q for q in form_pages.posted_questions(intake, section_id, request.POST) if q.private]
    form = _form(intake, before, request.POST)
    form.is_valid()
    try:
        intake = form_pages.save(request, intake, form, in_private=True)
    except StaleError as stale:
        if not stale.intake.is_draft:
            return _page(request, "done", stale.intake, status=409, unsaved=True)
        # Somebody else answered the same: what the person chose stays, and counts when they save again.
        return _section_page(request, stale.intake, section_id, form, status=409, stale=True)
    if form.errors:
        return _section_page(request, intake, section_id, form, status=422)
    return _onward(request, intake, section_id, before)


def _onward(request: StaffRequest, intake: Intake, section_id: str, before: list[Question]) -> HttpResponse:
    order = list(form_pages.SECTION)
    following = next((later for later in _pages(intake) if order.index(later) > order.index(section_id)), None)
    if "stop" not in request.POST:
        if set(_asked(intake, section_id)) - set(before):
            return redirect("private-section", intake.pk, section_id)
        if following:
            return redirect("private-section", intake.pk, following)
    finish_hand_over(actor=request.user, intake=intake)
    return redirect("private-done", intake.pk)


@require_safe
@audience(FRONT_DESK, reads="intake")
@with_the_person
def done(request: StaffRequest, intake: Intake) -> HttpResponse:
    """Thanks, and nothing about the answers."""
    return _page(request, "done", intake, first_page=next(iter(_pages(intake)), "") if intake.is_draft else "")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
@with_the_person
def take_back(request: StaffRequest, intake: Intake) -> HttpResponse:
    """Staff take the screen back with the password of whoever handed it over."""
    if request.method != "POST":
        return _page(request, "take_back", intake, waited=is_locked(request))
    left = spend_try(actor=request.user, intake=intake)
    checked = check_own_password(request, request.POST.get("password", "")) if left >= 0 else Checked(None)
    if checked.user:
        end_hand_over(actor=request.user, intake=intake)
        del request.session[HANDED_OVER]
        return redirect("intake", intake.pk)
    if checked.wait:
        give_try_back(actor=request.user, intake=intake)
        left += 1
    if left > 0:
        page = {"left": left, "error": checked.words, "waited": is_locked(request)}
        return checked.on(_page(request, "take_back", intake, status=422, **page))
    end_hand_over(actor=request.user, intake=intake, how=Intake.HandOverEnd.WRONG_PASSWORDS)
    return _sign_out(request, "Too many wrong passwords: you are signed out. The answers are saved.")


@require_safe
@audience(FRONT_DESK, reads=None)
def state(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """At the desk: whether the person has finished. Nothing, while it is as the page says already."""
    intake = _intake(intake_id)
    if request.GET.get("shown") == intake.screen_state:
        return HttpResponse(status=204)
    return render(request, "intake/private_answers/_state.html", {"intake": intake})


@require_POST
@audience(FRONT_DESK, reads=None)
def end(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """From the desk: the screen was closed, or its session has ended. Whatever is on it leads to the sign-in page."""
    intake = _intake(intake_id)
    if intake.has_screen_out:
        end_hand_over(actor=request.user, intake=intake, how=Intake.HandOverEnd.FROM_DESK)
    return redirect("intake", intake.pk)


def _still_stands(request: StaffRequest, intake: Intake) -> bool:
    """It was not ended from the desk, and the intake was not handed over anew on another screen."""
    began = request.session.get(HANDED_OVER_AT, str(intake.handed_over_at))
    return intake.hand_over_ended_at is None and began == str(intake.handed_over_at)


def _sign_out(request: StaffRequest, why: str) -> HttpResponse:
    logout(request)
    messages.warning(request, why)
    return redirect("sign-in")


def _intake(intake_id: uuid.UUID) -> Intake:
    return get_object_or_404(Intake.objects.select_related("patient"), pk=intake_id)


def _form(intake: Intake, asked: list[Question], posted: Posted | None = None) -> PersonForm:
    answers, malformed = intake.case.answers.as_document(), intake.malformed if posted is None else {}
    return PersonForm(asked, answers, malformed, posted)


def _asked(intake: Intake, section_id: str) -> list[Question]:
    private = (question for question in form_pages.QUESTIONS_OF[section_id] if question.private)
    return [question for question in private if intake.case.is_asked(question) or question.id in intake.malformed]


def _pages(intake: Intake) -> list[str]:
    """The sections that ask something private now, in their order."""
    return [section_id for section_id in form_pages.SECTION if _asked(intake, section_id)]


def _section_page(
    request: StaffRequest, intake: Intake, section_id: str, form: PersonForm, *, status: int = 200, stale: bool = False
) -> HttpResponse:
    section = form_pages.SECTION[section_id]
    pages = _pages(intake)
    return _page(
        request,
        "section",
        intake,
        status=status,
        form=form,
        section=section,
        stem=section.intro if all(question.private for question in section.questions) else "",
        place=pages.index(section_id) + 1 if section_id in pages else 0,
        pages=len(pages),
        page=uuid.uuid4().hex,
        stale=stale,
    )


def _page(request: StaffRequest, name: str, intake: Intake, *, status: int = 200, **context: object) -> HttpResponse:
    clinic = ClinicProfile.load() if contacts_due(intake.case) else None
    page = {"intake": intake, "clinic": clinic, **context}
    return render(request, f"intake/private/{name}.html", page, status=status)
