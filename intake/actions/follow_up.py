"""What was agreed to be done later: planned when an intake is signed, and closed once it is done or not needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.rights import check_role
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import TWO_WEEKS, Due, due_by_urgency, due_of
from intake.clinical.working.findings import WholeAssessment
from intake.models import AnswerVersion, FollowUp, Review
from intake.models.follow_up import twins
from intake.roles import CLINICIAN

_DUE = {step.id: due_of(step) for step in STEPS}
_TEXTS = {step.id: step.text for step in STEPS}
ROUTINE = Due(28, 28)
"""When what is routine is due, where its text names no time."""


class MovedOnError(Exception):
    """Somebody closed, reopened or handed on the follow-up first. ``follow_up`` is as it is now."""

    def __init__(self, follow_up: FollowUp) -> None:
        self.follow_up = follow_up
        super().__init__(f"follow-up {follow_up.pk} is {follow_up.state}")


class _Accepted(NamedTuple):
    step: str
    text: str
    due: Due
    decided: dict[str, Any]
    raised: bool = True


@audited
def plan_follow_ups(
    *, actor: User, review: Review, findings: WholeAssessment, version: AnswerVersion
) -> list[FollowUp]:
    """Part of signing, whose audit row stands for it: a row for each accepted step, so that none is lost.

    It is owned by whoever accepted it, and due at the time its text names, else by its urgency, counted from the visit.
    The clinician's own steps are due in two weeks. What the signed version no longer raises is closed by it at once.
    """
    visit, now = version.assessment.assessed_on, timezone.now()
    planned = []
    for step, text, due, decided, raised in _accepted(review, findings):
        row = FollowUp(
            intake_id=review.pk,
            patient_id=review.intake.patient_id,
            step=step,
            text=text,
            owner_id=decided.get("user", actor.pk),
            due_from=visit + datetime.timedelta(days=due.earliest),
            due_by=visit + datetime.timedelta(days=due.latest),
        )
        if not raised:
            row.state, row.settled_by, row.closed_at = FollowUp.State.SETTLED, version, now
            row.words = f"Version {version.number}, which was signed, raises it no more."
        planned.append(row)
    return FollowUp.objects.bulk_create(planned)


def _accepted(review: Review, findings: WholeAssessment) -> Iterator[_Accepted]:
    accepted = {id_: step for id_, step in review.steps.items() if step.get("choice") == Review.Choice.ACCEPTED}
    for step in findings.steps:
        if step.id in accepted:
            # A step that the rules of today no longer have goes by the urgency it was raised with.
            due = _DUE[step.id] if step.id in _DUE else due_by_urgency(step.urgency)
            yield _Accepted(step.id, step.text, due or ROUTINE, accepted.pop(step.id))
    for id_, decided in accepted.items():
        yield _Accepted(id_, _TEXTS.get(id_, f"Step {id_}"), _DUE.get(id_) or ROUTINE, decided, raised=False)
    for own_id, own in review.own_in_order.items():
        if own["choice"] == Review.Choice.ACCEPTED:
            yield _Accepted(own_id, own["text"], TWO_WEEKS, own)


@audited
def close_follow_up(*, actor: User, follow_up: FollowUp, state: str, words: str) -> FollowUp:
    """Done, or not needed; and so is what was agreed in the same words at other visits.

    Raises:
        MovedOnError: somebody closed it already. What they said stays.
    """
    follow_up = _locked(follow_up)
    if follow_up.state != FollowUp.State.OPEN:
        raise MovedOnError(follow_up)
    others = FollowUp.objects.standing().filter(twins(follow_up)).select_for_update(of=("self",))
    for row in others:  # what was said of one at an earlier closing stays
        row.words = words if row.words in words else f"{row.words}\n{words}".strip()
    follow_up.words = words
    now = timezone.now()
    for row in (follow_up, *others):
        row.state, row.closed_by, row.closed_at = FollowUp.State(state), actor, now
        row.save()
        record(actor=actor, action="close", on=row)
    return follow_up


@audited
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


@audited
def hand_follow_up(*, actor: User, follow_up: FollowUp, to: User) -> FollowUp:
    """A colleague is to do it from now on, and what was agreed in the same words at other visits with it.

    Args:
        follow_up: as the page showed it, with whose it was.

    Raises:
        PermissionDenied: either of them is no clinician.
        MovedOnError: somebody closed it, or handed it on, first.
    """
    check_role(actor, CLINICIAN)
    check_role(to, CLINICIAN)
    seen, follow_up = follow_up.owner_id, _locked(follow_up)
    if follow_up.state != FollowUp.State.OPEN or follow_up.owner_id != seen:
        raise MovedOnError(follow_up)
    others = FollowUp.objects.standing().filter(twins(follow_up)).select_for_update(of=("self",))
    for row in (follow_up, *others):
        row.owner = to
        row.save(update_fields=["owner"])
        record(actor=actor, action="hand", on=row)
    return follow_up


def _locked(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.select_for_update().get(pk=follow_up.pk)
