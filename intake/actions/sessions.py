"""Sign-ins that are open."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session


def end_sessions(*, user: User) -> None:
    """Every page of theirs asks for a new sign-in from now on. Part of the actions that change a password."""
    theirs = [row.pk for row in Session.objects.all() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
