"""Who may do what, where the action itself asks: some have no page yet, and a page can be wrong."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied


def check_role(actor: User, *roles: str) -> None:
    """Raises PermissionDenied where the actor has none of these roles."""
    if not actor.groups.filter(name__in=roles).exists():
        raise PermissionDenied
