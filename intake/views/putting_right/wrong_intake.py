"""What can be done with an intake that is wrong as a whole, as its page at the desk offers it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils import timezone

from intake.models import Correction, Intake
from intake.stored import corrections
from intake.stored.corrections import DISCARDED_FOR
from intake.views.putting_right import pages


@dataclass(frozen=True)
class Offered:
    discard: bool
    move: bool
    withdrawn: Correction | None
    """While it is discarded or entered in error."""
    restore_until: datetime.datetime | None
    """Of a discarded draft, while it can be restored."""
    moved: Correction | None
    """How it came here, where it was moved by itself and can be moved back."""
    ask: list[User] = field(default_factory=list)
    """The clinicians who can mark it as entered in error, or restore it from that; none where nobody is to be asked."""


def offered(intake: Intake) -> Offered:
    """In one query, or two where a clinician is to be asked."""
    told = corrections.of_intake(intake)
    withdrawn = told.withdrawn
    until = withdrawn.made_at + DISCARDED_FOR if withdrawn and intake.allows("restore_draft") else None
    moved = told.moves[-1] if told.moves and intake.allows("move_intake") else None
    asks = intake.allows("mark_in_error") or intake.allows("restore_intake")
    return Offered(
        discard=intake.allows("discard_draft"),
        move=intake.allows("move_intake"),
        withdrawn=withdrawn,
        restore_until=until if until and until > timezone.now() else None,
        moved=moved if moved and moved.merge_id is None and moved.to_patient_id == intake.patient_id else None,
        ask=list(pages.clinicians()) if asks else [],
    )
