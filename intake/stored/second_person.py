"""Which roles nobody gives alone, as this site is now, and who has one."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CONFIRMED


def confirmed_roles() -> tuple[str, ...]:
    """Once a clinical lead is there, that of an administrator, too: nobody makes their own second person."""
    leads = User.objects.filter(is_active=True, groups__name=CLINICAL_LEAD)
    return (*CONFIRMED, ADMINISTRATOR) if leads.exists() else CONFIRMED


def needs_second_person(user: User) -> bool:
    """Whether this person has such a role: then nobody gives them a way in alone, or ends their factors."""
    return user.groups.filter(name__in=confirmed_roles()).exists()
