"""Where somebody is signed in, and how they end it on another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.actions.sessions import end_sign_ins
from intake.models import StaffSession
from intake.roles import ROLES
from intake.sessions import public_id
from intake.views.access import StaffRequest, audience


@dataclass(frozen=True)
class SignedIn:
    """One line of the list."""

    session: StaffSession
    is_this: bool

    @property
    def id(self) -> str:
        return public_id(self.session.session_key)


def sign_ins_of(request: Any) -> list[SignedIn]:
    """This one first, then those used last."""
    open_now = StaffSession.objects.filter(user=request.user, expire_date__gt=timezone.now()).defer("session_data")
    listed = [SignedIn(each, each.session_key == request.session.session_key) for each in open_now]
    return sorted(listed, key=lambda each: (not each.is_this, -each.session.last_used_at.timestamp()))


@require_POST
@audience(*ROLES, reads=None)
def end(request: StaffRequest) -> HttpResponse:
    """The one that is named, or all others. This one ends by signing out."""
    chosen = request.POST.get("sign-in", "")
    others = [each for each in sign_ins_of(request) if not each.is_this]
    keys = [each.session.session_key for each in others if chosen in (each.id, "others")]
    if keys:
        end_sign_ins(actor=request.user, keys=keys)
    messages.success(request, "Ended. What opens next there is the sign-in page.")
    return redirect("password")
