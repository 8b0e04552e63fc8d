"""How somebody likes to work."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.models import Preferences


@audited
def choose_keys(*, actor: User, single_keys: bool) -> Preferences:
    """Whether single keys answer questions."""
    preferences, _ = Preferences.objects.update_or_create(user=actor, defaults={"single_keys": single_keys})
    record(actor=actor, action="choose", on=preferences)
    return preferences


@audited
def choose_board(*, actor: User, **chosen: bool) -> Preferences:
    """How the board "Today" is shown: ``names_short``, ``only_mine``. What is not named stays as it is."""
    preferences, _ = Preferences.objects.update_or_create(user=actor, defaults=chosen)
    record(actor=actor, action="choose", on=preferences)
    return preferences
