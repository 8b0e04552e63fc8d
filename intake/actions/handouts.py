"""A clinician gives a person a handout: what was given, and how, is written down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.actions.locking import locked
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.clinical.rules.handouts import Handout
from intake.clinical.telling.handouts import missing
from intake.fingerprint import rule_set_fingerprint
from intake.models import ClinicProfile, HandoutGiven, Intake, RuleSetApproval
from intake.roles import CLINICIAN


@audited
def give_handouts(
    *, actor: User, intake: Intake, handouts: Iterable[Handout], how: str, with_name: bool, token: uuid.UUID
) -> list[HandoutGiven]:
    """Note that the person got these, before a signature or after. Sent twice, they are written once.

    Args:
        with_name: the person's name is printed on them, as they wished; on paper alone.

    Raises:
        PermissionDenied: not a clinician.
        NotPossibleError: the intake does not count any more, or a number that a handout tells is not set here.
    """
    check_role(actor, CLINICIAN)
    intake = locked(intake)
    if not intake.allows("give_handouts"):
        raise NotPossibleError("Nothing is given with this intake any more: it is void or withdrawn.")
    numbers, fingerprint = ClinicProfile.load().handout_numbers, rule_set_fingerprint()
    approved = RuleSetApproval.holds_for(fingerprint)
    sent = {row.handout: row for row in HandoutGiven.objects.filter(token=token, intake=intake)}
    given = []
    for handout in handouts:
        if handout.id in sent:
            given.append(sent[handout.id])
            continue
        if lacking := missing(handout, numbers):
            raise NotPossibleError(f"“{handout.title}”: {cannot_be_given(lacking)}")
        row = HandoutGiven.objects.create(
            intake=intake,
            patient_id=intake.patient_id,
            handout=handout.id,
            title=handout.title,
            version=handout.version,
            fingerprint=fingerprint,
            approved=approved,
            how=how,
            with_name=with_name and how == HandoutGiven.How.PRINTED,
            token=token,
            given_by=actor,
        )
        record(actor=actor, action="give", on=row)
        given.append(row)
    return given


def cannot_be_given(lacking: tuple[str, ...]) -> str:
    """Why, and who can mend it."""
    are = "is" if len(lacking) == 1 else "are"
    why = f"It cannot be given yet: {' and '.join(lacking)} {are} not set."
    return f"{why} An administrator sets this in the clinic profile."
