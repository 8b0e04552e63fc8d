"""Every request has an id, which its answer carries and each line of the log about it names."""

from __future__ import annotations

import logging
import secrets
import time

from django.http import HttpRequest, HttpResponse

from clinic_site.middleware import GetResponse
from intake import request_context
from intake.client_address import client_address
from intake.views.account import health

log = logging.getLogger("clinic_site.requests")


class RequestLog:
    """The outermost of all, so that its line also tells of what the others refuse. No address, no name, no value."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = request_context.request_id.set(secrets.token_hex(8))
        address = request_context.address.set(client_address(request))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_context.request_id.get()
            if response.status_code != 200 or not health.is_probe(request):
                _log(request, response, time.perf_counter() - began)
            return response
        finally:
            request_context.address.reset(address)
            request_context.request_id.reset(request_id)


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    # Only where it was asked for anyway: to look the user up would be a query of its own.
    user = getattr(getattr(request, "_cached_user", None), "pk", None)
    told = {
        "user": user,
        "method": request.method if request.method in ("GET", "HEAD", "POST") else "other",
        "view": match.view_name if match else None,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    log.info("request", extra=told)
