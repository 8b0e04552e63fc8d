"""The page of a fault. Where the database was to blame, it says so, and holds what was typed: to be sent once more."""

from __future__ import annotations

import re
import sys

from django import db
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.defaults import server_error

BUSY = (db.OperationalError, db.InterfaceError)
"""Away, locked, read-only, or out of room: it may be well again in a minute, and nothing of this request is stored."""
SECRET = re.compile(r"password|otp|factor|recovery|^code$", re.IGNORECASE)
"""Fields that no page holds: they are typed anew."""


def fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 with ``Retry-After`` where the database cannot be used. Asks the database nothing."""
    if not isinstance(sys.exception(), BUSY):
        return server_error(request)
    posted = _posted(request)
    context = {
        "kept": [(name, value) for name, value in posted if not SECRET.search(name)],
        "typed_anew": [name for name, _ in posted if SECRET.search(name)],
        "was_sent": request.method == "POST",
        "with_files": request.method == "POST" and bool(request.FILES),
    }
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = "30"
    return response


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        sent = list(request.POST.lists()) if request.method == "POST" else []
    except UnreadablePostError:
        return []
    return [(name, str(value)) for name, values in sent if name != "csrfmiddlewaretoken" for value in values]
