"""Plain http is not for pages: who comes by it is led to https, or told what is missing. Nobody is led in circles."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clinic_site.middleware import GetResponse
from intake.views.account import health

log = logging.getLogger(__name__)

PROXY_NOT_EXPECTED = (
    "A request came through a proxy (X-Forwarded-Proto), but BEHIND_TLS_PROXY is not true, so that it counts as plain "
    "http. Set BEHIND_TLS_PROXY=true where the proxy speaks HTTPS and sets that header itself."
)
PROXY_SAYS_NOTHING = (
    "BEHIND_TLS_PROXY is true, but the proxy sends no X-Forwarded-Proto, so that every request counts as plain http. "
    "Let it send that header."
)
NO_PROXY = (
    "A request came over plain http, and BEHIND_TLS_PROXY is not true: nothing here speaks HTTPS. Put a TLS proxy "
    "before the program, as docs/run-at-a-clinic.md says."
)


class PlainHttp:
    """Before Django's own redirect: answers a probe, and helps where the redirect would lead to nothing, or here again.

    These answers come before the middleware that sets headers, so they bring theirs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.told: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if health.is_probe(request):
            return _with_headers(health.answer(request))
        if wrong := _wrong(request):
            return _with_headers(self._not_set_up(wrong))
        return self.get_response(request)

    def _not_set_up(self, wrong: str) -> HttpResponse:
        if wrong not in self.told:
            self.told.add(wrong)
            log.warning("%s", wrong)
        said = "This site is reached over https only, and its https is not set up yet. Its log says what is missing.\n"
        return HttpResponse(said, content_type="text/plain", status=403)


def _wrong(request: HttpRequest) -> str:
    """What keeps https from this site; empty where it came by it, and where a redirect to it helps."""
    if not settings.SECURE_SSL_REDIRECT or request.is_secure():
        return ""
    says = request.headers.get("X-Forwarded-Proto")
    if settings.BEHIND_TLS_PROXY:
        return PROXY_SAYS_NOTHING if says is None and "X-Forwarded-For" in request.headers else ""
    if says == "http":
        return ""  # by plain http to a proxy that has the other, too
    return PROXY_NOT_EXPECTED if says else NO_PROXY


def _with_headers(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["Cache-Control"] = "no-store"
    return response
