"""A letter is written, signed and amended: when it is signed, it is printed with its copies, and kept for good."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.referrals.beginning import check_in_use, check_none_open, check_urgency
from intake.actions.referrals.events import (
    add_event,
    check_revision,
    is_recorded,
    locked_referral,
    save_changed,
    set_next,
)
from intake.actions.referrals.refusals import NotCompleteError
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.clinical.telling.letter import letter_from_json
from intake.models import Referral, ReferralDocument, ReferralEvent, Service, document_id
from intake.models.referral_states import BESIDE
from intake.stored.referrals.complete import lacking_to_sign
from intake.stored.referrals.letter_printing import LAYOUT
from intake.stored.referrals.printed import Signer, content

Printer = Callable[[ReferralDocument], bytes]
"""Makes the PDF from the ``content`` of a document that is not stored yet, and from nothing else."""
COPIES = (ReferralDocument.Kind.PATIENT, ReferralDocument.Kind.GP)


@audited
def save_letter(
    *, actor: User, referral: Referral, revision: int, letter: dict[str, Any], service: Service, urgency: str
) -> Referral:
    """Keep the letter, to whom and how soon, as far as it is written. What is there already is not saved again.

    Raises:
        PermissionDenied: not a clinician.
        StaleReferralError: it was changed since the page was shown.
        OpenReferralError: the person has another open one to this service.
        NotPossibleError: signed or ended already, or the service is not in use any more.
    """
    check_role(actor, *BESIDE["save_letter"].roles)
    check_urgency(urgency)
    referral = locked_referral(referral)
    if (referral.letter, referral.service_id, referral.urgency) == (letter, service.pk, urgency):
        return referral
    check_revision(referral, revision)
    if not referral.allows("save_letter") or referral.documents.exists():
        raise NotPossibleError("This letter is signed, or the referral has ended. What is signed can be amended.")
    if service.pk != referral.service_id:
        check_in_use(service)
        check_none_open(referral.patient, service)
    referral.letter, referral.service, referral.urgency = letter, service, urgency
    set_next(referral, referral.made_at)
    save_changed(referral, actor)
    record(actor=actor, action="save letter", on=referral)
    return referral


@audited
def sign_letter(
    *,
    actor: User,
    referral: Referral,
    revision: int,
    name: str,
    role: str,
    registration_number: str,
    printer: Printer,
    token: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
) -> Referral:
    """From now on the letter is amended, and not changed. Nothing is sent by it: see ``record_change``.

    Args:
        revision: of the page that the clinician signs.
        name, role, registration_number: as printed.
        at: when; now, where none is given. No page gives one.

    Raises:
        PermissionDenied: not a clinician.
        NotCompleteError: no name, or what ``lacking_to_sign`` says.
        StaleReferralError: it was changed since the page was shown.
        NotPossibleError: signed or ended already; the intake is withdrawn; the person does not agree; or the service
            is not in use any more.
    """
    check_role(actor, *BESIDE["sign_letter"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    check_revision(referral, revision)
    if not referral.allows("sign_letter") or referral.documents.exists():
        raise NotPossibleError("This letter is signed, or the referral has ended.")
    check_in_use(referral.service)
    _check_may_be_signed(referral, name)
    _keep_documents(referral, actor, Signer(name, role, registration_number), printer, token, at=at)
    save_changed(referral, actor)
    record(actor=actor, action="sign letter", on=referral)
    return referral


@audited
def amend_letter(
    *,
    actor: User,
    referral: Referral,
    revision: int,
    letter: dict[str, Any],
    reason: str,
    name: str,
    role: str,
    registration_number: str,
    printer: Printer,
    token: uuid.UUID | None = None,
) -> Referral:
    """All documents anew under the next number, which say why. Those before stay as they are.

    Raises:
        PermissionDenied: not a clinician.
        NotCompleteError: no reason, no name, or what ``lacking_to_sign`` says.
        StaleReferralError: it was changed since the page was shown.
        NotPossibleError: not signed yet, or ended; the intake is withdrawn; or the person does not agree any more.
    """
    check_role(actor, *BESIDE["amend_letter"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    check_revision(referral, revision)
    if not referral.allows("amend_letter") or not referral.documents.exists():
        raise NotPossibleError("Only the signed letter of a referral that has not ended can be amended.")
    referral.letter = letter
    _check_may_be_signed(referral, name)
    if not reason.strip():
        raise NotCompleteError({"reason": "Please say why the letter is amended."})
    _keep_documents(referral, actor, Signer(name, role, registration_number), printer, token, reason.strip())
    save_changed(referral, actor)
    record(actor=actor, action="amend letter", on=referral)
    return referral


def _check_may_be_signed(referral: Referral, name: str) -> None:
    if referral.is_of_withdrawn_intake:
        raise NotPossibleError("The intake was entered in error or is void. No letter about it can be signed.")
    if not referral.letter:
        raise NotCompleteError({"letter": "There is no letter yet."})
    if referral.letter.get("consent", {}).get("asked") == Referral.Consent.NO:
        raise NotPossibleError("The person does not agree to this referral. It can be cancelled, but not signed.")
    if missing := lacking_to_sign(letter_from_json(referral.letter), referral.patient):
        raise NotCompleteError({"letter": " ".join(missing)})
    if not name.strip():
        raise NotCompleteError({"name": "Please give the name to be printed."})


def _keep_documents(
    referral: Referral,
    actor: User,
    signer: Signer,
    printer: Printer,
    token: uuid.UUID | None,
    amended: str = "",
    at: datetime.datetime | None = None,
) -> None:
    """Printed inside the transaction: what is stored is what the rows say."""
    number = (referral.documents.aggregate(last=Max("number"))["last"] or 0) + 1
    signings = referral.events.filter(kind=ReferralEvent.Kind.SIGNED).exclude(words="")
    amendments = [*signings.values_list("words", flat=True), *([amended] if amended else [])]
    copies = [kind for kind in COPIES if kind in referral.letter.get("copies", ())]
    now = at or timezone.now()
    for kind in (ReferralDocument.Kind.LETTER, *copies):
        document = ReferralDocument(
            id=document_id.new(),
            referral=referral,
            number=number,
            kind=kind,
            signed_by=actor,
            made_at=now,
            layout=LAYOUT,
        )
        document.content = content(document, signer, amendments)
        document.pdf = printer(document)
        document.sha256 = sha256(document.pdf).hexdigest()
        document.save()
    add_event(
        referral,
        ReferralEvent.Kind.SIGNED,
        actor,
        happened_at=now,
        words=amended,
        details={"document": number, "copies": [str(kind) for kind in copies]},
        due_at=referral.due_at,
        token=token,
    )
