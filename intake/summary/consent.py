"""Consent to a referral as a letter says it, on paper and as text alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from intake.summary.dates import date_text

_SAID = {
    "yes": "The person agreed to this referral",
    "best_interests": "The person could not be asked; in their best interests",
    "no": "The person did not agree",
}
_NOT_RECORDED = "Consent: not recorded"


def consent_text(consent: Mapping[str, str]) -> str:
    """What was answered, when, and who asked, as far as each is recorded. No full stop."""
    said = _SAID.get(consent.get("asked", ""), _NOT_RECORDED)
    on, by = consent.get("on", ""), consent.get("by", "")
    said += f", {date_text(date.fromisoformat(on))}" if on else ""
    return f"{said} ({by})" if by else said
