"""Where sessions are kept (SESSION_ENGINE): Django's database sessions, each of which knows its account and its use."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE = datetime.timedelta(minutes=1)
_SIGNED_IN, _CONFIRMED, _BROWSER = "signed_in_at", "confirmed_at", "browser"
"""In the session's data, so that they outlive a new key: a hand-over or a changed password is no new sign-in."""


class SessionStore(DatabaseStore):
    last_used_at: datetime.datetime | None = None
    """As stored. None before anything was loaded or saved."""

    @classmethod
    def get_model_class(cls) -> Any:
        from intake.models import StaffSession  # Django reads this module before there are models

        return StaffSession

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row:
            self.last_used_at = row.last_used_at
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        self.last_used_at = self.last_used_at or timezone.now()
        row.user_id, row.last_used_at = data.get(SESSION_KEY), self.last_used_at
        if _SIGNED_IN in data:
            row.signed_in_at, row.browser = _time(data[_SIGNED_IN]), data.get(_BROWSER, "")
        return row

    def flush(self) -> None:
        super().flush()
        self.last_used_at = None

    def begin(self, browser: str) -> None:
        """Somebody has signed in just now. It ends for good after SESSION_COOKIE_AGE, however much it is used."""
        now = timezone.now()
        self[_SIGNED_IN], self[_BROWSER] = now.timestamp(), browser
        self.set_expiry(now + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE))
        self._note_confirmed()

    def confirm(self) -> None:
        """The person has shown again who they are. That unlocks, under a new key, and is no new sign-in."""
        self._note_confirmed()
        self.cycle_key()

    def mark_used(self) -> None:
        """At most once a minute, and the time alone: another request of this session may be saving what it holds."""
        now = timezone.now()
        if self.last_used_at and abs(now - self.last_used_at) < MINUTE:
            return
        self.last_used_at = now
        self.get_model_class().objects.filter(session_key=self.session_key).update(last_used_at=now)

    def idle_left(self, limit: datetime.timedelta) -> datetime.timedelta:
        """How long nobody may use it until it locks; not above zero once it has."""
        return (self.last_used_at or timezone.now()) + limit - timezone.now()

    def is_confirmed_since(self, moment: datetime.datetime) -> bool:
        return bool(self.get(_CONFIRMED, 0) >= moment.timestamp())

    def _note_confirmed(self) -> None:
        self.last_used_at = timezone.now()
        self[_CONFIRMED] = self.last_used_at.timestamp()


def public_id(session_key: str) -> str:
    """Names a session on a page, where its key, which opens it, must not stand."""
    return salted_hmac("intake.sessions", session_key, algorithm="sha256").hexdigest()[:20]


def browser_family(user_agent: str) -> str:
    """In words that its owner knows; most browsers call themselves by the names of others, too."""
    families = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    return next((name for sign, name in families if sign in user_agent), "Another browser")


def _time(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
