"""The cookie of a session outlives an answer that comes too late to know its new key."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from .asked import is_script


class SessionCookie(SessionMiddleware):
    """Django's. A page that asks something by itself while the password is confirmed asks with the key that has just
    ended: an answer that takes the cookie away would take the new one, and sign the person out."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not cookie.value and is_script(request):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response
