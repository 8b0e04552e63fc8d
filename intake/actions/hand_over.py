"""The screen goes to the person and comes back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from intake.actions.audit import record
from intake.models import Intake

TRIES = 5
"""Wrong passwords, after which whoever handed over is signed out."""


@transaction.atomic
def start_hand_over(*, actor: User, intake: Intake) -> None:
    """From now on the person answers alone."""
    _of(intake).update(handed_over_at=timezone.now(), handed_back_at=None, take_back_tries=0)
    record(actor=actor, action="hand over", on=intake)


@transaction.atomic
def finish_hand_over(*, actor: User, intake: Intake) -> None:
    """The person came to the end of the questions, or stopped."""
    _of(intake).update(handed_back_at=timezone.now())
    record(actor=actor, action="finish alone", on=intake)


@transaction.atomic
def spend_try(*, actor: User, intake: Intake) -> int:
    """Count a password before it is looked at, so that guesses sent all at once count too. Returns the tries left."""
    _of(intake).update(take_back_tries=F("take_back_tries") + 1)
    record(actor=actor, action="try password", on=intake)
    return TRIES - _of(intake).values_list("take_back_tries", flat=True).get()


@transaction.atomic
def end_hand_over(*, actor: User, intake: Intake) -> None:
    """Staff took the screen back. Before the person came to the end, it is as if they never had it."""
    _of(intake).update(take_back_tries=0)
    _of(intake).filter(handed_back_at=None).update(handed_over_at=None)
    record(actor=actor, action="take back", on=intake)


def _of(intake: Intake) -> QuerySet[Intake]:
    return Intake.objects.filter(pk=intake.pk)
