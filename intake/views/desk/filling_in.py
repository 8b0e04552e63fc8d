"""The front desk fills in an intake: sections, check your answers, submit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.intakes import OpenBesideError, StaleError, reopen_intake, start_intake, submit_intake
from intake.actions.refused import NotPossibleError
from intake.clinical.language.kinds import Question
from intake.clinical.rules.questions import QUESTIONS
from intake.forms.layout import NONE_OF_THESE
from intake.forms.section import SectionForm
from intake.models import Intake, Patient, Preferences
from intake.roles import FRONT_DESK
from intake.stored import asked_before, corrections
from intake.views import medicine_names
from intake.views.access import StaffRequest, audience, is_htmx, onward
from intake.views.desk import autosave, calling, checking, form_pages, open_beside
from intake.views.posted import read_revision, read_token
from intake.views.putting_right import wrong_intake


@require_POST
@audience(FRONT_DESK, reads="patient")
def start(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """A new draft for the person, or the one this user has open. A record that was merged leads to the one in use.

    What a colleague has open, or was submitted today, is looked at first.
    """
    patient = get_object_or_404(Patient, pk=patient_id)
    try:
        intake = start_intake(actor=request.user, patient=patient, seen=open_beside.seen(request.POST))
    except OpenBesideError as others:
        return open_beside.page(request, patient, others.intakes)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("patient", patient.pk)
    return redirect("intake", intake.pk)


@require_safe
@audience(FRONT_DESK, reads="intake")
def overview(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The sections and how far each is done; or, once submitted, that it is."""
    intake = _intake(intake_id)
    offered = wrong_intake.offered(intake)
    if not intake.is_draft:
        return _page(request, "intake/overview.html", intake, withdrawn=offered.withdrawn, offered=offered)
    rows = form_pages.progress(intake)
    return _page(
        request,
        "intake/overview.html",
        intake,
        offered=offered,
        rows=rows,
        next_row=next((row for row in rows if row.left or row.malformed), None),
        wanted=form_pages.most_wanted(intake),
        to_confirm=sum(row.to_confirm for row in rows),
        earlier_on=intake.earlier.on,
        asked_before=asked_before.of_intake(intake, at_desk=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
def section(request: StaffRequest, intake_id: uuid.UUID, section_id: str) -> HttpResponse:
    """One section, saved half-done or whole."""
    intake = _intake(intake_id)
    if section_id not in form_pages.SECTION:
        raise Http404
    if request.method == "POST":
        return _save(request, intake, section_id)
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    form = form_pages.section_form(intake, section_id, form_pages.visible_questions(intake, section_id))
    return _section_page(request, intake, section_id, form)


def _save(request: StaffRequest, intake: Intake, section_id: str) -> HttpResponse:
    posted, added = medicine_names.with_chosen(request.POST)
    before = form_pages.posted_questions(intake, section_id, posted)
    form = form_pages.section_form(intake, section_id, before, posted)
    form.is_valid()
    closed = form_pages.closed_questions(intake) if "clear-closed" in request.POST else []
    form.changes |= dict.fromkeys(question.id for question in closed)
    try:
        saved = form_pages.save(request, intake, form, clears=[question.id for question in closed])
    except StaleError as stale:
        return _stale_page(request, stale, section_id, form)
    if is_htmx(request) and "pressed" not in request.POST:
        return autosave.saved_page(request, saved, section_id, form, before)
    stay = _tell_what_was_understood(request, form)
    stay = _tell_what_was_confirmed(request, saved, section_id, form) or stay
    for told in filter(None, (added, *medicine_names.left_ticked(form))):
        messages.info(request, told)
    if "leave" in request.POST:
        return _leave(request, saved, section_id, form, before)
    if form.errors:
        # What cannot be read is kept, and stands on the page as often as it is opened.
        if is_htmx(request):
            return onward(request, reverse("intake-section", args=[saved.pk, section_id]))
        return _section_page(request, saved, section_id, form, status=422)
    if medicine_names.is_asked(request.POST):
        form = form_pages.section_form(saved, section_id, form_pages.visible_questions(saved, section_id))
        return _section_page(request, saved, section_id, form)
    return _onward(request, saved, section_id, before, stay=stay or bool(added))


def _tell_what_was_understood(request: StaffRequest, form: SectionForm) -> bool:
    """Says what a save did that nobody ticked or typed like that; it is looked at before the next section."""
    if NONE_OF_THESE in request.POST:
        messages.success(request, f"{form.answered_no} answered No at {timezone.localtime():%H:%M}.")
    for label, said in form.to_read_back:
        messages.info(request, f"{label} is understood as “{said}”. Please check it.")
    return NONE_OF_THESE in request.POST or bool(form.to_read_back)


def _tell_what_was_confirmed(request: StaffRequest, intake: Intake, section_id: str, form: SectionForm) -> bool:
    """Says which earlier answers count from now on. The page stays while something of it is open."""
    if not form.presses_still_right:
        return False
    if not form.confirms:
        messages.warning(request, "The earlier answers have changed meanwhile. None was confirmed: please look again.")
        return True
    confirmed = f"{form.confirmed} earlier answer{'' if form.confirmed == 1 else 's'} confirmed"
    messages.success(request, f"{confirmed} at {timezone.localtime():%H:%M}.")
    return any(row.left for row in form_pages.progress(intake) if row.section.id == section_id)


def _leave(
    request: StaffRequest, intake: Intake, section_id: str, form: SectionForm, before: list[Question]
) -> HttpResponse:
    """To all sections, whatever there is to look at here: it is kept, and said."""
    title, unread = form_pages.SECTION[section_id].title, len(form.problems)
    opened = _opened(intake, section_id, before)
    if unread:
        cannot = "1 answer cannot be read, and is" if unread == 1 else f"{unread} answers cannot be read, and are"
        messages.warning(request, f"Saved. In “{title}” {cannot} kept as typed.")
    if opened:
        messages.info(request, f"Saved. {opened} in “{title}” now.")
    elif not unread:
        messages.success(request, "Saved.")
    return onward(request, reverse("intake", args=[intake.pk]))


def _onward(
    request: StaffRequest, intake: Intake, section_id: str, before: list[Question], *, stay: bool
) -> HttpResponse:
    """To the next section; but stay where questions opened, or where something is to be looked at first."""
    opened = _opened(intake, section_id, before)
    if opened:
        messages.info(request, f"Saved. {opened} here now.")
    elif not stay:
        messages.success(request, "Saved.")
    following = form_pages.next_section(intake, section_id)
    if opened or stay or "clear-closed" in request.POST:
        following = section_id
    page = reverse("intake-section", args=[intake.pk, following]) if following else None
    return onward(request, page or reverse("intake-check", args=[intake.pk]))


def _opened(intake: Intake, section_id: str, before: list[Question]) -> str:
    """``2 more questions apply``, which the page did not show; empty where none do."""
    opened = len(set(form_pages.visible_questions(intake, section_id)) - set(before))
    return f"{opened} more question{'s apply' if opened > 1 else ' applies'}" if opened else ""


def _stale_page(request: StaffRequest, stale: StaleError, section_id: str, form: SectionForm) -> HttpResponse:
    """Another page answered differently: what was typed stays, both answers are named, saving again is a choice."""
    intake = stale.intake
    if not intake.is_draft:
        return autosave.leave(request, intake)
    form.add_conflicts(stale.conflicts, lambda question: form_pages.say_at_desk(intake, question))
    if is_htmx(request):
        return autosave.conflict_page(request, intake, section_id, form)
    return _section_page(request, intake, section_id, form, status=409, stale=True)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
def check(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Everything on one page, each answer with a link to change it; then submit, open questions or not."""
    intake = _intake(intake_id)
    if request.method == "POST":
        try:
            submit_intake(
                actor=request.user,
                intake=intake,
                revision=read_revision(request.POST),
                token=read_token(request.POST),
            )
        except StaleError as stale:
            if not stale.intake.is_draft:
                return autosave.leave(request, stale.intake)
            messages.warning(request, "The answers have changed since you checked them. Please check them again.")
            return _check_page(request, stale.intake, status=409)
        except NotPossibleError:
            return _check_page(request, intake, status=422)
        return redirect("intake", intake.pk)
    return _check_page(request, intake) if intake.is_draft else redirect("intake", intake.pk)


@require_POST
@audience(FRONT_DESK, reads="intake")
def reopen(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Make a submitted intake a draft again, to correct answers."""
    try:
        intake = reopen_intake(actor=request.user, intake=_intake(intake_id))
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("intake", intake_id)
    if intake.pk != intake_id:
        messages.warning(request, "You have another draft open for this person. Please finish it first.")
    elif intake.is_frozen:
        messages.warning(request, "A signed intake is not reopened. The clinician can add an addendum.")
    elif intake.is_closed:
        messages.warning(request, "This intake was withdrawn, and is not reopened as it is.")
    return redirect("intake", intake.pk)


def _intake(intake_id: uuid.UUID) -> Intake:
    return get_object_or_404(Intake.objects.select_related("patient", "author"), pk=intake_id)


def _page(
    request: StaffRequest, template: str, intake: Intake, *, status: int = 200, **context: object
) -> HttpResponse:
    note = corrections.note_to_desk(intake)
    page = {"intake": intake, "patient": intake.patient, "note": note, **calling.call_context(intake), **context}
    return render(request, template, page, status=status)


def _section_page(
    request: StaffRequest, intake: Intake, section_id: str, form: SectionForm, *, status: int = 200, stale: bool = False
) -> HttpResponse:
    return _page(
        request,
        "intake/section.html",
        intake,
        status=status,
        form=form,
        section=form_pages.SECTION[section_id],
        last=form_pages.next_section(intake, section_id) is None,
        closed=autosave.closed_lines(intake),
        asked_before=autosave.asked_before_here(intake, section_id),
        not_scored=form_pages.not_scored(intake, section_id),
        look_up=medicine_names.look_up(form, request.POST),
        page=uuid.uuid4().hex,
        keys=Preferences.of(request.user).single_keys,
        stale=stale,
    )


def _check_page(request: StaffRequest, intake: Intake, *, status: int = 200) -> HttpResponse:
    earlier = asked_before.of_intake(intake, at_desk=True)
    sections, warnings = checking.sections(intake, earlier), checking.warnings(intake)
    return _page(
        request,
        "intake/check.html",
        intake,
        status=status,
        sections=sections,
        warnings=warnings,
        still_open=[row.question for checked in sections for row in checked.rows if row.is_open],
        malformed=[question_id for question_id in intake.malformed if question_id in QUESTIONS],
        unconfirmed=checking.unconfirmed(sections),
        earlier_on=intake.earlier.on,
        asked_elsewhere=[each for each in earlier if each.section not in form_pages.SECTION],
        date_problem=intake.date_problem(),
        token=uuid.uuid4(),
    )
