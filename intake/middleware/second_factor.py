"""A password alone opens the pages of the second step, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .asked import HANDED_OVER, is_script, page_of

VERIFIED = "second_factor"
"""In the session: by which factor the person went on, and when, in seconds: ``{"by": ..., "at": ...}``."""
CONFIRMED = "factor_confirmed_at"
"""In the session: when a factor was given to change factors. One change uses it up."""
CONFIRMED_FOR = 5 * 60
"""Seconds."""
_OPEN = ("sign-out", "health", "healthz", "readyz", "sign-in-again", "confirm")
"""A screen that is left at the second step locks, too: then the page that asks for the password comes before it."""
SECOND_STEP = ("second-step", "passkey-ask", "passkey-answer")
FIRST_FACTOR = ("authenticator", "passkey-new", "passkey-new-ask")
"""Open where somebody has none yet; the pages themselves ask for one where they have."""


class SecondFactor:
    """Asks the database nothing: what it goes by stands in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not must_verify(request) or page_of(request.path_info)[0] in (*_OPEN, *SECOND_STEP, *FIRST_FACTOR):
            return self.get_response(request)
        if is_script(request):
            return HttpResponse(status=401)  # it asks who is signed in: nobody yet, says sign-in-again
        asked_for = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
        address = reverse("second-step")
        return redirect(f"{address}?{urlencode(asked_for)}" if asked_for else address)


def must_verify(request: HttpRequest) -> bool:
    """The password was given, and no second factor. A person who has the screen has none: their pages open."""
    if not settings.SECOND_FACTOR or not request.user.is_authenticated:
        return False
    return VERIFIED not in request.session and HANDED_OVER not in request.session


def mark_verified(request: HttpRequest, factor: str) -> None:
    """From now on every page of the person's roles opens. The session gets another key, as at every sign-in."""
    request.session[VERIFIED] = {"by": factor, "at": int(time.time())}
    request.session.cycle_key()


def ask_again(request: HttpRequest, user: User, **signal: object) -> None:
    """Django says that somebody has signed in, on whichever page: by a password, which is not enough."""
    for mark in (VERIFIED, CONFIRMED):
        request.session.pop(mark, None)


def confirm_change(request: HttpRequest) -> None:
    request.session[CONFIRMED] = int(time.time())


def is_change_confirmed(request: HttpRequest) -> bool:
    """A factor was given a moment ago for a change of factors that was not made yet."""
    return bool(time.time() - request.session.get(CONFIRMED, 0) < CONFIRMED_FOR)
