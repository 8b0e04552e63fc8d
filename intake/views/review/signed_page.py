"""What the review page says of a signature, addenda, a voiding and the documents."""

from __future__ import annotations

from typing import Any

from intake.models import Document, Intake


def context(intake: Intake) -> dict[str, Any]:
    """Nothing for what is not signed."""
    if not intake.is_frozen:
        return {}
    documents = list(documents_of(intake))
    return {
        "signature": intake.signature,
        "addenda": list(intake.addenda.all()),
        "voiding": getattr(intake, "voiding", None),
        "newest_document": documents[0],
        "older_documents": documents[1:],
    }


def documents_of(intake: Intake) -> Any:
    """Newest first, without their bytes."""
    return Document.objects.filter(intake=intake).defer("pdf").order_by("-number")
