"""What differs from run to run, so that no engine may show again what it has already made."""

from __future__ import annotations

RECORD, DOCUMENT = "RVS-000000", "D-000000"


def filled(text: str, run: int) -> str:
    """With the record number and the document number of this run."""
    return text.replace(RECORD, f"RVS-{run:06}").replace(DOCUMENT, f"D-{run:06}")
