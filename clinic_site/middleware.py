"""What no page needs is refused at the edge; and what every response owes the people it is about."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
CHARSETS = ("", "utf-8", "utf8")
LONGEST_BODY = 1024 * 1024
"""Bytes. More than the longest page sends with its longest notes."""


class Edge:
    """Refuses what no browser sends from a page of ours, before anything reads it.

    A NUL breaks PostgreSQL; a charset names any of Python's codecs, some of which are no text. What is typed into a
    field is not looked at here: a form says what is wrong with it, and keeps the rest.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\0" in request.path_info:
            return _page(404)
        length = request.META.get("CONTENT_LENGTH") or "0"
        no_number = not (length.isascii() and length.isdigit())
        without_length = "HTTP_TRANSFER_ENCODING" in request.META and length == "0"
        charset = (request.content_params or {}).get("charset", "").lower()
        if no_number or without_length or charset not in CHARSETS or _holds_nul(request):
            return _page(400)
        return self.get_response(request)


class Uploads:
    """Files, and bodies above 1 MB, are taken from somebody signed in, on the pages that say how large they may be."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        multipart = (request.content_type or "").startswith("multipart/")
        if not multipart and length <= LONGEST_BODY:
            return self.get_response(request)
        largest = _largest_upload(request.path_info) if request.user.is_authenticated else 0
        if length > max(largest, LONGEST_BODY):
            return _page(413)
        if multipart and not largest:
            return _page(400)
        return self.get_response(request)


def _page(status: int) -> HttpResponse:
    """The house's own page, which asks nothing of the request."""
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def _holds_nul(request: HttpRequest) -> bool:
    heads = [value for name, value in request.META.items() if name.startswith("HTTP_") or name == "CONTENT_TYPE"]
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    return b"\0" in unquote_to_bytes(query) or any("\0" in str(head) for head in heads)


def _largest_upload(path: str) -> int:
    """Bytes of a whole body; 0 where the page takes no file."""
    try:
        return getattr(resolve(path).func, "largest_upload", 0)
    except Resolver404:
        return 0


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
