"""Sending back, discarding, withdrawing, moving: what was wrong with an intake. Nothing is deleted; each says why."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.intakes import StaleError, open_draft, work_out_again
from intake.actions.locking import locked, locked_people, locked_with_person
from intake.actions.patients import BornLaterError, check_birth
from intake.actions.queueing import list_in_queue, note_in_queue
from intake.actions.referrals.moving import move_referrals
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.actions.settling import settle_again, unsettle_follow_ups
from intake.models import AnswerVersion, Correction, Intake, Patient, ReferralDocument, Review
from intake.roles import CLINICIAN, FRONT_DESK
from intake.stored import details
from intake.stored.assessments import findings
from intake.stored.corrections import DISCARDED_FOR


@audited
def send_back(*, actor: User, intake: Intake, revision: int, note: str) -> Intake:
    """The front desk is to ask or correct something: a draft of its author again, and the note stands on its pages.

    Raises:
        PermissionDenied: not a clinician.
        StaleError: it was changed since the page was shown.
        NotPossibleError: nothing that was submitted and waits; or its author has another draft open for the person.
    """
    check_role(actor, CLINICIAN)
    intake = locked_with_person(intake)
    if not intake.allows("send_back"):
        raise NotPossibleError("Only an intake that was submitted and is not signed can be sent back.")
    _check_revision(intake, revision)
    _check_no_other_draft(intake.patient, intake.author)
    _note(actor, intake, Correction.Kind.SENT_BACK, note)
    _change_state(intake, Intake.State.DRAFT)
    record(actor=actor, action="send back", on=intake)
    return intake


@audited
def discard_draft(*, actor: User, intake: Intake, revision: int, reason: str) -> Intake:
    """Nobody needs this draft. Anybody at the front desk can restore it for 30 days; alerts it raised stay open.

    Once it was submitted, a clinician decides about it: see ``mark_in_error``.

    Raises:
        PermissionDenied: not of the front desk.
        StaleError: it was changed since the page was shown.
        NotPossibleError: submitted already, or the person has the screen.
    """
    check_role(actor, FRONT_DESK)
    intake = locked(intake)
    if not intake.allows("discard_draft"):
        raise NotPossibleError(
            "Only a draft that was never submitted, and that the person is not answering, can be discarded."
        )
    _check_revision(intake, revision)
    _note(actor, intake, Correction.Kind.DISCARDED, reason)
    _change_state(intake, Intake.State.DISCARDED)
    record(actor=actor, action="discard", on=intake)
    return intake


@audited
def restore_draft(*, actor: User, intake: Intake) -> Intake:
    """A discarded draft is its author's again, with all that was typed.

    Raises:
        PermissionDenied: not of the front desk.
        NotPossibleError: not discarded, or longer ago than 30 days, or its author has another draft for the person.
    """
    check_role(actor, FRONT_DESK)
    intake = locked_with_person(intake)
    if not intake.allows("restore_draft"):
        raise NotPossibleError("This draft is not discarded.")
    discarded = _last(intake, Correction.Kind.DISCARDED)
    if discarded.made_at < timezone.now() - DISCARDED_FOR:
        raise NotPossibleError(f"This draft was discarded more than {DISCARDED_FOR.days} days ago.")
    _restore(actor, intake, discarded)
    return intake


@audited
def mark_in_error(*, actor: User, intake: Intake, revision: int, reason: str) -> Intake:
    """A clinician withdraws what should not have been submitted: it leaves queue and trend, and stays readable.

    What is signed is declared void instead.

    Raises:
        PermissionDenied: not a clinician.
        StaleError: it was changed since the page was shown.
        NotPossibleError: never submitted, or signed, or the person has the screen.
    """
    check_role(actor, CLINICIAN)
    intake = locked(intake)
    if not intake.allows("mark_in_error"):
        raise NotPossibleError("Only an intake that was submitted and is not signed can be marked as entered in error.")
    _check_revision(intake, revision)
    _note(actor, intake, Correction.Kind.IN_ERROR, reason)
    intake.claimed_by = intake.claimed_at = intake.queue_place = None
    _change_state(intake, Intake.State.IN_ERROR)
    unsettle_follow_ups(intake=intake)
    record(actor=actor, action="enter in error", on=intake)
    return intake


@audited
def restore_intake(*, actor: User, intake: Intake) -> Intake:
    """It was no error: it waits again as it did, at any time, for nothing can have been built on it.

    Raises:
        PermissionDenied: not a clinician.
        NotPossibleError: not entered in error; or it was a draft, and its author has another for the person.
    """
    check_role(actor, CLINICIAN)
    intake = locked_with_person(intake)
    if not intake.allows("restore_intake"):
        raise NotPossibleError("This intake is not marked as entered in error.")
    _restore(actor, intake, _last(intake, Correction.Kind.IN_ERROR))
    return intake


@audited
def move_intake(*, actor: User, intake: Intake, revision: int, to: Patient, reason: str) -> Intake:
    """It is about somebody else: assessed anew under their age and sex. Alerts, decisions and draft letters go with it.

    A letter that is signed names the person whose record this is: it stays there, and the intake with it.

    Whose record something stands in is the front desk's to put right, too, as it registers and corrects people.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician.
        StaleError: it was changed since the page was shown.
        NotPossibleError: signed or withdrawn; the person has the screen; it is theirs already; they were not born on
            the day of the assessment; its author has a draft open for them; or a letter about it is signed.
    """
    check_role(actor, FRONT_DESK, CLINICIAN)
    people = locked_people(intake.patient_id, to.pk)
    intake = locked_with_person(intake)
    if not intake.allows("move_intake"):
        raise NotPossibleError("Only an intake that is not signed, and that the person is not answering, can be moved.")
    _check_revision(intake, revision)
    if to.pk == intake.patient_id:
        raise NotPossibleError("This is the record the intake stands in already.")
    if ReferralDocument.objects.filter(referral__intake=intake).exists():
        raise NotPossibleError(
            "A referral letter about this intake is signed, which names this person. Enter the referral and the intake "
            "in error, and begin anew in the other record."
        )
    before, to = people[intake.patient_id], people[to.pk]
    if intake.is_draft:
        _check_no_other_draft(to, intake.author)
    try:
        check_birth(intake, to)  # and from now on it is theirs
    except BornLaterError as refused:
        raise NotPossibleError(f"They were not born yet on {refused.assessed_on}, the day of the assessment.") from None
    _note(actor, intake, Correction.Kind.MOVED, reason, from_patient=before, to_patient=to)
    move_referrals(moving=[intake], from_patient=before, to=to)
    intake.revision += 1
    note = "assessed again because the intake was moved to this person's record"
    work_out_again(actor=actor, intake=intake, cause=AnswerVersion.Cause.MOVED, note=note)
    record(actor=actor, action="move", on=intake)
    return intake


def _check_revision(intake: Intake, revision: int) -> None:
    if intake.revision != revision:
        raise StaleError(intake)


def _check_no_other_draft(patient: Patient, author: User) -> None:
    if open_draft(patient, author):
        who = author.get_full_name() or author.get_username()
        raise NotPossibleError(
            f"{who} has another draft open for this person. It has to be submitted or discarded first."
        )


def _note(
    actor: User,
    intake: Intake,
    kind: Correction.Kind,
    reason: str = "",
    *,
    from_patient: Patient | None = None,
    to_patient: Patient | None = None,
) -> None:
    """The row that says who, when and why, before the intake changes. Raises ValueError where the reason is missing."""
    if not reason.strip() and kind not in Correction.WITHOUT_REASON:
        raise ValueError("a reason is needed")
    Correction.objects.create(
        intake=intake,
        kind=kind,
        reason=reason.strip(),
        state_before=intake.state,
        made_by=actor,
        from_patient=from_patient,
        to_patient=to_patient,
    )


def _last(intake: Intake, kind: Correction.Kind) -> Correction:
    last: Correction = intake.corrections.filter(kind=kind).latest("pk")
    return last


def _change_state(intake: Intake, state: Intake.State) -> None:
    """Pages that were open before are stale from now on."""
    intake.state = state
    intake.revision += 1
    intake.save()
    list_in_queue(intake)


def _restore(actor: User, intake: Intake, withdrawn: Correction) -> None:
    """As it was before; under the person's details of today, which may have been corrected since."""
    if withdrawn.state_before == Intake.State.DRAFT:
        _check_no_other_draft(intake.patient, intake.author)
    _note(actor, intake, Correction.Kind.RESTORED)
    if intake.current:
        note_in_queue(intake, findings(intake.current).whole(), Review.of(intake))
    _change_state(intake, Intake.State(withdrawn.state_before))
    differing = details.differing(intake.patient, intake.current.version) if intake.current else ()
    if differing or not intake.current:
        note = details.corrected(differing)
        work_out_again(actor=actor, intake=intake, cause=AnswerVersion.Cause.DETAILS, note=note)
    else:
        settle_again(intake=intake, version=intake.current.version)
    record(actor=actor, action="restore", on=intake)
