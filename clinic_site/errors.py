"""The page for what nobody foresaw; and where the database does not answer, one that keeps what was typed."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views import defaults

AWAY = (OperationalError, InterfaceError, InternalError)
"""Locked, full, read-only, restarted or not there. (PostgreSQL calls a read-only one an internal error.)"""
SECRET = re.compile(r"password|otp|factor|recovery|^code$", re.IGNORECASE)
"""Names of fields that no page shows again: what is in them is typed anew."""
AGAIN = 10
"""Seconds after which a program may try again."""


class Typed(NamedTuple):
    name: str
    value: str


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled, wherever in the request it came up. Asks the database nothing."""
    if not isinstance(sys.exception(), AWAY):
        return defaults.server_error(request)
    typed = _typed(request)
    secret = [field for field in typed if SECRET.search(field.name)]
    context = {
        "typed": [field for field in typed if field not in secret],
        "secret": secret,
        "sent": request.method == "POST",
    }
    headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _typed(request: HttpRequest) -> list[Typed]:
    """What a page sent, to be sent again; nothing of what cannot be read, and of files."""
    try:
        return [Typed(name, value) for name, values in request.POST.lists() for value in values]
    except (RequestDataTooBig, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []
