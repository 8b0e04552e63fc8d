"""A signed document is one file with its record; what goes on to others can go without it."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.actions.locking import locked
from intake.actions.refused import NotPossibleError
from intake.actions.signing import Printer
from intake.models import Document, DocumentCopy
from intake.stored.printing import LAYOUT


@audited
def copy_without_record(*, actor: User, document: Document, printer: Printer) -> DocumentCopy:
    """The copy of this document without the record: made when it is first asked for, and the same ever after.

    Args:
        printer: prints the document without its record.

    Raises:
        NotPossibleError: of an earlier layout, whose rows would make another document today; or not signed.
    """
    intake = locked(document.intake)
    kept: DocumentCopy | None = DocumentCopy.objects.filter(document=document).first()
    if kept:
        return kept
    if document.layout != LAYOUT or not intake.allows("copy_without_record"):
        raise NotPossibleError("This document was made with an earlier layout. There is no copy without the record.")
    pdf = printer(document)
    copy: DocumentCopy = DocumentCopy.objects.create(
        document=document, pdf=pdf, sha256=sha256(pdf).hexdigest(), layout=LAYOUT
    )
    record(actor=actor, action="copy", on=document)
    return copy
