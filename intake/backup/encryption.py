"""Encryption by age: to public keys whose private halves are not on this machine; for the smallest, by a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

from intake.backup import BackupError, NotSetUpError

PASSPHRASE_LIMIT = 256 * 1024 * 1024
"""Bytes. With a passphrase the whole of it passes through memory."""
PASSPHRASE_LEAST = 16


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


Lock = list[pyrage.x25519.Recipient] | str
"""Public keys, or a passphrase."""


def public_keys(texts: list[str]) -> list[pyrage.x25519.Recipient]:
    if not texts:
        raise NotSetUpError(
            "BACKUP_RECIPIENTS is not set: it names the public keys (age1…) that backups are encrypted to. "
            "manage.py new_backup_key makes one. A very small clinic can use --passphrase-file instead."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise NotSetUpError("BACKUP_RECIPIENTS holds something that is no public key of age (age1…).") from error


def private_keys(text: str) -> list[pyrage.x25519.Identity]:
    """Of an identity file of age: a key a line, remarks after #."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise NotSetUpError("The identity file holds something that is no private key of age.") from error
    if not keys:
        raise NotSetUpError("The identity file holds no private key (AGE-SECRET-KEY-…).")
    return keys


def passphrase(file: Path) -> str:
    text = file.read_text(encoding="utf-8").strip()
    if len(text) < PASSPHRASE_LEAST:
        raise NotSetUpError(f"The passphrase is too short: {PASSPHRASE_LEAST} characters or more are asked for.")
    return text


def encrypt(plain: Readable, to: BinaryIO, lock: Lock) -> None:
    """Piece by piece; with a passphrase all at once."""
    if not isinstance(lock, str):
        pyrage.encrypt_io(plain, to, lock)
        return
    content = plain.read(PASSPHRASE_LIMIT + 1)
    if len(content) > PASSPHRASE_LIMIT:
        raise NotSetUpError("The database is too large for a passphrase. Make a key with manage.py new_backup_key.")
    to.write(pyrage.passphrase.encrypt(content, lock))


def decrypt(hidden: BinaryIO, to: BinaryIO, key: list[pyrage.x25519.Identity] | str) -> None:
    """Raises BackupError where it was made for another key, was cut off or altered. What was written then is waste."""
    try:
        if isinstance(key, str):
            to.write(pyrage.passphrase.decrypt(hidden.read(), key))
        else:
            pyrage.decrypt_io(hidden, to, key)
    except (pyrage.DecryptError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise BackupError(
            "The backup cannot be opened: it was made for another key, or is cut off or altered. Nothing was changed."
        ) from error
