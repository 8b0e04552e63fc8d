"""Whether a document is one of ours, and unaltered. The answer is one word and tells nothing else."""

from __future__ import annotations

from enum import StrEnum
from hmac import compare_digest

from intake.models import Document


class Verdict(StrEnum):
    GENUINE = "genuine"
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
    stored = Document.objects.filter(pk=document_id).values_list("sha256", "copy__sha256").first()
    document, copy = stored or (None, None)
    same = compare_digest(document or _NO_HASH, sha256) | compare_digest(copy or _NO_HASH, sha256)
    if stored is None:
        return Verdict.UNKNOWN
    return Verdict.GENUINE if same else Verdict.ALTERED
