"""What was agreed when an intake was signed, and what became of it: its steps, its follow-ups, its referrals."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from intake.models import FollowUp, Intake, Referral, Signature
from intake.models.review import Review

_CHOICES = {str(choice): choice.label for choice in Review.Choice if choice}


@dataclass(frozen=True)
class Agreed:
    text: str
    became: str
    """``Done``, ``Open, due by``, ``Not needed``."""
    on: datetime.date | None = None
    """Of the day that ``became`` speaks of."""
    words: str = ""
    confidential: bool = False


def agreed_at(intake: Intake, confidential: set[str]) -> list[Agreed]:
    """In three queries: as it was signed, and as it stands now. Nothing of an intake that is not signed.

    Args:
        confidential: ids of the steps that are for the clinician's screen alone.
    """
    signature = Signature.objects.filter(intake=intake).only("decisions").first()
    if signature is None:
        return []
    follow_ups = {row.step: row for row in FollowUp.objects.filter(intake=intake)}
    decided = [*signature.decisions.get("steps", ()), *signature.decisions.get("own_steps", ())]
    steps = [
        _became(step, follow_ups.get(step["id"]), step["id"] in confidential)
        for step in decided
        if step.get("choice") in _CHOICES
    ]
    referrals = Referral.objects.filter(intake=intake).select_related("service").order_by("made_at", "pk")
    return [*steps, *map(_referred, referrals)]


def _became(step: dict[str, str], follow_up: FollowUp | None, confidential: bool) -> Agreed:
    if follow_up is None:
        return Agreed(step["text"], _CHOICES[step["choice"]], None, step.get("reason", ""), confidential)
    closed = follow_up.closed_at.date() if follow_up.closed_at else None
    is_open = follow_up.state == FollowUp.State.OPEN
    became = "Open, due by" if is_open else follow_up.get_state_display()
    return Agreed(follow_up.text, became, follow_up.due_by if is_open else closed, follow_up.words, confidential)


def _referred(referral: Referral) -> Agreed:
    """Its last step, and when something is due, if anything is."""
    due = referral.due_at.date() if referral.due_at else None
    state = referral.get_state_display()
    return Agreed(f"Referral to {referral.service.name}", f"{state}, due by" if due else state, due)
