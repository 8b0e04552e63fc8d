"""The page for what nobody foresaw; and where the database does not answer, one that keeps what was typed."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views import defaults

from intake.typed import secret_fields, typed_fields

AWAY = (OperationalError, InterfaceError, InternalError)
"""Locked, full, read-only, restarted or not there. (PostgreSQL calls a read-only one an internal error.)"""
AGAIN = 10
"""Seconds after which a program may try again."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled, wherever in the request it came up. Asks the database nothing."""
    if not isinstance(sys.exception(), AWAY):
        return defaults.server_error(request)
    sent = _sent(request)
    context = {"typed": typed_fields(sent), "secret": secret_fields(sent), "sent": request.method == "POST"}
    headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _sent(request: HttpRequest) -> QueryDict:
    """What a page sent, to be sent again; nothing of what cannot be read, and of files."""
    try:
        return request.POST
    except (RequestDataTooBig, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return QueryDict()
