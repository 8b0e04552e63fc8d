"""Whether a document is one of ours, unaltered, and still what counts. The answer tells nothing else."""

from __future__ import annotations

from enum import StrEnum
from hmac import compare_digest

from django.db.models import Exists, OuterRef

from intake.models import Document, Intake


class Verdict(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "genuine, but superseded by an addendum"
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
