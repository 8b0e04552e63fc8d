"""Whether the site answers and reaches its database."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For everybody, signed in or not: says nothing but "ok"."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")


health.audience = ("everybody",)  # type: ignore[attr-defined]
