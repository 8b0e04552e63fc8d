"""The second step of signing in; and the same question before somebody changes their factors."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake import passkeys
from intake.actions.second_factor import RECOVERY_CODE, TooManyTriesError, factor_of_code
from intake.middleware.second_factor import confirm_change, is_change_confirmed, mark_verified, must_verify
from intake.stored.factors import Factors, factors_of
from intake.views.access import StaffRequest, next_page, signed_in

WRONG = "This code does not fit, or was used already. An app shows a new one every 30 seconds: please type the next."
WRONG_RECOVERY = "This recovery code does not fit, or was used already."
NEEDED = "Please type the code of your authenticator app, or a recovery code."
TOO_MANY = "Too many codes were tried. Please wait some minutes, then try again."


class CodeForm(forms.Form):
    code = forms.CharField(max_length=60, error_messages={"required": "Please type the code."})

    def factor(self, request: StaffRequest) -> str:
        """The factor it is of; or nothing, and the error stands beside the field. Raises TooManyTriesError."""
        if not self.is_valid():
            return ""
        used = factor_of_code(user=request.user, code=self.cleaned_data["code"])
        if not used:
            self.add_error("code", WRONG_RECOVERY if request.POST.get("way") == "recovery" else WRONG)
        return used


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def second_step(request: StaffRequest) -> HttpResponse:
    """Whoever has no factor yet is led to set one up."""
    onward = next_page(request, "home")
    if not must_verify(request):
        return redirect(onward)
    factors = factors_of(request.user)
    if not factors:
        return redirect(f"{reverse('authenticator')}?{urlencode({'next': onward})}")
    given = _ask(request, factors, onward, "second_step")
    if isinstance(given, HttpResponse):
        return given
    mark_verified(request, given)
    if given == RECOVERY_CODE:
        left = factors.codes_left - 1
        messages.warning(request, f"You signed in with a recovery code. Codes left: {left}. Settings make new ones.")
    return redirect(onward)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: StaffRequest) -> HttpResponse:
    """Asks for a factor before one change of them: an open session alone is not the person."""
    onward, factors = next_page(request, "factors"), factors_of(request.user)
    if not factors:
        return redirect(onward)
    given = _ask(request, factors, onward, "confirm")
    if isinstance(given, HttpResponse):
        return given
    confirm_change(request)
    return redirect(onward)


def factor_in_dialog(request: HttpRequest, user: Any) -> tuple[str, JsonResponse | None]:
    """For whoever gave the password in the dialog of a page: the factor of the code beside it, or what to answer."""
    if not settings.SECOND_FACTOR:
        return "", None
    code = request.POST.get("code", "")
    try:
        factor = factor_of_code(user=user, code=code) if code else ""
    except TooManyTriesError:
        return "", JsonResponse({"error": TOO_MANY, "code": True}, status=429)
    error = WRONG if code else NEEDED
    return factor, None if factor else JsonResponse({"error": error, "code": True}, status=422)


def asks_first(request: StaffRequest) -> HttpResponse | None:
    """The way to where a factor is given; None where one was given for this change, or the person has none yet."""
    if gave_factor(request) or not factors_of(request.user):
        return None
    page = "second-step" if must_verify(request) else "factor-confirm"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def gave_factor(request: StaffRequest) -> bool:
    """For this change. Without, a change may set up a first factor, and touches none that is there by then."""
    return is_change_confirmed(request) and not must_verify(request)


def _ask(request: StaffRequest, factors: Factors, onward: str, template: str) -> str | HttpResponse:
    """The factor that was given, or the page that asks for it."""
    form, too_many = CodeForm(request.POST if request.method == "POST" else None), False
    try:
        if given := form.factor(request):
            return given
    except TooManyTriesError:
        form.add_error("code", TOO_MANY)
        too_many = True
    context = {
        "form": form,
        "factors": factors,
        "next": onward,
        "recovery": request.POST.get("way") == "recovery",
        "with_passkey": bool(factors.passkeys) and passkeys.are_possible(request),
    }
    status = 429 if too_many else 422 if form.errors else 200
    return render(request, f"intake/second_factor/{template}.html", context, status=status)
