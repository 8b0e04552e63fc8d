"""Keeping what a clinician types of an examination, until it is done and becomes a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.intakes import StaleError
from intake.actions.locking import locked
from intake.clinical.rules.questions import CATALOGUE
from intake.models import Examination, Intake
from intake.stored.not_understood import is_unread


@dataclass(frozen=True)
class Merged:
    """An open page beside what was saved or kept meanwhile; each by question id of today."""

    changes: dict[str, Any]
    """What this page says itself. What it merely did not know of is not among it."""
    conflicts: dict[str, Any]
    """What is held of the questions that this page and another answered differently."""
    newest: dict[str, Any]
    """What was saved or kept last, by any page."""


@dataclass(frozen=True)
class Typed:
    """What an open page holds: by question id of today an answer as JSON, or the fields of what cannot be read."""

    entered: Mapping[str, Any]
    """Null where it is empty."""
    opened_with: Mapping[str, Any]
    """What the page was opened with; nothing where it was empty."""
    revision: int
    """Of the intake, when the page was opened."""
    page: str
    """Which open page it is: made when it was opened."""

    def merged(self, intake: Intake, kept: Mapping[str, Any], pages: Mapping[str, str]) -> Merged:
        """Compare it with the intake's answers of now.

        Args:
            kept: what is kept beside the answers, as ``entered``.
            pages: which open page kept it, by question id.
        """
        document = intake.document()
        since = [id_ for id_, change in intake.changed.items() if change["revision"] > self.revision]
        saved = {CATALOGUE.today(id_): document.get(CATALOGUE.today(id_)) for id_ in since}
        own = {id_ for id_, page in pages.items() if page == self.page} - saved.keys()
        newest = {**document, **kept, **saved}
        changes, conflicts = {}, {}
        for id_, value in self.entered.items():
            before, now = self.opened_with.get(id_), newest.get(id_)
            if id_ in own or now in (value, before):
                changes[id_] = value
            elif value != before:
                changes[id_], conflicts[id_] = value, now
        return Merged(changes, conflicts, newest)


@audited
def save_examination(*, actor: User, intake: Intake, typed: Typed) -> tuple[Examination, dict[str, Any]]:
    """Keep it as it is typed. No version is made, and nothing of it counts yet.

    Returns what is kept, which is not what the intake holds already; and the conflicts, where the other page's stays.

    Raises:
        StaleError: the intake is signed or withdrawn.
    """
    intake = locked(intake)
    if not intake.allows("save_examination"):
        raise StaleError(intake)
    examination, _ = Examination.objects.get_or_create(intake=intake, author=actor)
    merged = typed.merged(intake, examination.typed, examination.pages)
    document = intake.document()
    for id_, value in merged.changes.items():
        if id_ in merged.conflicts or value == merged.newest.get(id_):
            continue
        examination.forget([id_])
        if is_unread(value):
            examination.malformed[id_] = value
        elif value != document.get(id_):
            examination.answers[id_] = value
        examination.pages[id_] = typed.page
    examination.saved_at = timezone.now()
    examination.save()
    record(actor=actor, action="save examination", on=intake)
    return examination, merged.conflicts
