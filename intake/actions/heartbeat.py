"""That something is at work, and that only one process is. Of nobody's data, so that no audit row goes with it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intake.models import Heartbeat

LONGEST_ROUND = datetime.timedelta(minutes=2)
"""Whoever has not let go by then was killed, or hangs: another goes on."""


@transaction.atomic
def beat(*, name: str) -> None:
    """All went well just now. One row a name, however often."""
    row = Heartbeat(name=name, at=timezone.now())
    Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=["at"])


@transaction.atomic
def take_hold(*, name: str, by: str) -> bool:
    """Whether it is this process that does it now: of two at once, one is told so."""
    now = timezone.now()
    Heartbeat.objects.bulk_create([Heartbeat(name=name)], ignore_conflicts=True)
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_by=by)
    mine = Heartbeat.objects.filter(free, name=name).update(held_by=by, held_until=now + LONGEST_ROUND)
    return bool(mine)


@transaction.atomic
def let_go(*, name: str, by: str) -> None:
    """Done, or given up: the next may go on at once. Nothing, where another has taken it meanwhile."""
    Heartbeat.objects.filter(name=name, held_by=by).update(held_by="", held_until=None)
