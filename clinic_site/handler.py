"""How a request is read: everything sent here is UTF-8, whatever its head says."""

from __future__ import annotations

from typing import Any

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


def read_content_type(request: Any, meta: Any) -> None:
    """Django decodes with any codec of Python that a request names, before a middleware could refuse it."""
    try:
        request.content_type, request.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
    except ValueError:  # it names an encoding that there is not
        request.content_type, request.content_params = "", {"charset": "not read"}  # which ``Edge`` refuses


class Utf8WSGIRequest(WSGIRequest):
    _set_content_type_params = read_content_type


class Utf8ASGIRequest(ASGIRequest):
    _set_content_type_params = read_content_type


class Utf8WSGIHandler(WSGIHandler):
    request_class = Utf8WSGIRequest


class Utf8ASGIHandler(ASGIHandler):
    request_class = Utf8ASGIRequest
