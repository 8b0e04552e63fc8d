"""How often something was tried lately, for whatever may not be tried without end."""

from __future__ import annotations

from django.db import models


class TokenBucket(models.Model):
    """One row for whoever spent a token lately; whose row is gone, or full again, has all of theirs.

    The key is an HMAC: nobody reads from it whose account or which address it is.
    """

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.FloatField(db_index=True)
    """Seconds since 1970, when nothing is lacking any more. One number says it all: each token moves it on."""

    def __str__(self) -> str:
        return f"Token bucket {self.key[:8]}"
