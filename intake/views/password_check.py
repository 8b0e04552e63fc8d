"""A password is looked at: after a token was spent for it, and with a word for whoever has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from intake.actions.second_factor import TooManyTriesError, factor_of_code
from intake.actions.sign_ins import Where, note_confirmed, note_refused, note_throttled
from intake.actions.throttle import LIMITS, give_back, spend_guess
from intake.client_address import client_address, network_of
from intake.hashers import BusyError
from intake.stored.factors import factors_of

WRONG = "That password is not right."
WRONG_CODE = (
    "That code is not right, or was used already. An app shows a new one every 30 seconds: please type the next."
)
TOO_MANY_CODES = "Too many codes were tried. Please wait some minutes, then try again."
NO_CODES = "Your account has no password here. Set up an authenticator app under “Settings”: its code stands for one."
CODE_LABEL = "A code of your authenticator app, or a recovery code"
"""In place of the password, for somebody who has none here."""
BUSY = "The server is busy with other sign-ins. Please try again in a moment."
BUSY_WAIT = 5  # seconds


@dataclass(frozen=True)
class Checked:
    """Whose password it was; or why nobody's."""

    user: User | None
    words: str = ""
    wait: int = 0
    """Seconds, where it was not looked at."""
    status: int = 422

    def on(self, response: HttpResponse) -> HttpResponse:
        """The answer to somebody who has to wait says so to programs, too."""
        if self.wait:
            response.status_code = self.status
            response["Retry-After"] = str(self.wait)
        return response


def check_password(request: HttpRequest, username: str, password: str) -> Checked:
    """The same for a name that nobody has as for one that somebody has, to the last statement."""
    where = where_of(request)
    spent: Any = {"username": username, "address": network_of(where.address), "signed_in": _own_id(request, username)}
    wait = spend_guess(**spent)
    if wait:
        note_throttled(username=username, where=where, wait=wait)
        return Checked(None, f"There were too many tries. Please wait {in_words(wait)}, then try again.", wait, 429)
    try:
        user: Any = authenticate(request, username=username, password=password)
    except BusyError:
        return Checked(None, BUSY, BUSY_WAIT, 503)
    if user is None:
        note_refused(username=username, where=where)
        return Checked(None, WRONG)
    give_back(**spent)
    return Checked(user)


def _own_id(request: HttpRequest, username: str) -> int | None:
    """Of whoever is signed in, where they show once more who they are."""
    return request.user.pk if request.user.is_authenticated and request.user.get_username() == username else None


def check_own_password(request: Any, password: str) -> Checked:
    """Of whoever is signed in; noted where it was right, for all that asks for it again.

    Who comes by single sign-on alone has none here: a code of their second factor stands for it.
    """
    if not request.user.has_usable_password():
        return _check_own_code(request, password)
    checked = check_password(request, request.user.get_username(), password)
    if checked.user and checked.user != request.user:
        return Checked(None, WRONG)
    if checked.user:
        request.session.confirm()
        note_confirmed(actor=request.user, where=where_of(request))
    return checked


def _check_own_code(request: Any, code: str) -> Checked:
    factors = factors_of(request.user)
    if not factors.authenticator and not factors.codes_left:
        return Checked(None, NO_CODES)
    try:
        factor = factor_of_code(user=request.user, code=code)
    except TooManyTriesError:
        return Checked(None, TOO_MANY_CODES, int(LIMITS["code"].every), 429)
    if not factor:
        return Checked(None, WRONG_CODE)
    request.session.confirm()
    note_confirmed(actor=request.user, where=where_of(request, factor))
    return Checked(request.user)


def where_of(request: HttpRequest, factor: str = "password") -> Where:
    return Where(client_address(request), factor)


def in_words(seconds: int) -> str:
    return f"{seconds} second{'s' if seconds > 1 else ''}"
