"""Who a page is for. Every view says so; a test walks all of them as every role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from intake.actions.audit import events_written
from intake.models import ClinicProfile
from intake.roles import ADMINISTRATOR, ROLES
from intake.views.reading import UNSAID, note_read

View = Callable[..., HttpResponse]
SIGNED_IN = "signed in"
"""The audience of a page that opens without a role, too."""


class StaffRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User
    roles: frozenset[str]
    """The groups this person is in."""


def is_htmx(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types, and answered by parts of it."""
    return request.headers.get("HX-Request") == "true"


def onward(request: HttpRequest, address: str, *, status: int = 204) -> HttpResponse:
    """To another page; where a page's script asked, it is told the way, and goes once it has sent everything.

    Args:
        status: for the script. 409 where nothing was saved: then it keeps what was typed.
    """
    if is_htmx(request):
        return HttpResponse(status=status, headers={"HX-Redirect": address})
    return redirect(address)


def roles_of(user: Any) -> frozenset[str]:
    """The roles of a person; one query a request, kept on the user."""
    if not hasattr(user, "intake_roles"):
        user.intake_roles = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return user.intake_roles  # type: ignore[no-any-return]


def without_role(request: HttpRequest) -> HttpResponse:
    """Leads to no other page, since none would open: the people to ask stand here. 403."""
    administrators = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).order_by("last_name", "username")
    context = {"clinic": ClinicProfile.load(), "administrators": administrators}
    return render(request, "intake/without_role.html", context, status=403)


def takes_files(largest: int) -> Callable[[Any], Any]:
    """The page takes a file; every other one refuses it unread.

    Args:
        largest: bytes of all that is sent with it.
    """

    def decorate(view: Any) -> Any:
        view.largest_upload = largest
        return view

    return decorate


def audience(*roles: str, reads: str | None = UNSAID, renews: bool = False) -> Callable[[View], View]:
    """The page is for people in one of these roles; everybody else who is signed in gets 403.

    Who has no role at all is told so, on every page, and whom to ask.

    Args:
        reads: whose data it shows, for the audit: a kind of record that its address names (``"intake"``), ``"list"``,
            or None where it shows nobody's. If the event cannot be written, nothing is shown. What a page writes
            before it answers is an event of its own, and no second one.
        renews: it does so by itself every few seconds.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            request.roles = roles_of(request.user)
            if not request.roles:
                return without_role(request)
            if request.roles.isdisjoint(roles):
                raise PermissionDenied
            before = events_written.get()
            response = view(request, *args, **kwargs)
            if events_written.get() == before:
                note_read(request, response, reads, kwargs, renews=renews)
            return response

        guarded.audience, guarded.reads = roles, reads  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """The page is for everybody with an account, whether they have a role yet or not."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.roles = roles_of(request.user)
        return view(request, *args, **kwargs)

    guarded.audience, guarded.reads = (SIGNED_IN,), None  # type: ignore[attr-defined]
    return guarded


def next_page(request: HttpRequest, default: str) -> str:
    """Where the page was asked to lead on to, if that is a page of this site; the default otherwise."""
    asked_for = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked_for, {request.get_host()}, require_https=request.is_secure())
    return asked_for if safe else resolve_url(default)
