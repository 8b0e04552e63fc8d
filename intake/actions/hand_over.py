"""The screen goes to the person and comes back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from intake.actions.audit import record
from intake.actions.intakes import StaleError
from intake.models import AuditEvent, Intake

TRIES = 5
"""Wrong passwords, after which whoever handed over is signed out."""


@transaction.atomic
def start_hand_over(*, actor: User, intake: Intake) -> None:
    """From now on the person answers alone. Raises StaleError where the intake is no draft any more."""
    drafts = Intake.objects.filter(pk=intake.pk, state=Intake.State.DRAFT)
    if not drafts.update(handed_over_at=timezone.now(), handed_back_at=None, take_back_tries=0):
        raise StaleError(intake)
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
    tries = _of(intake).values_list("take_back_tries", flat=True).first()
    if tries is None:  # a signed intake cannot count them itself
        noted = AuditEvent.objects.filter(action="try password", record_type="intake", record_id=str(intake.pk))
        tries = noted.filter(at__gte=intake.handed_over_at or intake.started_at).count()
    return TRIES - tries


@transaction.atomic
def end_hand_over(*, actor: User, intake: Intake) -> None:
    """Staff took the screen back. Before the person came to the end, it is as if they never had it."""
    _of(intake).update(take_back_tries=0)
    _of(intake).filter(handed_back_at=None).update(handed_over_at=None)
    record(actor=actor, action="take back", on=intake)


def _of(intake: Intake) -> QuerySet[Intake]:
    """None where it was submitted and signed or withdrawn while the person has the screen: it stays as it is."""
    return Intake.objects.filter(pk=intake.pk).exclude(state__in=Intake.CLOSED)
