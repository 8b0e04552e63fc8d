"""What every response owes the people it is about."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """Nothing a signed-in person saw stays in a cache: front-desk machines are shared, and have a back button."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Where the database does not answer, who asks is not found out: it would be waited for a second time.
        if response.status_code == 503 or request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class LoginRequired(LoginRequiredMiddleware):
    """A page that saves while somebody types is told that the sign-in has ended; it asks for the password itself."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *arguments: Any
    ) -> HttpResponseBase | None:
        redirect = super().process_view(request, view_func, *arguments)
        if redirect and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        return redirect
