"""What costs the server time is not asked for without end: 429, and a page that says when it goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.actions.throttle import spend
from intake.views.access import View
from intake.views.password_check import in_words
from intake.views.reading import SHOWS_NOBODY


def throttled(kind: str, *, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[View], View]:
    """One of this person's tokens of the kind for each request by one of these methods."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            wait = spend(kind=kind, key=str(request.user.pk)) if request.method in methods else 0
            return too_many(request, wait) if wait else view(request, *args, **kwargs)

        return guarded

    return decorate


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "intake/too_many.html", {"wait": in_words(wait)}, status=429)
    response["Retry-After"] = str(wait)
    setattr(response, SHOWS_NOBODY, True)
    return response
