"""How long an intake may wait by its urgency, and whether it has waited longer."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils import timezone

from intake.clinical.language.numbers import counted
from intake.models import ClinicProfile


class Target(NamedTuple):
    text: str
    """``10 min``, ``same day``, ``14 days``."""
    late: bool


def target(tier: int, since: datetime.datetime, clinic: ClinicProfile) -> Target:
    """Tier 1: the minutes in which an alert is to be acknowledged. Tier 2: the day it came, by the clinic's clock."""
    now = timezone.now()
    if tier == 1:
        minutes = clinic.alert_minutes
        return Target(f"{minutes} min", now - since > datetime.timedelta(minutes=minutes))
    if tier == 2:
        return Target("same day", timezone.localdate(now) > timezone.localdate(since))
    days = clinic.urgent_days if tier == 3 else clinic.routine_days
    return Target(counted(days, "day", "days"), now - since > datetime.timedelta(days=days))
