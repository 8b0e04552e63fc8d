"""When only a few pages open: a person answers alone at the clinic's screen, or a one-time password is not changed.
And when a page is not taken: somebody else has signed in since it was opened."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render

from intake.models import StaffMember

from .asked import HANDED_OVER as HANDED_OVER
from .asked import is_script as is_script
from .asked import page_of as page_of
from .second_factor import must_verify

GetResponse = Callable[[HttpRequest], HttpResponse]

HANDED_OVER_AT = "handed_over_at"
"""In the session: when they got it, as text. A later hand-over of the same intake is another."""
WITH_A_PERSON = {"X-Screen": "with a person"}
"""What a page of the staff that is open in another tab is told, so that it shows nothing any more: see screen.js."""
MUST_CHANGE_PASSWORD = "must_change_password"  # noqa: S105 (the name of a mark, and no password)
"""In the session of somebody who signed in with a one-time password."""
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"  # noqa: S105 (a way to sign in)
OPENED_BY = "opened-by"
"""The hidden field of a page that says who opened it."""
FOR_EVERY_SESSION = ("sign-out", "health", "healthz", "readyz", "confirm", "still-here")
"""What opens whatever else has to be done first: the way out, and the password that is asked for after a while."""
PERSONS_PAGES = ("private", "private-section", "private-done", "take-back")


class HandedOver:
    """Every other address, whatever it is, leads back to the person's pages.

    Static files are answered before this. A session that has ended has no flag: it asks for a password all the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        intake_id = request.session.get(HANDED_OVER)
        if not intake_id or not request.user.is_authenticated or _is_open(request.path_info, intake_id):
            return self.get_response(request)
        if is_script(request):
            # A staff page left open in another tab, saving: it must not take the person's page for a receipt.
            return HttpResponse(status=403, headers=WITH_A_PERSON)
        return redirect("private", intake_id)


class OpenedBy:
    """A page that one person opened is not saved as another's who has signed in at the same screen since.

    The page's own token is refused then, too, unless it was renewed just before: this leaves nothing to chance.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        opened_by = _posted(request, OPENED_BY)
        if opened_by is None or not request.user.is_authenticated or opened_by == str(request.user.pk):
            return self.get_response(request)
        if is_script(request):
            return HttpResponse(status=401)  # it asks who is signed in, and for the password of who opened it
        return render(request, "intake/opened_by_another.html", status=403)


class OneTimePassword:
    """Somebody else has seen this password: until the person has chosen another, every address leads to that page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_open = page_of(request.path_info)[0] in ("password", *FOR_EVERY_SESSION)
        if is_open or not must_change_password(request) or must_verify(request):  # the second step comes first
            return self.get_response(request)
        return HttpResponse(status=403) if is_script(request) else redirect("password")


def must_change_password(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(request.session.get(MUST_CHANGE_PASSWORD))


def note_one_time_password(request: HttpRequest, user: User, **signal: object) -> None:
    """Django says that somebody has signed in, on whichever page.

    Who comes by single sign-on has used no password: the page that asks for the one-time one would be a dead end.
    """
    by_password = request.session[BACKEND_SESSION_KEY] == BY_PASSWORD
    request.session[MUST_CHANGE_PASSWORD] = by_password and StaffMember.of(user).must_change_password


def _is_open(path: str, intake_id: str) -> bool:
    name, arguments = page_of(path)
    return (
        str(arguments["intake_id"]) == intake_id
        if name in PERSONS_PAGES
        else name in ("health", "healthz", "readyz", "still-here")
    )


def _posted(request: HttpRequest, name: str) -> str | None:
    """None of a request that was cut off: what comes next takes it for an empty one, and refuses it."""
    try:
        return request.POST.get(name) if request.method == "POST" else None
    except UnreadablePostError:
        return None
