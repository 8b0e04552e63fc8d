"""That somebody saw a person's data: one audit event for each answer of the site that shows any."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from intake.actions.audit import record_event
from intake.models import AuditEvent

UNSAID = "unsaid"
LIST = "list"
"""Many people, none of them in the address."""
NAMED_BY = {
    "appointment": "appointment_id",
    "document": "document_id",
    "followup": "follow_up_id",
    "handoutgiven": "given_id",
    "intake": "intake_id",
    "merge": "merge_id",
    "patient": "patient_id",
    "referral": "referral_id",
    "referraldocument": "letter_id",
    "user": "user_id",
}
"""What an address holds of each kind of record. Where it holds none, the page is a form about somebody new: it shows
nobody until it was sent, and then perhaps who is alike."""
_SHOWS = (200, 409, 422, 429, 503)
"""Statuses whose answer is a page about what was asked for, also to somebody who has to wait until their password is
looked at. Others lead elsewhere, or refuse."""
SHOWS_NOBODY = "shows_nobody"
"""The mark of an answer with one of these statuses that says only when to come again."""
_RENEWED = datetime.timedelta(minutes=1)


def note_read(
    request: Any, response: HttpResponse, reads: str | None, ids: dict[str, Any], *, renews: bool = False
) -> None:
    """Who saw what: the page's name, and the record that its address names. No value of anybody.

    A page that renews itself every few seconds counts once a minute for each user, page and record, so that a screen
    which stands open all day does not drown everything else.
    """
    if reads is None or reads == UNSAID or not _shows(request, response):
        return
    record_id = ids.get(NAMED_BY.get(reads, ""))
    if reads != LIST and record_id is None and request.method != "POST":
        return
    page = request.resolver_match.url_name
    event = {"action": f"read {page}", "record_type": reads, "record_id": str(record_id or "")}
    if renews and AuditEvent.objects.filter(actor=request.user, at__gt=timezone.now() - _RENEWED, **event).exists():
        return
    record_event(actor=request.user, **event)


def _shows(request: HttpRequest, response: HttpResponse) -> bool:
    shows = request.method != "HEAD" and response.status_code in _SHOWS and not hasattr(response, SHOWS_NOBODY)
    return shows and (response.streaming or bool(response.content))
