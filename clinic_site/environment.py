"""Settings read from the environment: typed, and loud when one is missing or misspelt."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def required(name: str, *, what_for: str, example: str) -> str:
    value = optional(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {what_for}. For example: {name}='{example}'")
    return value


def optional(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


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
