"""Mails that nobody has acknowledged an alert in time. Says nothing of whom it is about.

Sent first and marked then: killed in between, it is sent again, and never lost. Who sends holds the jobs' heartbeat, so
that of two watchers one does, and the other goes on when the first is gone.
"""

from __future__ import annotations

import logging
import smtplib

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils.timezone import localtime

from intake import mail
from intake.actions.alerts import note_mailed
from intake.models import Alert, ClinicProfile
from intake.roles import CLINICAL_LEAD

log = logging.getLogger(__name__)


class NobodyToMailError(Exception):
    """It says what is missing, for whoever set the site up."""


def mail_what_climbed() -> bool:
    """False where a mail did not go out, which is tried again the next time.

    Raises:
        NobodyToMailError: this site mails nobody.
    """
    clinic = ClinicProfile.load()
    recipients = _recipients(clinic)
    climbed = list(Alert.objects.still_open().overdue(clinic.alert_minutes).filter(mailed_at=None))
    if not climbed:
        return True
    if not _is_sent(climbed, recipients):
        return False
    note_mailed(alerts=climbed)
    return True


def nobody_to_mail() -> str:
    """What is missing where mail is set up and would go to nobody; empty where all is well, and without mail."""
    try:
        _recipients(ClinicProfile.load())
    except NobodyToMailError as nobody:
        return str(nobody) if mail.is_set_up() else ""
    return ""


def _is_sent(alerts: list[Alert], recipients: list[str]) -> bool:
    try:
        return _mail(alerts, recipients).send() == 1
    except (OSError, smtplib.SMTPException) as error:  # no connection, or refused by the server
        # Only its kind is told: a server's complaint may quote what it was sent.
        log.error("The mail about %s was not sent: %s.", _number(alerts), type(error).__name__)
        return False


def _recipients(clinic: ClinicProfile) -> list[str]:
    """The clinic's own addresses, and those of the clinical leads; each once."""
    if not mail.is_set_up():
        raise NobodyToMailError("EMAIL_HOST is not set, so that nobody can be mailed.")
    leads = User.objects.filter(is_active=True, groups__name=CLINICAL_LEAD).exclude(email="").order_by("pk")
    addresses = [*clinic.mail_addresses, *leads.values_list("email", flat=True)]
    if not addresses:
        told = "Nobody can be mailed: the clinic profile names no address, and no clinical lead has one."
        raise NobodyToMailError(told)
    return list({address.casefold(): address for address in addresses}.values())


def _mail(alerts: list[Alert], recipients: list[str]) -> EmailMessage:
    several, oldest = len(alerts) > 1, localtime(min(alert.raised_at for alert in alerts))
    body = (
        f"{_number(alerts)} {'have' if several else 'has'} not been acknowledged in time. "
        f"{'The oldest' if several else 'It'} has been open since {oldest:%H:%M} on {oldest.day} {oldest:%B %Y}.\n\n"
        "Please sign in to the leg pain and mood intake and open Alerts, or ask the clinician on duty to do so.\n\n"
        "This mail says nothing of the person, and neither should an answer to it.\n"
    )
    return EmailMessage(f"{_number(alerts)} not acknowledged", body, to=recipients)


def _number(alerts: list[Alert]) -> str:
    return f"{len(alerts)} safety alert{'s' * (len(alerts) > 1)}"
