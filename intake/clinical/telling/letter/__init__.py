"""The letter of a referral: its shape, its first draft, and the plain words of the person's copy."""

from .check import lacking
from .draft import draft_letter
from .parts import Details
from .shape import (
    ITEM9,
    NOW,
    PARTS,
    PLAIN,
    ROUTINE,
    SAME_DAY,
    TWO_WEEKS,
    URGENCIES,
    URGENCY_OF_STEP,
    Letter,
    LetterLine,
    LetterPart,
    letter_as_json,
    letter_from_json,
)

__all__ = [
    "ITEM9",
    "NOW",
    "PARTS",
    "PLAIN",
    "ROUTINE",
    "SAME_DAY",
    "TWO_WEEKS",
    "URGENCIES",
    "URGENCY_OF_STEP",
    "Details",
    "Letter",
    "LetterLine",
    "LetterPart",
    "draft_letter",
    "lacking",
    "letter_as_json",
    "letter_from_json",
]
