"""Signing in and out, the first page, and how somebody likes to work."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.preferences import choose_keys
from intake.actions.sign_ins import note_confirmed
from intake.middleware.second_factor import mark_verified, must_verify
from intake.middleware.session_life import idle_limit, is_locked
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER, ROLES
from intake.views.access import StaffRequest, audience, roles_of, without_role
from intake.views.account.second_step import factor_in_dialog
from intake.views.password_check import WRONG, Checked, check_password, where_of

FIRST_PAGES = (
    (CLINICIAN, "queue"),
    (FRONT_DESK, "desk"),
    (CLINICAL_LEAD, "alerts"),
    (ADMINISTRATOR, "admin:index"),
    (PRIVACY_OFFICER, "privacy"),
)
"""Somebody with several roles begins at the first of theirs."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everybody with a role; and whoever made the site, who has none yet, goes on in the admin site."""
    roles = roles_of(request.user)
    if not roles:
        return redirect("admin:index") if request.user.is_staff else without_role(request)
    return redirect(next(page for role, page in FIRST_PAGES if role in roles))


home.audience, home.reads = ROLES, None  # type: ignore[attr-defined]


class SignInForm(AuthenticationForm):
    """Django's, whose password is looked at once a token was spent for it."""

    request: HttpRequest
    checked: Checked | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "username" not in given or "password" not in given:
            return given
        self.checked = check_password(self.request, given["username"], given["password"])
        self.user_cache = self.checked.user
        if self.user_cache is None:
            raise self.get_invalid_login_error() if not self.checked.wait else ValidationError(self.checked.words)
        return given


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """For everybody. Whose screen is locked may be somebody else now: they sign in, and the other is signed out."""

    audience, reads = ("everybody",), None
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.redirect_authenticated_user = not (request.user.is_authenticated and is_locked(request))
        return super().dispatch(request, *args, **kwargs)

    def get_redirect_url(self) -> str:
        """Whoever is signed in already would be led from this page to this page."""
        onward: str = super().get_redirect_url()
        return "" if onward == self.request.path else onward

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        return form.checked.on(response) if form.checked else response


CLEARED = '"cache", "cookies"'
"""At sign-out. Not "storage": it would take what another tab, or a colleague, has typed and not sent yet. That is
encrypted with a key that only its owner's pages hold, and what the one who signs out has left goes by sign_out.js."""


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """For everybody: who is signed out already, in another tab or by time, stays so."""

    audience, reads = ("everybody",), None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = CLEARED
        return response


@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_again(request: Any) -> HttpResponse:
    """For everybody: a page whose sign-in has ended or is locked asks for the password, and goes on as it is.

    Answers with a new token for the page's forms, or with what is wrong, and whether a code is needed, too. Asked by
    GET, it says who is signed in now, nobody whose second factor is still to come, and in how many seconds their screen
    locks.
    """
    if request.method == "GET":
        username = "" if must_verify(request) else request.user.get_username()
        return JsonResponse({"username": username, "token": get_token(request), **_lock(request)})
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        words = form.checked.words if form.checked else WRONG
        response = JsonResponse({"error": f"{words} Please try again." if words == WRONG else words}, status=422)
        return form.checked.on(response) if form.checked else response
    if request.user == form.get_user() and not must_verify(request):
        request.session.confirm()
        note_confirmed(actor=request.user, where=where_of(request))
    else:
        factor, refused = factor_in_dialog(request, form.get_user())
        if refused:
            return refused
        login(request, form.get_user())
        if factor:
            mark_verified(request, factor)
    return JsonResponse({"token": get_token(request)})


def _lock(request: Any) -> dict[str, int]:
    if not request.user.is_authenticated:
        return {}
    return {"locks_in": max(0, math.ceil(request.session.idle_left(idle_limit(request)).total_seconds()))}


sign_in_again.audience, sign_in_again.reads = ("everybody",), None  # type: ignore[attr-defined]


@require_POST
@audience(*ROLES, reads=None)
def preferences(request: StaffRequest) -> HttpResponse:
    """Turn the keys that answer questions on or off."""
    chosen = choose_keys(actor=request.user, single_keys="single_keys" in request.POST)
    messages.success(request, f"Single keys are {'on' if chosen.single_keys else 'off'}.")
    return redirect("password")
