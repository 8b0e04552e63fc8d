"""Who is signed in shows once more who they are, and goes on with the very same: a page, or a form as it was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from intake.middleware.asked import is_script
from intake.views.password_check import Checked, check_own_password

READING = ("GET", "HEAD")
LOCKED, NOT_FRESH = "locked", "not fresh"
PASSWORD = "confirming-password"  # noqa: S105 (the name of a field)
_NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "password")
"""Names of fields, or parts of them. A password stands in no page, where whoever comes to the screen could read it: the
form asks for it again."""


def fresh(*methods: str) -> Callable[[Any], Any]:
    """The view signs something, or hands it out: a request by one of these methods is asked for the password first,
    where the last one is older than FRESH_MINUTES. ``intake.middleware.session_life`` sees to it."""

    def decorate(view: Any) -> Any:
        view.fresh_for = methods
        return view

    return decorate


def asked_first(request: Any, *, why: str = LOCKED) -> HttpResponse:
    """What was sent waits in the page that asks, and nothing is shown of anybody."""
    if is_script(request):
        return HttpResponse(status=401)
    if request.method != "POST":
        return redirect(f"{reverse('confirm')}?{urlencode({'next': request.get_full_path(), 'why': why})}")
    checked = getattr(request, "confirming", None)
    page = {
        "action": request.get_full_path(),
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not any(part in name for part in _NOT_SENT_AGAIN)
        ],
        "files": list(request.FILES),
    }
    return confirm_page(request, why, checked, **page)


def confirms(request: Any) -> bool:
    """Whether the password came with the form, and is right."""
    if request.method != "POST" or PASSWORD not in request.POST:
        return False
    request.confirming = check_own_password(request, request.POST[PASSWORD])
    return request.confirming.user is not None


def confirm_page(request: HttpRequest, why: str, checked: Checked | None, **page: Any) -> HttpResponse:
    """What is sent again stands in ``fields``; a page to go on to is ``next``."""
    context = {
        "locked": why != NOT_FRESH,
        "why": why,
        "error": checked.words if checked else "",
        "field": PASSWORD,
        **page,
    }
    response = render(
        request, "intake/confirm.html", context, status=422 if checked else 200 if "next" in page else 403
    )
    return checked.on(response) if checked else response
