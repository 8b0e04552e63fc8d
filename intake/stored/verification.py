"""Whether a document is one of ours, unaltered, and still what counts. The answer tells nothing else."""

from __future__ import annotations

from enum import StrEnum
from hmac import compare_digest

from django.db.models import Exists, OuterRef

from intake.models import Document, Intake, ReferralDocument
from intake.models.referral_states import ReferralState


class Verdict(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "genuine, but superseded by an addendum"
    AMENDED = "genuine, but superseded by an amendment"
    VOID = "void: do not use"
    ALTERED = "altered"
    UNKNOWN = "unknown"


_NO_HASH = "-" * 64
"""What nobody can give as a hash."""


def verify(document_id: str, sha256: str) -> Verdict:
    """The same work whether the document is known or not. A document and its copy without the record have one number.

    Args:
        document_id: as it is stored.
        sha256: 64 hexadecimal digits in small letters.
    """
    of_intake, of_referral = _of_intake(document_id, sha256), _of_referral(document_id, sha256)
    return of_referral if of_intake == Verdict.UNKNOWN else of_intake


def _of_intake(document_id: str, sha256: str) -> Verdict:
    later = Document.objects.filter(
        intake=OuterRef("intake"), number__gt=OuterRef("number"), status=Document.Status.AMENDED
    )
    found = Document.objects.filter(pk=document_id).values_list(
        "sha256", "copy__sha256", "intake__state", Exists(later)
    )
    stored = found.first()
    document, copy, state, superseded = stored or (None, None, "", False)
    same = compare_digest(document or _NO_HASH, sha256) | compare_digest(copy or _NO_HASH, sha256)
    if stored is None:
        return Verdict.UNKNOWN
    if not same:
        return Verdict.ALTERED
    if state == Intake.State.VOID:
        return Verdict.VOID
    return Verdict.SUPERSEDED if superseded else Verdict.GENUINE


def _of_referral(document_id: str, sha256: str) -> Verdict:
    """A letter, or one of its copies: void where the referral was entered in error, or the intake does not count."""
    later = ReferralDocument.objects.filter(referral=OuterRef("referral"), number__gt=OuterRef("number"))
    found = ReferralDocument.objects.filter(pk=document_id).values_list(
        "sha256", "referral__state", "referral__intake__state", Exists(later)
    )
    stored = found.first()
    document, state, of_intake, superseded = stored or (None, "", "", False)
    same = compare_digest(document or _NO_HASH, sha256)
    if stored is None:
        return Verdict.UNKNOWN
    if not same:
        return Verdict.ALTERED
    if state == ReferralState.ENTERED_IN_ERROR or of_intake in Intake.NOT_COUNTED:
        return Verdict.VOID
    return Verdict.AMENDED if superseded else Verdict.GENUINE
