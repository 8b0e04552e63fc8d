"""Seals what a copy of the database must not give away: to open it, SECRET_KEY is needed too."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnreadableError(Exception):
    """No key of today opens it: SECRET_KEY is another than when it was sealed."""


def seal(secret: bytes) -> str:
    return _keys().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """Raises UnreadableError."""
    try:
        return _keys().decrypt(sealed)
    except InvalidToken as error:
        raise UnreadableError from error


def sealed_anew(sealed: str) -> str:
    """With the newest key, so that an older one can go. Raises UnreadableError."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableError from error


def _keys() -> MultiFernet:
    return MultiFernet([_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"intake.sealing").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
