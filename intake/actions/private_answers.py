"""The front desk looks at one answer that was given in private."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.actions.locking import locked
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.clinical.language.kinds import Question
from intake.models import Intake, OpenedAnswer
from intake.roles import FRONT_DESK


@audited
def open_private_answer(*, actor: User, intake: Intake, question: Question, reason: str) -> Intake:
    """From now on the front desk sees this one answer, until the person answers alone again.

    Raises:
        PermissionDenied: not of the front desk.
        NotPossibleError: no draft any more; or the answer is not closed, since somebody opened, cleared or changed it.
        ValueError: there is no reason.
    """
    check_role(actor, FRONT_DESK)
    intake = locked(intake)
    if not intake.allows("open_private_answer") or not intake.in_private.hides(question):
        raise NotPossibleError("This answer is not closed any more.")
    if not reason.strip():
        raise ValueError("a reason is needed")
    OpenedAnswer.objects.create(
        intake=intake,
        question=question.id,
        of_revision=intake.in_private.marks.get(question.id, 0),
        reason=reason.strip(),
        opened_by=actor,
    )
    # What was open until now was read from a row of before marks were kept: from now on they are kept.
    Intake.objects.filter(pk=intake.pk).update(given_in_private=intake.in_private.marks)
    record(actor=actor, action="open private answer", on=intake)
    del intake.in_private
    return intake
