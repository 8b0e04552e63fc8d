"""Who works on an intake, so that two clinicians do not decide on one at once. A claim keeps nobody from reading."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.locking import locked
from intake.actions.queueing import list_in_queue
from intake.models import Intake


class ClaimRefusedError(Exception):
    """Somebody else has the intake, or nobody works on it any more. Nothing was written; ``intake`` is as it is now."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        super().__init__(f"intake {intake.pk} cannot be claimed or released")


@audited
def claim_intake(*, actor: User, intake: Intake) -> Intake:
    """From now on this clinician works on it. Whoever has it already keeps it as it is.

    Raises:
        ClaimRefusedError: another clinician was first, or there is nothing left to work on.
    """
    intake = locked(intake)
    if not intake.allows("claim_intake") or intake.claimed_by_id not in (None, actor.pk):
        raise ClaimRefusedError(intake)
    if intake.claimed_by_id is None:
        _hand_to(actor, intake)
        record(actor=actor, action="claim", on=intake)
    return intake


@audited
def take_over_intake(*, actor: User, intake: Intake, holder_id: int) -> Intake:
    """Take it from the colleague whom the page named, who has gone home, say.

    Raises:
        ClaimRefusedError: it is not that colleague's any more, or there is nothing left to work on.
    """
    intake = locked(intake)
    if not intake.allows("take_over_intake") or intake.claimed_by_id not in (holder_id, actor.pk):
        raise ClaimRefusedError(intake)
    if intake.claimed_by_id != actor.pk:
        _hand_to(actor, intake)
        record(actor=actor, action="take over", on=intake)
    return intake


@audited
def release_intake(*, actor: User, intake: Intake) -> Intake:
    """Leave it to anybody. Only whoever has it can: where it is nobody's, it stays nobody's.

    Raises:
        ClaimRefusedError: it is a colleague's, or signed or withdrawn.
    """
    intake = locked(intake)
    if not intake.allows("release_intake") or intake.claimed_by_id not in (None, actor.pk):
        raise ClaimRefusedError(intake)
    if intake.claimed_by_id is not None:
        _hand_to(None, intake)
        record(actor=actor, action="release", on=intake)
    return intake


def _hand_to(clinician: User | None, intake: Intake) -> None:
    intake.claimed_by = clinician
    intake.claimed_at = timezone.now() if clinician else None
    intake.save(update_fields=["claimed_by", "claimed_at"])
    list_in_queue(intake)
