"""Two records of one person become one, and are taken apart again while nothing was signed on it."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.appointments import renew_keys
from intake.actions.audit import audited, record
from intake.actions.intakes import work_out_again
from intake.actions.locking import locked_people
from intake.actions.patients import BornLaterError, check_birth
from intake.actions.referrals.moving import move_referrals
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.actions.settling import unsettle_of_others
from intake.models import AnswerVersion, Correction, FollowUp, Intake, Merge, Patient
from intake.roles import CLINICIAN, FRONT_DESK
from intake.stored import details, merges


@audited
def merge_patients(*, actor: User, kept: Patient, merged: Patient, reason: str) -> Patient:
    """From now on the merged record only leads to the one that is kept, whose details hold. Its intakes move there.

    What is signed moves as it is. What is not is assessed anew where age or sex differ.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician.
        NotPossibleError: one of them is merged already; the person has the screen; somebody has a draft open on both;
            or an assessment that is not signed would be before the birth.
    """
    check_role(actor, FRONT_DESK, CLINICIAN)
    if kept.pk == merged.pk:
        raise NotPossibleError("These are one and the same record.")
    people = locked_people(kept.pk, merged.pk)
    kept, merged = people[kept.pk], people[merged.pk]
    moving = list(Intake.objects.select_for_update().filter(patient=merged).order_by("pk"))
    _check_screen(moving)
    _check_drafts(kept, moving)
    merge = _merge_row(Merge.Kind.MERGED, actor, kept, merged, reason)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    renew_keys(merged)
    _move_all(actor, moving, merge, merged, kept)
    record(actor=actor, action="merge", on=kept)
    return kept


@audited
def undo_merge(*, actor: User, merge: Merge, reason: str) -> Patient:
    """They were two people after all: what came from the merged record goes back there. What was started since stays.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician.
        NotPossibleError: undone already; something that moved was signed since, or moved on; the kept record was itself
            merged since; the person has the screen; or somebody was not born on the day of an assessment.
    """
    check_role(actor, FRONT_DESK, CLINICIAN)
    people = locked_people(merge.kept_id, merge.merged_id, even_merged=True)
    kept, merged = people[merge.kept_id], people[merge.merged_id]
    moves = merge.moves.values_list("intake_id", flat=True)
    moving = list(Intake.objects.select_for_update().filter(pk__in=moves).order_by("pk"))
    if why_not := merges.why_together(merge):
        raise NotPossibleError(why_not)
    undone = _merge_row(Merge.Kind.UNDONE, actor, kept, merged, reason)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    renew_keys(merged)
    _move_all(actor, moving, undone, kept, merged)
    record(actor=actor, action="undo merge", on=kept)
    return merged


def _check_screen(moving: list[Intake]) -> None:
    if any(intake.is_with_person for intake in moving):
        raise NotPossibleError(merges.WITH_PERSON)


def _check_drafts(kept: Patient, moving: list[Intake]) -> None:
    """One draft a person and author."""
    authors = [intake.author_id for intake in moving if intake.is_draft]
    both = Intake.objects.filter(patient=kept, state=Intake.State.DRAFT, author__in=authors).select_related("author")
    if draft := both.first():
        who = draft.author.get_full_name() or draft.author.get_username()
        raise NotPossibleError(f"{who} has a draft open on both records. One has to be submitted or discarded first.")


def _merge_row(kind: Merge.Kind, actor: User, kept: Patient, merged: Patient, reason: str) -> Merge:
    if not reason.strip():
        raise ValueError("a reason is needed")
    return Merge.objects.create(kind=kind, kept=kept, merged=merged, reason=reason.strip(), made_by=actor)


def _move_all(actor: User, moving: list[Intake], merge: Merge, from_patient: Patient, to: Patient) -> None:
    """The database lets what is signed follow its person only with the row of the merge there.

    Follow-ups and signed intakes go first: what is assessed anew looks at them to say what it settles.
    """
    FollowUp.objects.filter(intake__in=moving).update(patient=to)
    move_referrals(moving=moving, from_patient=from_patient, to=to)
    for intake in sorted(moving, key=lambda intake: not intake.is_closed):
        Correction.objects.create(
            intake=intake,
            kind=Correction.Kind.MOVED,
            reason=merge.reason,
            state_before=intake.state,
            made_by=actor,
            from_patient=from_patient,
            to_patient=to,
            merge=merge,
        )
        _move(actor, intake, to)
    unsettle_of_others(people=(from_patient, to))


def _move(actor: User, intake: Intake, to: Patient) -> None:
    intake.patient = to
    if intake.is_closed:
        intake.save(update_fields=["patient"])
        return
    try:
        check_birth(intake, to)
    except BornLaterError as refused:
        day = refused.assessed_on
        raise NotPossibleError(f"By the birth date of the record, an assessment ({day}) is before the birth.") from None
    intake.revision += 1
    if intake.current and not details.differing(to, intake.current.version):
        intake.save()
    else:
        note = "assessed again because two records of the person became one, or were taken apart again"
        work_out_again(actor=actor, intake=intake, cause=AnswerVersion.Cause.MOVED, note=note)
