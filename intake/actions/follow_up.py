"""What was agreed to be done later: planned when an intake is signed, and closed once it is done or not needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.actions.audit import record
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import TWO_WEEKS, Due, due_by_urgency, due_of
from intake.clinical.working.findings import WholeAssessment
from intake.models import FollowUp, Review

_DUE = {step.id: due_of(step) for step in STEPS}


class MovedOnError(Exception):
    """Somebody closed or reopened the follow-up first. ``follow_up`` is as it is now."""

    def __init__(self, follow_up: FollowUp) -> None:
        self.follow_up = follow_up
        super().__init__(f"follow-up {follow_up.pk} is {follow_up.state}")


@transaction.atomic
def plan_follow_ups(*, review: Review, findings: WholeAssessment, signed_on: datetime.date) -> list[FollowUp]:
    """Part of signing, whose audit row stands for it: a row for each accepted step that is still to be done.

    A step without a date (routine, and its text names none) is not planned; the clinician's own steps are due in two
    weeks, so that none is lost. A step that the signed version no longer raises is left out, as in the document.
    """
    planned = [
        FollowUp(
            intake_id=review.pk,
            patient_id=review.intake.patient_id,
            step=step_id,
            text=text,
            due_from=signed_on + datetime.timedelta(days=due.earliest),
            due_by=signed_on + datetime.timedelta(days=due.latest),
        )
        for step_id, text, due in _accepted(review, findings)
        if due
    ]
    return FollowUp.objects.bulk_create(planned)


def _accepted(review: Review, findings: WholeAssessment) -> Iterator[tuple[str, str, Due | None]]:
    for step in findings.steps:
        if review.steps.get(step.id, {}).get("choice") == Review.Choice.ACCEPTED:
            # A step that the rules of today no longer have goes by the urgency it was raised with.
            yield step.id, step.text, _DUE[step.id] if step.id in _DUE else due_by_urgency(step.urgency)
    for own_id, own in review.own_in_order.items():
        if own["choice"] == Review.Choice.ACCEPTED:
            yield own_id, own["text"], TWO_WEEKS


@transaction.atomic
def close_follow_up(*, actor: User, follow_up: FollowUp, state: str, words: str) -> FollowUp:
    """Done, or not needed.

    Raises:
        MovedOnError: somebody closed it already. What they said stays.
    """
    follow_up = _locked(follow_up)
    if follow_up.state != FollowUp.State.OPEN:
        raise MovedOnError(follow_up)
    follow_up.state, follow_up.words = FollowUp.State(state), words
    follow_up.closed_by, follow_up.closed_at = actor, timezone.now()
    follow_up.save()
    record(actor=actor, action="close", on=follow_up)
    return follow_up


@transaction.atomic
def reopen_follow_up(*, actor: User, follow_up: FollowUp) -> FollowUp:
    """It was closed by mistake, or is to be done after all. The words said at closing stay readable.

    Raises:
        MovedOnError: it is open already.
    """
    follow_up = _locked(follow_up)
    if follow_up.state == FollowUp.State.OPEN:
        raise MovedOnError(follow_up)
    follow_up.state = FollowUp.State.OPEN
    follow_up.closed_by = follow_up.closed_at = None
    follow_up.save()
    record(actor=actor, action="reopen", on=follow_up)
    return follow_up


def _locked(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.select_for_update().get(pk=follow_up.pk)
