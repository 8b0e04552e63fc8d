"""While a person answers the private questions alone at the clinic's screen, nothing but their pages opens."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]

HANDED_OVER = "handed_over"
"""In the session: the id of the intake whose person has the screen."""
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
        if _is_script(request):
            # A staff page left open in another tab, saving: it must not take the person's page for a receipt.
            return HttpResponse(status=403)
        return redirect("private", intake_id)


def _is_open(path: str, intake_id: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.view_name in PERSONS_PAGES:
        return str(match.kwargs["intake_id"]) == intake_id
    return match.view_name == "health"


def _is_script(request: HttpRequest) -> bool:
    to_a_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.headers.get("HX-Request") == "true" or not to_a_page
