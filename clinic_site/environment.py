"""Settings read from the environment: typed, and loud when one is missing or misspelt."""

import os
import re
import secrets
import zoneinfo
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def required(name: str, *, what_for: str, example: str) -> str:
    value = optional(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {what_for}. For example: {name}='{example}'")
    return value


def optional(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def address(name: str, *, what_for: str, example: str) -> str:
    """An e-mail address that must be given."""
    value = required(name, what_for=what_for, example=example)
    try:
        validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no e-mail address such as {example}.") from None
    return value


def web_address(name: str) -> str:
    """Where a site is reached, as ``https://intake.clinic.example``; empty where the environment says nothing."""
    value = optional(name)
    if value and not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", value, re.ASCII):
        raise ImproperlyConfigured(f"{name} is {value!r}. It is an address such as https://intake.clinic.example.")
    return value.rstrip("/")


def listed(text: str) -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text.split(",") if part.strip()]


def flag(name: str) -> bool:
    return one_of(name, ("false", "true")) == "true"


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed values; the first where the environment says nothing."""
    value = optional(name, allowed[0]).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. It can be: {', '.join(allowed)}.")
    return value


def whole_number(name: str, default: int, *, least: int, greatest: int) -> int:
    text = optional(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= greatest):
        raise ImproperlyConfigured(f"{name} is {text!r}. It is a whole number from {least} to {greatest}.")
    return int(text)


def time_zone(name: str, default: str) -> str:
    """The name of a time zone that this machine knows."""
    value = optional(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no time zone such as {default} or Australia/Sydney.")
    return value


def path(name: str) -> Path | None:
    """A file or folder, where one is named; whoever uses it says what is wrong with it."""
    named = optional(name)
    return Path(named) if named else None


def data_folder(name: str, default: Path) -> Path:
    """The folder for data. The default is made, readable by its owner only; one that was named must be there already:
    a disk that is not mounted must not become an empty clinic."""
    named = optional(name)
    if not named:
        default.mkdir(mode=0o700, exist_ok=True)
        return default
    if not Path(named).is_dir():
        raise ImproperlyConfigured(f"{name} is {named!r}, and there is no such folder. Make it, or mount its disk.")
    return Path(named)


def kept_secret(file: Path) -> str:
    """A secret made at first use and kept beside the data, readable by its owner only."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        pass
    else:
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")
