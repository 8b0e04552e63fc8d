"""A referral is begun from accepted steps of an intake: one open one a person and service."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.locking import locked_with_person
from intake.actions.referrals.events import add_event, locked_referral, save_changed, set_next
from intake.actions.referrals.refusals import OpenReferralError
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.models import AnswerVersion, Intake, Patient, Referral, ReferralEvent, Review, Service
from intake.models.referral_limits import Urgency
from intake.models.referral_reasons import NEW_REFERRAL
from intake.models.referral_states import ReferralState
from intake.roles import CLINICIAN
from intake.stored.assessments import findings
from intake.stored.referrals.lists import open_to


@audited
def begin_referral(
    *,
    actor: User,
    intake: Intake,
    steps: Collection[str],
    service: Service,
    urgency: str,
    letter: dict[str, Any],
    version: AnswerVersion,
    follows: Referral | None = None,
    at: datetime.datetime | None = None,
) -> Referral:
    """A draft of whoever begins it. Sent twice, it is begun once.

    Args:
        steps: ids of accepted steps, one of which refers; none where it carries out an accepted step of the clinician's
            own. Ids of own steps may be among them.
        version: of the answers that the letter was made of: where it is not what counts now, the pages say so.
        follows: the declined one in whose place this is: it is closed by it.
        at: when; now, where none is given. No page gives one.

    Raises:
        PermissionDenied: not a clinician.
        OpenReferralError: the person has an open one to this service.
        NotPossibleError: the intake is neither submitted nor signed; a step is not accepted, or none refers; the
            service is not in use any more; or ``follows`` is not declined.
    """
    check_role(actor, CLINICIAN)
    intake = locked_with_person(intake)
    if not intake.allows("begin_referral") or intake.current is None:
        raise NotPossibleError("Only from an intake that is submitted or signed can somebody be referred.")
    if version.intake_id != intake.pk:
        raise ValueError("the letter was made of the answers of another intake")
    _check_steps(intake, steps)
    check_urgency(urgency)
    check_in_use(service)
    if there := open_to(intake.patient, service).first():
        if _is_same(there, actor, intake, letter):
            return there
        raise OpenReferralError(there)
    referral = Referral(
        intake=intake,
        version=version,
        patient=intake.patient,
        service=service,
        steps=sorted(steps),
        urgency=urgency,
        referrer=actor,
        letter=letter,
        made_by=actor,
        changed_by=actor,
        follows=follows,
        made_at=at or timezone.now(),
    )
    set_next(referral, referral.made_at)
    referral.save(force_insert=True)
    if follows:
        _close_declined(actor, follows, referral)
    record(actor=actor, action="begin referral", on=referral)
    return referral


def check_none_open(patient: Patient, service: Service) -> None:
    if there := open_to(patient, service).first():
        raise OpenReferralError(there)


def check_in_use(service: Service) -> None:
    if not service.active:
        raise NotPossibleError("This service is not in use any more. Please choose another one.")


def check_urgency(urgency: str) -> None:
    if urgency not in Urgency.values:
        raise ValueError(f"{urgency} is no urgency; {', '.join(Urgency.values)} are")


def _is_same(there: Referral, actor: User, intake: Intake, letter: dict[str, Any]) -> bool:
    """What was just begun is begun again: a form sent twice."""
    untouched = there.state == ReferralState.DRAFT and there.revision == 0
    return untouched and (there.made_by_id, there.intake_id, there.letter) == (actor.pk, intake.pk, letter)


def _check_steps(intake: Intake, steps: Collection[str]) -> None:
    """By the words and kinds of the assessment as it was stored."""
    review = Review.of(intake)
    decided = {**review.steps, **review.own_steps}
    if any(decided.get(id_, {}).get("choice") != Review.Choice.ACCEPTED for id_ in steps):
        raise NotPossibleError("Only a step that is accepted can be carried out by a referral.")
    assert intake.current is not None  # noqa: S101 (whoever calls this has looked)
    referring = {step.id for step in findings(intake.current).whole().steps if step.refers}
    own = any(step["choice"] == Review.Choice.ACCEPTED for step in review.own_steps.values())
    if referring.isdisjoint(steps) and not own:
        raise NotPossibleError("One of the accepted steps has to be a referral, or a step of your own.")


def _close_declined(actor: User, follows: Referral, referral: Referral) -> None:
    """Whoever refers again has decided on what was declined."""
    declined = locked_referral(follows)
    if declined.state != ReferralState.DECLINED or declined.patient_id != referral.patient_id:
        raise NotPossibleError("Only in the place of one that was declined, and of the same person, can it be begun.")
    now = timezone.now()
    declined.state = ReferralState.CLOSED
    set_next(declined, now)
    add_event(
        declined,
        ReferralEvent.Kind.CHANGED,
        actor,
        before=ReferralState.DECLINED,
        after=ReferralState.CLOSED,
        happened_at=now,
        reason=NEW_REFERRAL,
        details={"followed_by": str(referral.pk)},
    )
    save_changed(declined, actor)
    record(actor=actor, action="record change", on=declined)
