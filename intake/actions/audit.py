"""The audit row that goes with every write."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from intake.models import AuditEvent


def record(*, actor: User | None, action: str, on: models.Model) -> None:
    """Note who did what to which record; nobody, where the program acts by itself.

    Called inside the action's own transaction, so that both happen or neither.
    """
    AuditEvent.objects.create(actor=actor, action=action, record_type=str(on._meta.model_name), record_id=str(on.pk))


def record_event(*, actor: User | None, action: str, record_type: str, record_id: str) -> None:
    """Note what happened to no row of the database, as a sign-in that was refused. No name and no value."""
    AuditEvent.objects.create(actor=actor, action=action, record_type=record_type, record_id=record_id)
