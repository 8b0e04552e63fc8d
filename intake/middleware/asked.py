"""What a gate needs to know of a request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve

HANDED_OVER = "handed_over"
"""In the session: the id of the intake whose person has the screen."""


def page_of(path: str) -> tuple[str, dict[str, Any]]:
    """The name and the arguments of what an address leads to; no name where it leads nowhere."""
    try:
        match = resolve(path)
    except Resolver404:
        return "", {}
    return match.view_name, match.kwargs


def is_script(request: HttpRequest) -> bool:
    to_a_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.headers.get("HX-Request") == "true" or not to_a_page
