"""Whether what the identity provider says can be believed, and whose account it is."""

from __future__ import annotations

from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from intake.actions.single_sign_on import Claims, sign_on

LEEWAY = 30
"""Seconds that the provider's clock may be ahead or behind."""


class RefusedSignOnError(Exception):
    """What the provider sent does not fit, or did not come."""


class ProviderBackend(OIDCAuthenticationBackend):  # type: ignore[misc]
    """The library asks the provider; what it leaves open is checked here: audience, issuer, time, and whose account."""

    def authenticate(self, request: Any, *, nonce: str, code_verifier: str) -> User | None:
        """Nobody comes here with a password: both arguments are needed.

        Raises:
            RefusedSignOnError: whatever was wrong; it is chained.
            NotPossibleError: the account is not to be used.
        """
        stumbles = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
        at_once = IntegrityError  # a newcomer's first sign-on, sent twice
        try:
            user: User | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        except (SuspiciousOperation, jwt.PyJWTError, requests.RequestException, at_once, *stumbles) as error:
            raise RefusedSignOnError from error
        return user

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        """Names and groups may come from the userinfo endpoint, if it speaks of the same person; nothing else does."""
        more = self.get_userinfo(access_token, id_token, payload)
        if more["sub"] != payload["sub"]:
            raise RefusedSignOnError
        given = {role for _, role in settings.OIDC_ROLES}
        user = sign_on(claims=_checked(more | payload), given=given, by_email=settings.OIDC_LINK_BY_EMAIL)
        user.gave_second_factor = _gave_second_factor(payload)  # type: ignore[attr-defined]
        return user

    def get_user(self, user_id: int) -> Any:
        """Whoever was made inactive is signed out at once."""
        return ModelBackend.get_user(self, user_id)

    def _verify_jws(self, payload: str, key: Any) -> dict[str, Any]:
        """Signed by the provider with RS256, for this site, by that issuer, and not too old. Raises jwt.PyJWTError."""
        verified: dict[str, Any] = jwt.decode(
            payload,
            key,
            algorithms=[settings.OIDC_RP_SIGN_ALGO],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_OP_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
        return verified


def _checked(claims: dict[str, Any]) -> Claims:
    """Texts of a length that fits, whatever the provider sends. Raises RefusedSignOnError without a subject."""
    subject = _text(claims, "sub", 255)
    if not subject:
        raise RefusedSignOnError
    groups = claims.get(settings.OIDC_GROUPS_CLAIM)
    groups = groups if isinstance(groups, list) else [groups]
    return Claims(
        issuer=settings.OIDC_OP_ISSUER,
        subject=subject,
        username=_text(claims, "preferred_username", 150),
        first_name=_text(claims, "given_name", 150),
        last_name=_text(claims, "family_name", 150),
        email=_text(claims, "email", 254) if claims.get("email_verified") is True else "",
        roles=frozenset(role for group, role in settings.OIDC_ROLES if group in groups),
    )


def _text(claims: dict[str, Any], name: str, longest: int) -> str:
    """Empty where it is missing, no text, too long, or holds what no name does."""
    text = claims.get(name)
    return text if isinstance(text, str) and len(text) <= longest and text.isprintable() else ""


def _gave_second_factor(payload: dict[str, Any]) -> bool:
    said = {name: value if isinstance(value, list) else [value] for name, value in payload.items()}
    return any(value in said.get(name, []) for name, value in settings.OIDC_FACTOR_CLAIMS)
