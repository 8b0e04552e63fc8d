"""The secret that signs sessions: whoever knows it can forge the session of anybody."""

import re
import secrets

from django.core.exceptions import ImproperlyConfigured

from clinic_site import environment

LEAST_LETTERS, LEAST_DIFFERENT = 50, 10
MAKE_ONE = "Make one with: python manage.py new_secret_key"
KNOWN = ("django-insecure", "only-for-tests", "change-me", "changeme", "example")
"""What stands in examples and guides, where anybody can read it."""


def new() -> str:
    """Of letters, digits, "-" and "_", which mean the same in every shell and every file."""
    return secrets.token_urlsafe(50)


def read(*, needed: bool) -> str:
    """Empty where it is not needed. Raises ImproperlyConfigured for one that somebody could guess."""
    what_for = (
        "the secret that signs sessions: 50 or more random characters, the same at every start, known to nobody else"
    )
    key = environment.secret("SECRET_KEY", what_for=f"{what_for}. {MAKE_ONE}", required=True)
    if not needed:
        return ""
    if not key:
        raise ImproperlyConfigured(f"SECRET_KEY is not set. It is {what_for}. {MAKE_ONE}")
    _refuse("SECRET_KEY", key)
    return key


def read_fallbacks(*, needed: bool) -> list[str]:
    """Those used before. Raises ImproperlyConfigured for one that somebody could guess: it forges sessions as well."""
    keys = environment.listed(
        environment.secret(
            "SECRET_KEY_FALLBACKS",
            what_for="what SECRET_KEY was before, with commas between: with it, whoever is signed in stays so, and "
            "second factors still open. It can go once everybody has signed in",
        )
    )
    for key in keys if needed else ():
        _refuse("SECRET_KEY_FALLBACKS", key)
    return keys if needed else []


def _refuse(name: str, key: str) -> None:
    if wrong := fault(key):
        # What was given is not repeated: it may be most of a secret.
        raise ImproperlyConfigured(f"{name} {wrong}. {MAKE_ONE}")


def fault(key: str) -> str:
    """What makes it one that somebody could guess, as the end of a sentence; empty where nothing does."""
    if re.search(r"\$[({]|`|\s|python|openssl|secrets\.|new_secret_key", key, re.IGNORECASE):
        return "looks like a command that was to make it, and not like what the command prints"
    if any(word in key.lower() for word in KNOWN):
        return "is that of an example, which anybody can read"
    if len(key) < LEAST_LETTERS:
        return f"is too short: it needs {LEAST_LETTERS} random characters or more"
    if len(set(key)) < LEAST_DIFFERENT:
        return f"has fewer than {LEAST_DIFFERENT} different characters, so that it is not random"
    return ""
