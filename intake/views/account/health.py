"""Whether the program is alive, whether it can serve, and what its operator has to look at."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from intake.operation import readiness
from intake.operation.status import status_of_site
from intake.roles import ADMINISTRATOR
from intake.views.access import StaffRequest, audience

log = logging.getLogger(__name__)

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via")


REMEMBERED_SECONDS = 5
remembered: dict[str, Any] = {}
"""What this process saw last, and when."""


def is_probe(request: HttpRequest) -> bool:
    """A program on this very machine looks at one of these pages, by the machine's own address and over plain http.

    A proxy on the same machine comes from there, too, with somebody else's request.
    """
    if request.path_info not in PROBED or request.method not in ("GET", "HEAD") or request.is_secure():
        return False
    if any(name in request.headers for name in FORWARDED):
        return False
    host = re.sub(r":\d+$", "", request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")).strip("[]")
    return _is_here(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_here(host))


def answer(request: HttpRequest) -> HttpResponse:
    """To a probe."""
    return PROBED[request.path_info](request)


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For everybody: this process answers. Asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """For everybody: whether the site can serve, and nothing of why not. The log says that.

    Asked by anybody, as often as they like: so nothing is written, and a process looks once in some seconds.
    """
    now = time.monotonic()
    if not remembered or now - remembered["at"] > REMEMBERED_SECONDS:
        remembered.update(at=now, wrong=_faults(writes=False))
    return _readiness(remembered["wrong"])


def _ready_now(request: HttpRequest) -> HttpResponse:
    """For the machine itself."""
    return _readiness(_faults(writes=True))


def _faults(*, writes: bool) -> list[str]:
    wrong = readiness.faults(writes=writes)
    for each in wrong:
        log.error("%s", each)
    return wrong


def _readiness(wrong: list[str]) -> HttpResponse:
    return HttpResponse("unavailable" if wrong else "ok", content_type="text/plain", status=503 if wrong else 200)


@require_safe
@audience(ADMINISTRATOR, reads=None)
def status(request: StaffRequest) -> HttpResponse:
    """For whoever looks after the site; on the machine itself, for a program that does."""
    return _status(request)


def _status(request: HttpRequest) -> HttpResponse:
    told = status_of_site()
    return JsonResponse(told, status=503 if told["wrong"] else 200, json_dumps_params={"indent": 1})


alive.audience = ready.audience = ("everybody",)  # type: ignore[attr-defined]
alive.reads = ready.reads = None  # type: ignore[attr-defined]

PROBED = {"/healthz": alive, "/readyz": _ready_now, "/health/": _ready_now, "/status": _status}


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
