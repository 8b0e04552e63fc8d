"""The texts of a release, kept once: stored results refer to them, and so stay small and read as they were."""

from __future__ import annotations

from django.db import models

from .written_once import WrittenOnce


class ReleaseTexts(WrittenOnce):
    """``intake.stored.release_texts`` makes and reads it. It holds nothing about anybody."""

    key = models.CharField(primary_key=True, max_length=64, editable=False)
    """SHA-256 over all that it holds: whoever reads it knows that it is whole."""
    fingerprint = models.CharField(max_length=64, db_index=True)
    """Of the rules whose texts they are."""
    texts = models.BinaryField()
    """Compressed."""

    def __str__(self) -> str:
        return f"Texts {self.key[:12]}"
