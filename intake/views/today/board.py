"""The board on the front desk's first page. It renews itself, and how it is shown is each user's choice."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from intake.actions.preferences import choose_board
from intake.models import Preferences
from intake.roles import FRONT_DESK
from intake.stored import today
from intake.views.access import StaffRequest, audience

_CHOICES = ("names_short", "only_mine")


def page(user: User) -> dict[str, Any]:
    """What the first page needs for its board. Seven queries."""
    preferences = Preferences.of(user)
    return {
        "board": today.board(user, preferences),
        "at_most": today.AT_MOST,
        "earlier_at_most": today.EARLIER_AT_MOST,
        "keys": preferences.single_keys,
        "today": timezone.localdate(),
    }


@require_safe
@audience(FRONT_DESK, reads="list", renews=True)
def renewed(request: StaffRequest) -> HttpResponse:
    """The board alone, for the page to renew. 204, and nothing to send, where it is as the page shows it.

    Writes nothing, not even that somebody is still there; but for the audit, once a minute, that it was seen.
    """
    context = page(request.user)
    if request.GET.get("shown") == context["board"].stamp:
        return HttpResponse(status=204)
    return render(request, "intake/today/_board.html", context)


@require_POST
@audience(FRONT_DESK, reads=None)
def show(request: StaffRequest) -> HttpResponse:
    """Names short or whole; everybody's or mine."""
    chosen = {name: request.POST[name] == "1" for name in _CHOICES if name in request.POST}
    if not chosen:
        raise BadRequest("nothing chosen")
    choose_board(actor=request.user, **chosen)
    return redirect("desk")
