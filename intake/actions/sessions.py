"""Sign-ins are ended: one's own on another machine, or all of somebody whose account has changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.models import StaffSession


@audited
def end_sign_ins(*, actor: User, keys: Iterable[str]) -> User:
    """One's own, by the keys of their sessions: the next request of those browsers is asked to sign in."""
    StaffSession.objects.filter(user=actor, session_key__in=list(keys)).delete()
    record(actor=actor, action="end sign-ins", on=actor)
    return actor


def sign_out_everywhere(user: User, *, but: str | None = None) -> None:
    """Part of what is done to an account, and under its audit row. ``but`` is the key of a session that goes on."""
    StaffSession.objects.filter(user=user).exclude(session_key=but or "").delete()
