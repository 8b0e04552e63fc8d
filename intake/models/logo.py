"""The clinic's logo, kept for as long as a signed document needs it."""

from __future__ import annotations

from hashlib import sha256

from django.db import models

from .written_once import WrittenOnce


class Logo(WrittenOnce):
    """One picture as it is printed. A signature names it; a new logo is a new row."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    """Of the bytes: the same picture, uploaded twice, is one row."""
    png = models.BinaryField()
    """As intake.admin.logo_file made it: small, and nothing in the file but the picture."""

    def __str__(self) -> str:
        return f"Logo {self.sha256[:12]}"

    @classmethod
    def keep(cls, png: bytes) -> Logo:
        """The row that holds this picture, made where there is none."""
        logo, _ = cls.objects.get_or_create(sha256=sha256(png).hexdigest(), defaults={"png": png})
        return logo
