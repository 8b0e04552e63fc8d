"""``manage.py watch_alerts``: mails that nobody has acknowledged an alert in time. Says nothing of whom it is about."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.management.base import CommandError
from django.db import OperationalError, close_old_connections
from django.utils.timezone import localtime

from intake import mail
from intake.actions.alerts import claim_mail, return_mail
from intake.management.database_command import DatabaseCommand, check_tables
from intake.models import Alert, ClinicProfile
from intake.roles import CLINICAL_LEAD

SECONDS = 30
NOT_SET_UP, NOT_SENT = 2, 1


class Command(DatabaseCommand):
    help = "Mails the clinical leads when nobody has acknowledged a safety alert in time. Runs until it is stopped."
    expects_tables = False  # it waits for a database that does not answer yet, and looks for them each time

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and end, as for cron")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            if not self._look():
                raise CommandError("The mail was not sent. It is tried again the next time.", returncode=NOT_SENT)
            return
        try:
            self._watch()
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")

    def _watch(self) -> None:
        while True:
            try:
                close_old_connections()
                self._look()
            except OperationalError:
                self.stderr.write(f"The database did not answer. Trying again in {SECONDS} seconds.")
            time.sleep(SECONDS)

    def _look(self) -> bool:
        """Mail what has climbed and was not mailed yet. False where the mail did not go out."""
        check_tables()
        clinic = ClinicProfile.load()
        recipients = _recipients(clinic)
        climbed = Alert.objects.still_open().overdue(clinic.alert_minutes).filter(mailed_at=None)
        mine = [alert for alert in climbed if claim_mail(alert=alert)]
        return not mine or self._mailed(mine, recipients)

    def _mailed(self, alerts: list[Alert], recipients: list[str]) -> bool:
        sent = False
        try:
            sent = _mail(alerts, recipients).send() == 1
        except OSError as error:  # no connection, or refused by the server
            # Only its kind is told: a server's complaint may quote what it was sent.
            self.stderr.write(f"The mail about {_number(alerts)} was not sent: {type(error).__name__}.")
        finally:
            if not sent:
                for alert in alerts:
                    return_mail(alert=alert)
        return sent


def _recipients(clinic: ClinicProfile) -> list[str]:
    """The clinic's own addresses, and those of the clinical leads; each once. CommandError where there is none."""
    if not mail.is_set_up():
        raise CommandError("EMAIL_HOST is not set, so that nobody can be mailed.", returncode=NOT_SET_UP)
    leads = User.objects.filter(is_active=True, groups__name=CLINICAL_LEAD).exclude(email="").order_by("pk")
    addresses = [*clinic.mail_addresses, *leads.values_list("email", flat=True)]
    if not addresses:
        told = "Nobody can be mailed: the clinic profile names no address, and no clinical lead has one."
        raise CommandError(told, returncode=NOT_SET_UP)
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
