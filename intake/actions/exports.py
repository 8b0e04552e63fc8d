"""Noting what leaves the site."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.models import (
    AnswerVersion,
    Document,
    DocumentCopy,
    HandoutGiven,
    Intake,
    Patient,
    Referral,
    ReferralDocument,
)

HandedOut = AnswerVersion | Document | DocumentCopy | HandoutGiven | Referral | ReferralDocument


@audited
def note_download(*, actor: User, of: HandedOut) -> None:
    """What was handed out: the summary of this version, this document or its copy, a letter or its draft, a handout."""
    record(actor=actor, action="download", on=of)


@audited
def note_print(*, actor: User, intake: Intake) -> None:
    """This draft, or what was submitted of it last, was handed out on paper."""
    record(actor=actor, action="print", on=intake)


@audited
def note_export(*, actor: User, patient: Patient) -> None:
    """All that is stored about this person was written to a file."""
    record(actor=actor, action="export", on=patient)
