"""Passkeys of this site: made for the host that people reach it by, and good nowhere else."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.http.request import split_domain_port
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

State = dict[str, Any]
"""What was asked of the browser; kept in the session until it answers."""


class RefusedPasskeyError(Exception):
    """The browser's answer does not fit what it was asked."""


def host_of(request: HttpRequest) -> str:
    """Without its port: what browsers call the relying party."""
    return split_domain_port(request.get_host())[0]


def are_possible(request: HttpRequest) -> bool:
    """Browsers know passkeys by the name of a host, not by a number, and over HTTPS or on this machine alone."""
    host = host_of(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


class SitePasskeys(WebAuthnHelper):  # type: ignore[misc]
    """What is asked of the browser, and what its answer has to fit."""

    def get_relying_party_domain(self) -> str:
        return host_of(self.request)

    def get_allowed_origins(self) -> list[str]:
        return [f"{self.request.scheme}://{self.request.get_host()}"]

    def used(self, user: User, state: State, answer: str) -> WebAuthnCredential:
        """The person's key, which signed what was asked. Raises RefusedPasskeyError."""
        with _refusing():
            return self.authenticate_complete(user, state, _read(answer))

    def added(self, user: User, state: State, answer: str) -> WebAuthnCredential:
        """A new key of the person. Raises RefusedPasskeyError."""
        with _refusing():
            return self.register_complete(user, state, _read(answer))


def _read(answer: str) -> State:
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise RefusedPasskeyError
    return read | {"clientExtensionResults": {}}  # not signed, and nothing that we ask


@contextmanager
def _refusing() -> Iterator[None]:
    """The library checks each part of an answer, and stumbles over some that no browser sends."""
    stumbles = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError)
    try:
        yield
    except (WebAuthnException, OTPWebAuthnApiError, IntegrityError, DataError, *stumbles) as error:
        raise RefusedPasskeyError from error
