"""The mail to a new colleague, or to one who lost the password: a link to choose one. No password, no patient."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from intake.actions.staff import invite
from intake.models import ClinicProfile

log = logging.getLogger(__name__)

LASTS_DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def send_invitation(request: Any, user: User) -> bool:
    """Whether the mail server took it."""
    return mail_link(request, invite(actor=request.user, user=user))


def mail_link(request: Any, user: User) -> bool:
    """To somebody who has no password since a moment ago."""
    key = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    link = request.build_absolute_uri(reverse("set-password", kwargs=key))
    clinic = ClinicProfile.load()
    reach = " or ".join(filter(None, (clinic.phone, clinic.email))) or clinic.name
    sender = request.user.get_full_name() or request.user.get_username()
    if user.last_login is None:
        subject, given = "Your account for the leg pain and mood intake", f"{sender} has given you an account for"
    else:
        subject = "A new password for the leg pain and mood intake"
        given = f"Your password has ended. {sender} has confirmed a new way in to your account for"
    body = (
        f"Dear {user.get_full_name() or user.get_username()},\n\n"
        f"{given} the leg pain and mood intake of {clinic.name}.\n\n"
        f"Your user name: {user.get_username()}\n\n"
        f"Please choose a password here: {link}\n\n"
        f"The link works once, and for {LASTS_DAYS} days. After that, ask for a new one.\n\n"
        f"If you did not expect this mail, please do nothing, and tell {reach}.\n"
    )
    try:
        return EmailMessage(subject, body, to=[user.email]).send() == 1
    except OSError as error:  # no connection, or refused by the server
        # Only its kind is told: a server's complaint may quote what it was sent.
        log.error("An invitation was not sent: %s", type(error).__name__)
        return False
