"""The front desk fills in an intake: sections, check your answers, submit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.intakes import StaleError, reopen_intake, save_draft, start_intake, submit_intake
from intake.clinical.answers import NotAnswered
from intake.clinical.case import Case
from intake.clinical.questions.kinds import say_state
from intake.forms import SectionForm
from intake.models import ClinicProfile, Intake, Patient
from intake.roles import FRONT_DESK
from intake.views import desk_sections
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_revision, read_token


@require_POST
@audience(FRONT_DESK)
def start(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """A new draft for the person, or the one this user has open."""
    intake = start_intake(actor=request.user, patient=get_object_or_404(Patient, pk=patient_id))
    return redirect("intake", intake.pk)


@require_safe
@audience(FRONT_DESK)
def overview(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The sections and how far each is done; or, once submitted, that it is."""
    intake = _intake(intake_id)
    return _page(request, "intake/overview.html", intake, rows=desk_sections.progress(intake))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK)
def section(request: StaffRequest, intake_id: uuid.UUID, section_id: str) -> HttpResponse:
    """One section, saved half-done or whole."""
    intake = _intake(intake_id)
    if section_id not in desk_sections.SECTION:
        raise Http404
    if request.method == "POST":
        return _save(request, intake, section_id)
    if not intake.is_draft:
        return redirect("intake", intake.pk)
    form = SectionForm(desk_sections.shown(intake, section_id), intake.answers, intake.malformed)
    return _section_page(request, intake, section_id, form)


def _save(request: StaffRequest, intake: Intake, section_id: str) -> HttpResponse:
    posted = {name.replace("-", ".", 1) for name in request.POST}
    before = desk_sections.shown(intake, section_id, posted)
    form = SectionForm(before, intake.answers, {}, request.POST)
    form.is_valid()
    try:
        intake = save_draft(
            actor=request.user,
            intake=intake,
            revision=read_revision(request.POST),
            changes=form.changes,
            malformed=form.malformed,
        )
    except StaleError as stale:
        return _stale_page(request, stale.intake, section_id, form)
    if form.errors:
        return _section_page(request, intake, section_id, form, status=422)
    opened = len(set(desk_sections.shown(intake, section_id)) - set(before))
    if opened:
        messages.info(request, f"Saved. {opened} more question{'s apply' if opened > 1 else ' applies'} here now.")
        return redirect("intake-section", intake.pk, section_id)
    return _onward(request, intake, section_id)


def _onward(request: StaffRequest, intake: Intake, section_id: str) -> HttpResponse:
    messages.success(request, "Saved.")
    following = desk_sections.next_section(section_id)
    if "leave" in request.POST:
        return redirect("intake", intake.pk)
    return redirect("intake-section", intake.pk, following) if following else redirect("intake-check", intake.pk)


def _stale_page(request: StaffRequest, intake: Intake, section_id: str, form: SectionForm) -> HttpResponse:
    """Somebody saved meanwhile: what was typed stays, each other saved answer is named, saving again is a choice."""
    if not intake.is_draft:
        return _submitted_meanwhile(request, intake)
    case = Case(intake.read_answers())
    for name, question in list(form.differing(intake.answers)):
        form.add_error(name, f"Saved meanwhile: “{question.say_answer(case.stored(question))}”.")
    return _section_page(request, intake, section_id, form, status=409, stale=True)


def _submitted_meanwhile(request: StaffRequest, intake: Intake) -> HttpResponse:
    messages.warning(request, "This intake was submitted meanwhile. Reopen it to correct an answer.")
    return redirect("intake", intake.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK)
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
                return _submitted_meanwhile(request, stale.intake)
            messages.warning(request, "The answers have changed since you checked them. Please check them again.")
            return _check_page(request, stale.intake, status=409)
        return redirect("intake", intake.pk)
    return _check_page(request, intake) if intake.is_draft else redirect("intake", intake.pk)


@require_POST
@audience(FRONT_DESK)
def reopen(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Make a submitted intake a draft again, to correct answers."""
    intake = reopen_intake(actor=request.user, intake=_intake(intake_id))
    if intake.pk != intake_id:
        messages.warning(request, "You have another draft open for this person. Please finish it first.")
    return redirect("intake", intake.pk)


def _intake(intake_id: uuid.UUID) -> Intake:
    return get_object_or_404(Intake.objects.select_related("patient", "author"), pk=intake_id)


def _page(
    request: StaffRequest, template: str, intake: Intake, *, status: int = 200, **context: object
) -> HttpResponse:
    clinic = ClinicProfile.load() if intake.call else None
    page = {"intake": intake, "patient": intake.patient, "clinic": clinic, **context}
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
        section=desk_sections.SECTION[section_id],
        last=desk_sections.next_section(section_id) is None,
        stale=stale,
    )


def _check_page(request: StaffRequest, intake: Intake, *, status: int = 200) -> HttpResponse:
    case = Case(intake.read_answers())
    sections = []
    for section_id in desk_sections.SECTION:
        rows = [
            (question, say_state(answer) if isinstance(answer, NotAnswered) else question.say_at_desk(answer), answer)
            for question in desk_sections.shown(intake, section_id)
            for answer in [case.stored(question)]
        ]
        sections.append((desk_sections.SECTION[section_id], rows))
    still_open = [question for _, rows in sections for question, _, answer in rows if answer is NotAnswered.BLANK]
    return _page(
        request,
        "intake/check.html",
        intake,
        status=status,
        sections=sections,
        still_open=still_open,
        malformed=intake.malformed,
        token=uuid.uuid4(),
    )
