"""Coming and going, in the audit trail and in the log. No name stands in either: people type passwords there."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.contrib.auth.models import User

from intake.actions.audit import audited, record, record_event
from intake.actions.throttle import account_mark, spend
from intake.client_address import network_of

log = logging.getLogger("intake.sign_in")


@dataclass(frozen=True)
class Where:
    """From where, and by what somebody shows who they are."""

    address: str
    factor: str = "password"


@audited
def note_sign_in(*, actor: User, where: Where) -> None:
    _log("signed in", account_mark(actor.get_username()), where, user_id=actor.pk)
    record(actor=actor, action="sign in", on=actor)


@audited
def note_sign_out(*, actor: User, where: Where) -> None:
    _log("signed out", account_mark(actor.get_username()), where, user_id=actor.pk)
    record(actor=actor, action="sign out", on=actor)


@audited
def note_confirmed(*, actor: User, where: Where) -> None:
    """Who is signed in has shown once more who they are, to unlock the screen or to sign something."""
    _log("confirmed", account_mark(actor.get_username()), where, user_id=actor.pk)
    record(actor=actor, action="confirm", on=actor)


@audited
def note_refused(*, username: str, where: Where) -> None:
    """Of a name that nobody has just as of one that somebody has: it takes as long."""
    mark = account_mark(username)
    _log("refused", mark, where, level=logging.WARNING)
    record_event(actor=None, action="sign-in refused", record_type="account", record_id=mark)


@audited
def note_throttled(*, username: str, where: Where, wait: int) -> None:
    """Each is logged. The audit trail has one a minute and account: whoever guesses must not fill it."""
    mark = account_mark(username)
    _log("throttled", mark, where, level=logging.WARNING, wait=wait)
    if not spend(kind="note", key=mark):
        record_event(actor=None, action="sign-in throttled", record_type="account", record_id=mark)


@audited
def note_sign_on_refused(*, where: Where, reason: str) -> None:
    """By single sign-on. ``reason`` is a word of ours: what the provider sent may be anybody's.

    Each is logged; the audit trail has one a minute of each reason and place, since the page is open to all.
    """
    _log(f"refused ({reason})", "unknown", where, level=logging.WARNING)
    if not spend(kind="note", key=f"{reason}/{network_of(where.address)}"):
        record_event(actor=None, action="sign-on refused", record_type="account", record_id=reason)


def _log(what: str, mark: str, where: Where, *, level: int = logging.INFO, **more: int) -> None:
    """One line, of words and numbers of ours."""
    known = {"what": what, "account": mark, "address": where.address, "factor": where.factor, **more}
    log.log(
        level,
        "Sign-in: %s, account %s, from %s, by %s",
        what,
        mark,
        where.address or "unknown",
        where.factor,
        extra=known,
    )
