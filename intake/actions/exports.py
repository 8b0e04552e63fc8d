"""Noting what leaves the site."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.audit import record
from intake.models import AnswerVersion, Document, DocumentCopy, HandoutGiven, Intake


@transaction.atomic
def note_download(*, actor: User, of: AnswerVersion | Document | DocumentCopy | HandoutGiven) -> None:
    """The summary of this version, this document or its copy without the record, or this handout, was handed out."""
    record(actor=actor, action="download", on=of)


@transaction.atomic
def note_print(*, actor: User, intake: Intake) -> None:
    """This draft, or what was submitted of it last, was handed out on paper."""
    record(actor=actor, action="print", on=intake)
