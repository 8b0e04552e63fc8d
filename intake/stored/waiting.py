"""How much waits for somebody as the second person."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q

from intake.models import FactorReset, Proposal


def number_waiting(user: User) -> int:
    """Roles, new ways in and resets that are neither about them nor their own proposal. Two queries."""
    own = Q(user=user) | Q(proposed_by=user)
    return sum(kind.objects.waiting().exclude(own).count() for kind in (Proposal, FactorReset))
