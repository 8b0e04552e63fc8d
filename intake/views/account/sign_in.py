"""Signing in and out, the first page, and how somebody likes to work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.preferences import choose_keys
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER, ROLES
from intake.views.access import StaffRequest, audience, roles_of

FIRST_PAGES = (
    (CLINICIAN, "queue"),
    (FRONT_DESK, "desk"),
    (CLINICAL_LEAD, "alerts"),
    (ADMINISTRATOR, "admin:index"),
    (PRIVACY_OFFICER, "privacy"),
)
"""Somebody with several roles begins at the first of theirs."""


@require_safe
@audience(*ROLES, reads=None)
def home(request: HttpRequest) -> HttpResponse:
    roles = roles_of(request.user)
    return redirect(next(page for role, page in FIRST_PAGES if role in roles))


class SignIn(LoginView):
    """For everybody."""

    audience, reads = ("everybody",), None
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """For everybody: who is signed out already, in another tab or by time, stays so."""

    audience, reads = ("everybody",), None


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For everybody: a page whose sign-in has ended asks for the password, and goes on with what was typed.

    Answers with a new token for the page's forms, or with what is wrong. Asked by GET, it says who is signed in now.
    """
    if request.method == "GET":
        return JsonResponse({"username": request.user.get_username(), "token": get_token(request)})
    user = authenticate(request, username=request.POST.get("username", ""), password=request.POST.get("password", ""))
    if user is None:
        return JsonResponse({"error": "That password is not right. Please try again."}, status=422)
    login(request, user)
    return JsonResponse({"token": get_token(request)})


sign_in_again.audience, sign_in_again.reads = ("everybody",), None  # type: ignore[attr-defined]


@require_POST
@audience(*ROLES, reads=None)
def preferences(request: StaffRequest) -> HttpResponse:
    """Turn the keys that answer questions on or off."""
    chosen = choose_keys(actor=request.user, single_keys="single_keys" in request.POST)
    messages.success(request, f"Single keys are {'on' if chosen.single_keys else 'off'}.")
    return redirect("password")
