"""Keeping what a clinician types of an examination, until it is done and becomes a version."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.actions.audit import record
from intake.actions.intakes import StaleError
from intake.actions.locking import locked
from intake.clinical.rules.questions import CATALOGUE
from intake.models import Examination, Intake


@transaction.atomic
def save_examination(*, actor: User, intake: Intake, changes: dict[str, Any], malformed: dict[str, Any]) -> Examination:
    """Keep it as it is typed. No version is made, and nothing of it counts yet.

    Args:
        changes: by question id, an answer as JSON; null clears it. What the intake holds already is not kept twice.
        malformed: by question id, what was typed and cannot be read; null where it can.

    Raises:
        StaleError: the intake is signed or withdrawn.
    """
    intake = locked(intake)
    if not intake.allows("save_examination"):
        raise StaleError(intake)
    kept, _ = Examination.objects.get_or_create(intake=intake, author=actor)
    held = intake.document()
    typed = kept.answers | CATALOGUE.as_today(changes)
    kept.answers = {id_: value for id_, value in typed.items() if value != held.get(id_)}
    kept.malformed = {id_: parts for id_, parts in (kept.malformed | malformed).items() if parts is not None}
    kept.saved_at = timezone.now()
    kept.save()
    record(actor=actor, action="save examination", on=intake)
    return kept
