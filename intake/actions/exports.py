"""Noting what leaves the site."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.audit import record
from intake.models import AnswerVersion, Document, DocumentCopy, Intake, Referral, ReferralDocument

Leaving = AnswerVersion | Document | DocumentCopy | Referral | ReferralDocument


@transaction.atomic
def note_download(*, actor: User, of: Leaving) -> None:
    """The summary of this version, this document, its copy without the record, or this letter was handed out.

    Of a referral, its letter as it is being written.
    """
    record(actor=actor, action="download", on=of)


@transaction.atomic
def note_print(*, actor: User, intake: Intake) -> None:
    """This draft, or what was submitted of it last, was handed out on paper."""
    record(actor=actor, action="print", on=intake)
