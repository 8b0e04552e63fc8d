"""A letter in, bytes out."""

from __future__ import annotations

from .document import LetterDocument

LAYOUT = 1
"""The number of the layout that is printed now; raised when what is stored is printed otherwise than before."""


def letter_pdf(document: LetterDocument) -> bytes:
    """The document of its kind. The same argument gives the same bytes, in any thread.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    raise NotImplementedError
