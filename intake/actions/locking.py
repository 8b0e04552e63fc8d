"""Writers of one intake come one after the other; and whoever needs a person and an intake holds the person first."""

from __future__ import annotations

import uuid

from intake.actions.refused import NotPossibleError
from intake.models import Intake, Patient


def locked(intake: Intake) -> Intake:
    """The intake as it is now, which nobody else writes until this transaction ends.

    Never joined with what it refers to: PostgreSQL reads the row it waited for anew, but keeps what it had joined
    before, such as the person as they were, or no assessment where there is a newer one.
    """
    return Intake.objects.select_for_update().get(pk=intake.pk)


def locked_people(*patient_ids: uuid.UUID, even_merged: bool = False) -> dict[uuid.UUID, Patient]:
    """These records as they are now, always in one order. Nobody else starts, moves or corrects anything of theirs.

    Others may go on referring to them: who signs plans follow-ups for the person while holding the intake.

    Raises:
        NotPossibleError: a record was merged into another, unless such are wanted too.
    """
    rows = Patient.objects.select_for_update(no_key=True).filter(pk__in=patient_ids).order_by("pk")
    people = {patient.pk: patient for patient in rows}
    if not even_merged and any(patient.merged_into_id for patient in people.values()):
        raise NotPossibleError("This record was merged with another one of the same person. Please go on there.")
    return people


def locked_with_person(intake: Intake) -> Intake:
    """The intake as it is now, while nobody else starts, moves or corrects anything of its person.

    Raises:
        NotPossibleError: it was moved to another person's record meanwhile.
    """
    locked_people(intake.patient_id)
    now = locked(intake)
    if now.patient_id != intake.patient_id:
        raise NotPossibleError("This intake was moved to another person's record meanwhile. Please open it again.")
    return now
