"""A screen that nobody has used for a while asks for the password again; so does what is signed or taken away.

The session stays, and so does what was typed: a script is told 401 and asks in its own page, a form is asked about and
then taken as it was sent. After 12 hours the session itself has ended (``SESSION_COOKIE_AGE``).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from intake.actions.second_factor import IDENTITY_PROVIDER
from intake.actions.sign_ins import Where, note_sign_in, note_sign_out
from intake.client_address import client_address
from intake.hashers import BusyError
from intake.middleware import BY_PASSWORD, HANDED_OVER, GetResponse
from intake.middleware.asked import is_script
from intake.sessions import browser_family
from intake.views.confirming import NOT_FRESH, asked_first, confirms
from intake.views.password_check import BUSY_WAIT, Checked

ALONE = ("private-section", "take-back")
"""Where somebody who had the screen too long can still send what they answered, and the staff take it back."""


class SessionLife:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """After the form's token was looked at. A view that is for everybody shows nothing, and is left alone."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if is_locked(request):
            if HANDED_OVER in request.session:
                return _taken_from_person(request, view, kwargs)
            if request.resolver_match.view_name != "confirm" and not confirms(request):
                return asked_first(request)
        elif not renews_itself(request):
            request.session.mark_used()
        if getattr(view, "fresh_for", ()) and request.method in view.fresh_for and not is_fresh(request):  # type: ignore[attr-defined]
            return None if confirms(request) else asked_first(request, why=NOT_FRESH)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, BusyError):
            return None
        response = HttpResponse() if is_script(request) else render(request, "intake/busy.html")
        return Checked(None, wait=BUSY_WAIT, status=503).on(response)


def is_locked(request: Any) -> bool:
    return bool(request.session.idle_left(idle_limit(request)) <= datetime.timedelta())


def idle_limit(request: Any) -> datetime.timedelta:
    handed_over = HANDED_OVER in request.session
    return datetime.timedelta(minutes=settings.HAND_OVER_IDLE_MINUTES if handed_over else settings.IDLE_MINUTES)


def is_fresh(request: Any) -> bool:
    since = timezone.now() - datetime.timedelta(minutes=settings.FRESH_MINUTES)
    return bool(request.session.is_confirmed_since(since))


def renews_itself(request: HttpRequest) -> bool:
    """What a page's script only reads is asked for by the page, as counts and boards are. Somebody who is there is told
    by ``still-here``, by what they type, and by the pages they open."""
    return is_script(request) and request.method in ("GET", "HEAD")


def _taken_from_person(request: Any, view: Callable[..., HttpResponse], kwargs: dict[str, Any]) -> HttpResponse | None:
    """What they answered is saved, and shown no more: the only page is the one that asks for the staff's password."""
    name = request.resolver_match.view_name
    if name == "take-back":
        return None
    if name in ALONE and request.method == "POST":
        view(request, **kwargs)
    if HANDED_OVER not in request.session:
        return redirect("sign-in")  # it was closed from the desk meanwhile
    return redirect("take-back", request.session[HANDED_OVER])


def begin_session(request: Any, user: User, **signal: object) -> None:
    """Django says that somebody has signed in, on whichever page."""
    request.session.begin(browser_family(request.META.get("HTTP_USER_AGENT", "")))
    note_sign_in(actor=user, where=Where(client_address(request), factor_of(user)))


def end_session(request: Any, user: User | None, **signal: object) -> None:
    if user is not None:
        note_sign_out(actor=user, where=Where(client_address(request)))


def factor_of(user: User) -> str:
    """By the way in: Django notes on a user which of the AUTHENTICATION_BACKENDS knew them."""
    return "password" if getattr(user, "backend", BY_PASSWORD) == BY_PASSWORD else IDENTITY_PROVIDER
