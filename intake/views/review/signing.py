"""A clinician signs an intake, adds addenda, or declares it void."""

from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.actions.intakes import StaleError
from intake.actions.refused import NotPossibleError
from intake.actions.signing import WordsMissingError, add_addendum, sign_intake, void_intake
from intake.clinical.rules.questions.context import pt
from intake.clinical.telling.still_open import still_open
from intake.fingerprint import rule_set_fingerprint
from intake.models import Alert, AnswerVersion, Intake, Review
from intake.roles import CLINICIAN
from intake.stored import details, not_understood
from intake.stored.assessments import findings
from intake.stored.printing import document_pdf
from intake.views.access import StaffRequest, audience
from intake.views.confirming import fresh
from intake.views.posted import read_number, read_revision
from intake.views.review.assessed import assessed_intake, unfinished_examinations, version_of
from intake.views.review.closed import closed
from intake.views.review.signing_forms import AddendumForm, SignForm, VoidForm, printed_name


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def sign(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What is frozen, what is still open with room for a word on each, and the password."""
    intake = assessed_intake(intake_id)
    if intake.is_closed:
        return closed(request, intake)
    return _sign(request, intake) if request.method == "POST" else _sign_page(request, intake)


def _sign(request: StaffRequest, intake: Intake) -> HttpResponse:
    form = _sign_form(request, version_of(intake), Review.of(intake))
    if not form.is_valid():
        return form.checked.on(_sign_page(request, intake, form, status=422))
    try:
        sign_intake(
            actor=request.user,
            intake=intake,
            revision=read_revision(request.POST),
            review_revision=read_number(request.POST, "review_revision"),
            fingerprint=request.POST.get("fingerprint", ""),
            words=form.words,
            printer=document_pdf,
            **form.signer,
        )
    except (StaleError, WordsMissingError):
        # The words fit what they were typed on: the page is shown anew with what is open now.
        intake = assessed_intake(intake.pk)
        return closed(request, intake) if intake.is_closed else _sign_page(request, intake, status=409, stale=True)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("review-sign", intake.pk)
    messages.success(request, "Signed. The PDF below is what you signed.")
    return redirect("review", intake.pk)


def _sign_form(request: StaffRequest, version: AnswerVersion, review: Review) -> SignForm:
    assessment = version.assessment
    left = still_open(findings(assessment).whole(), review.decided, todays_rules=assessment.is_of_todays_rules)
    posted = request.POST if request.method == "POST" else None
    return SignForm(request, left, posted, says_nothing=review.says_nothing)


def _sign_page(
    request: StaffRequest, intake: Intake, form: SignForm | None = None, *, status: int = 200, stale: bool = False
) -> HttpResponse:
    version, review = version_of(intake), Review.of(intake)
    chosen = Counter(str(step.get("choice", "")) for step in (*review.steps.values(), *review.own_steps.values()))
    context = {
        "intake": intake,
        "patient": intake.patient,
        "version": version,
        "review": review,
        "fingerprint": rule_set_fingerprint(),
        "reassess_token": uuid.uuid4(),
        "assessed_by": version.assessment.rule_set_version,
        "choices": [(str(choice.label), chosen[choice]) for choice in Review.Choice if chosen[choice]],
        "form": form or _sign_form(request, version, review),
        "alerts": Alert.objects.filter(Alert.OPEN, intake=intake).count(),
        "malformed": not_understood.of_version(version, intake),
        "begun": unfinished_examinations(intake),
        "assessed_age": version.answers.get(pt.age_years.id),
        "date_problem": intake.date_problem(),
        "differing": details.differing(intake.patient, version),
        "name": printed_name(request.user),
        "stale": stale,
    }
    return render(request, "intake/sign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
@fresh("POST")
def addendum(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """A correction or addition, printed with the signed report."""
    intake = assessed_intake(intake_id)
    if intake.state != Intake.State.SIGNED:
        return _not_signed(request, intake)
    form = AddendumForm(request, request.POST if request.method == "POST" else None)
    number = intake.addenda.count() + 1
    if not form.is_valid():
        return _page(request, "addendum", intake, form, number=number)
    try:
        add_addendum(
            actor=request.user,
            intake=intake,
            number=read_number(request.POST, "number"),
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
            corrects=form.cleaned_data["corrects"],
            printer=document_pdf,
            **form.signer,
        )
    except StaleError:
        return _page(request, "addendum", intake, form, status=409, number=number, stale=True)
    except NotPossibleError:
        return _not_signed(request, intake)
    messages.success(request, "The addendum is part of the record.")
    return redirect("review", intake.pk)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def void(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The intake is about somebody else, or the person's identity is wrong in it."""
    intake = assessed_intake(intake_id)
    if intake.state != Intake.State.SIGNED:
        return _not_signed(request, intake)
    form = VoidForm(request, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form.checked.on(_page(request, "void", intake, form))
    voiding = {"kind": form.cleaned_data["kind"], "reason": form.cleaned_data["reason"]}
    try:
        void_intake(actor=request.user, intake=intake, printer=document_pdf, **voiding, **form.signer)
    except NotPossibleError:
        return _not_signed(request, intake)
    messages.success(request, "The intake is void. It stays readable.")
    return redirect("review", intake.pk)


def _not_signed(request: StaffRequest, intake: Intake) -> HttpResponse:
    messages.warning(request, "That is possible only for a signed intake that is not void.")
    return redirect("review", intake.pk)


def _page(
    request: StaffRequest,
    name: str,
    intake: Intake,
    form: AddendumForm | VoidForm,
    *,
    status: int | None = None,
    **more: object,
) -> HttpResponse:
    context = {"intake": intake, "patient": intake.patient, "form": form, "name": printed_name(request.user), **more}
    return render(request, f"intake/{name}.html", context, status=status or (422 if form.errors else 200))
