"""Signing an intake; afterwards only addenda are added, or it is declared void."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.follow_up import plan_follow_ups
from intake.actions.intakes import StaleError
from intake.actions.locking import locked
from intake.actions.queueing import list_in_queue
from intake.actions.refused import NotPossibleError
from intake.actions.settling import settle_by_later_visits, unsettle_follow_ups
from intake.clinical.telling.still_open import StillOpen, still_open
from intake.clinical.working.findings import WholeAssessment
from intake.clinical.working.trend import Trend
from intake.fingerprint import rule_set_fingerprint
from intake.models import (
    Addendum,
    Alert,
    Assessment,
    ClinicProfile,
    Document,
    FollowUp,
    Intake,
    Patient,
    Review,
    RuleSetApproval,
    Signature,
    Voiding,
    document_id,
)
from intake.stored import assessments, details, frozen_history, handouts, history
from intake.stored.printing import LAYOUT, PARTS

Printer = Callable[[Document], bytes]
"""Makes the PDF that the document is to hold, from the rows as they are now."""


class WordsMissingError(Exception):
    """Something is open that no word was said on."""

    def __init__(self, left: tuple[StillOpen, ...]) -> None:
        self.left = left
        super().__init__(f"no word on {len(left)} open items")


@audited
def sign_intake(
    *,
    actor: User,
    intake: Intake,
    revision: int,
    review_revision: int,
    fingerprint: str,
    words: Mapping[str, str],
    name: str,
    role: str,
    printer: Printer,
) -> Signature:
    """Freeze the newest version with its assessment, what was decided, and the PDF.

    Args:
        revision, review_revision: of the page that the clinician signs.
        fingerprint: of the rules in use when that page was shown.
        words: by the key of each thing that is still open, why it is signed all the same.
        name, role: as printed.

    Raises:
        NotPossibleError: a draft, signed already, with an open alert, which no word explains away, or assessed under
            another birth date or sex than the person's details say now.
        StaleError: answers, decisions or rules have moved on since the page was shown.
        WordsMissingError: something is open without a word.
    """
    intake = locked(intake)
    assessment = _signable(intake)
    review = Review.objects.select_for_update().filter(pk=intake.pk).first() or Review(intake=intake)
    if (intake.revision, review.revision, rule_set_fingerprint()) != (revision, review_revision, fingerprint):
        raise StaleError(intake)
    whole = assessments.findings(assessment).whole()
    left = still_open(whole, review.decided, todays_rules=assessment.is_of_todays_rules)
    if unsaid := tuple(item for item in left if not words.get(item.key, "").strip()):
        raise WordsMissingError(unsaid)
    planned = plan_follow_ups(actor=actor, review=review, findings=whole, version=assessment.version)
    signature = Signature.objects.create(
        intake=intake,
        version=assessment.version,
        signed_by=actor,
        name=name,
        role=role,
        person=_person(intake.patient),
        letterhead=_letterhead(),
        decisions=_decisions(review, whole, planned, history.up_to(intake, assessment.version))
        | {"handouts": handouts.frozen(intake)},
        still_open=[
            {"kind": item.kind, "id": item.id, "label": item.label, "words": words[item.key].strip()} for item in left
        ],
        rule_set_version=assessment.rule_set_version,
        fingerprint=assessment.fingerprint,
        rule_set_approved=RuleSetApproval.holds_for(assessment.fingerprint),
    )
    _keep_document(intake, Document.Status.SIGNED, printer)
    intake.state = Intake.State.SIGNED
    intake.claimed_by = intake.claimed_at = intake.queue_place = None
    intake.changed = {}  # what open pages did not know of: none of them saves anything any more
    intake.save(update_fields=["state", "claimed_by", "claimed_at", "queue_place", "changed"])
    list_in_queue(intake)
    settle_by_later_visits(intake=intake)
    record(actor=actor, action="sign", on=intake)
    return signature


@audited
def add_addendum(
    *,
    actor: User,
    intake: Intake,
    number: int,
    reason: str,
    text: str,
    corrects: Collection[str] = (),
    name: str,
    role: str,
    printer: Printer,
) -> Addendum:
    """Add a correction to a signed intake. ``number`` is the one the page announced.

    Sent twice, it is written once.

    Args:
        corrects: what of the first page it contradicts, by the keys of ``PARTS``.

    Raises:
        ValueError: the first page has no such part.
        NotPossibleError: not signed, or void.
        StaleError: somebody else has written this number meanwhile.
    """
    if unknown := sorted(set(corrects) - PARTS.keys()):
        raise ValueError(f"the first page has no part {', '.join(unknown)}; {', '.join(PARTS)} are allowed")
    intake = locked(intake)
    if not intake.allows("add_addendum"):
        raise NotPossibleError("Only a signed intake that is not void can have an addendum.")
    parts = [part for part in PARTS if part in corrects]
    said = {"reason": reason, "text": text, "corrects": parts, "written_by": actor, "name": name, "role": role}
    sent: Addendum | None = intake.addenda.filter(number=number, **said).first()
    if sent:
        return sent
    if number != intake.addenda.count() + 1:
        raise StaleError(intake)
    addendum = Addendum.objects.create(intake=intake, number=number, **said)
    _keep_document(intake, Document.Status.AMENDED, printer)
    record(actor=actor, action="amend", on=intake)
    return addendum


@audited
def void_intake(
    *, actor: User, intake: Intake, kind: str, reason: str, name: str, role: str, printer: Printer
) -> Voiding:
    """Declare a signed intake void: it stays readable, marked as void, and nothing more is added to it.

    Raises:
        NotPossibleError: not signed, or void already.
    """
    intake = locked(intake)
    if not intake.allows("void_intake"):
        raise NotPossibleError("Only a signed intake can be declared void, and only once.")
    voiding = Voiding.objects.create(intake=intake, kind=kind, reason=reason, voided_by=actor, name=name, role=role)
    _keep_document(intake, Document.Status.VOID, printer)
    intake.state = Intake.State.VOID
    intake.save(update_fields=["state"])
    list_in_queue(intake)
    unsettle_follow_ups(intake=intake)
    record(actor=actor, action="void", on=intake)
    return voiding


def _signable(intake: Intake) -> Assessment:
    """The newest assessment, where nothing stands against signing it."""
    if intake.is_frozen:
        raise NotPossibleError("This intake is signed already.")
    if intake.state == Intake.State.IN_ERROR:
        raise NotPossibleError("This intake was entered in error. It can be restored, but not signed as it is.")
    if not intake.allows("sign_intake") or intake.current is None:
        raise NotPossibleError("The front desk is correcting this intake. It can be signed once it is submitted again.")
    if Alert.objects.filter(Alert.OPEN, intake=intake).exists():
        raise NotPossibleError("A safety alert is open. It has to be acknowledged before the intake can be signed.")
    if problem := intake.date_problem():
        raise NotPossibleError(f"{problem} It has to be corrected before the intake can be signed.")
    if differing := details.differing(intake.patient, intake.current.version):
        raise NotPossibleError(
            f"The person's details now say another {' and '.join(differing)} than this was assessed with. It has to be "
            "assessed again before it can be signed."
        )
    return intake.current


def _person(patient: Patient) -> dict[str, Any]:
    born = patient.date_of_birth
    return {
        "family_name": patient.family_name,
        "given_name": patient.given_name,
        "date_of_birth": born.isoformat() if born else None,
        "birth_estimate": patient.birth_estimate,
        "record_number": patient.record_number,
        "phone": patient.phone,
        "gp": patient.gp_in_short,
    }


def _letterhead() -> dict[str, Any]:
    clinic = ClinicProfile.load()
    return {
        "clinic": clinic.name,
        "address": clinic.address,
        "phone": clinic.phone,
        "email": clinic.email,
        "logo": clinic.logo_id,
        "paper": clinic.paper,
        "emergency": [list(contact) for contact in clinic.contacts],
        "time_zone": settings.TIME_ZONE,
    }


def _decisions(
    review: Review, assessment: WholeAssessment, planned: Iterable[FollowUp], over_time: Iterable[Trend]
) -> dict[str, Any]:
    """What was decided, each with the words it was decided on: the rules may say it differently one day.

    What was accepted says by whom and by when, as planned: follow-ups go on, and print nothing anew. A decision on what
    this assessment no longer raises is not about what is signed.
    """
    agreed = _agreed(planned)
    steps = [step for step in assessment.steps if step.id in review.steps]
    flags = [flag for flag in assessment.flags if flag.id in review.flags]
    return {
        "text": review.text,
        "steps": [
            {"id": step.id, "text": step.text, **review.steps[step.id], **agreed.get(step.id, {})} for step in steps
        ],
        "own_steps": [{"id": id_, **own, **agreed.get(id_, {})} for id_, own in review.own_in_order.items()],
        "flags": [{"id": flag.id, "title": flag.title, **review.flags[flag.id]} for flag in flags],
        "history": frozen_history.freeze(over_time),
    }


def _agreed(planned: Iterable[FollowUp]) -> dict[str, dict[str, str]]:
    """By step: the name of its owner, and the last day of its follow-up."""
    owners = User.objects.in_bulk({row.owner_id for row in planned})
    return {
        row.step: {
            "owner": owners[row.owner_id].get_full_name() or owners[row.owner_id].username,
            "due": row.due_by.isoformat(),
        }
        for row in planned
    }


def _keep_document(intake: Intake, status: Document.Status, printer: Printer) -> None:
    """Printed inside the transaction: what is stored is what the rows say."""
    document = Document(
        id=document_id.new(),
        intake=intake,
        number=intake.documents.count() + 1,
        status=status,
        made_at=timezone.now(),
        layout=LAYOUT,
    )
    document.pdf = printer(document)
    document.sha256 = sha256(document.pdf).hexdigest()
    document.save()
