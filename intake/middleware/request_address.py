"""From where a request came, for the audit."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake import request_context


class RequestAddress:
    """Noted for as long as the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_context.address.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            request_context.address.reset(token)


def address_of(request: HttpRequest) -> str:
    """The client's. Behind a proxy, the last one in its header: the proxy wrote that, and the client any before it.

    Empty where there is none, as on a socket of the machine itself.
    """
    named = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_TLS_PROXY:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
    try:
        return str(ipaddress.ip_address(named.strip().partition("%")[0]))
    except ValueError:
        return ""
