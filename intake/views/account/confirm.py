"""The password of whoever is signed in, asked for again: the screen was locked, or something is taken away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from intake.roles import ROLES
from intake.views.access import audience, roles_of, without_role
from intake.views.confirming import LOCKED, PASSWORD, confirm_page
from intake.views.password_check import check_own_password


@sensitive_post_parameters(PASSWORD)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Any) -> HttpResponse:
    """For everybody who is signed in; without a role, only on the way to a page of theirs, as the admin site may be."""
    given = request.POST if request.method == "POST" else request.GET
    request.roles = roles_of(request.user)
    if not request.roles and "next" not in given:
        return without_role(request)
    onward, why = _onward(request, given.get("next", "")), given.get("why", LOCKED)
    checked = check_own_password(request, given.get(PASSWORD, "")) if request.method == "POST" else None
    if checked and checked.user:
        return redirect(onward)
    return confirm_page(request, why, checked, action=request.path, next=onward)


confirm.audience, confirm.reads = ROLES, None  # type: ignore[attr-defined]


@require_POST
@audience(*ROLES, reads=None)
def still_here(request: Any) -> HttpResponse:
    """Somebody reads or types: the page says so at most once a minute, and the middleware has noted it."""
    return HttpResponse(status=204)


def _onward(request: Any, address: str) -> str:
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else resolve_url("home")
