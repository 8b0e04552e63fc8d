"""Whether the site answers, reaches its database, and has its guards up."""

import logging

from django import db
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intake.database import triggers

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For everybody, signed in or not: says "ok" or "unavailable". The log says why. Two queries."""
    try:
        lost = triggers.missing(db.connection)
        wrong = triggers.complaint(lost) if lost else ""
    except db.Error:
        wrong = "The database does not answer."
    if wrong:
        log.error("%s", wrong)
    return HttpResponse("unavailable" if wrong else "ok", content_type="text/plain", status=503 if wrong else 200)


health.audience, health.reads = ("everybody",), None  # type: ignore[attr-defined]
