"""The letter of a referral on paper: to the service, in plain words for the person, and as a copy for the GP."""

from intake.summary.letter import (
    Amendment,
    LetterDocument,
    LetterPerson,
    LetterService,
    Referrer,
    document_as_json,
    document_from_json,
)

from .printing import LAYOUT, letter_pdf

__all__ = [
    "LAYOUT",
    "Amendment",
    "LetterDocument",
    "LetterPerson",
    "LetterService",
    "Referrer",
    "document_as_json",
    "document_from_json",
    "letter_pdf",
]
