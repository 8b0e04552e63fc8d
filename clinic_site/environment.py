"""Settings read from the environment: typed, explained, and loud when one is missing or misspelt.

Every helper notes what it was asked for, so that ``manage.py environment_file`` names each variable there is. A secret
can be given as a file, too: ``X_FILE`` holds the path of a file whose text is the value of ``X``.
"""

import contextlib
import os
import re
import secrets
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


@dataclass(frozen=True)
class Variable:
    """One variable, as it is explained to whoever runs the site."""

    name: str
    what_for: str
    default: str = ""
    example: str = ""
    required: bool = False
    is_secret: bool = False
    """It can be given as a file instead, whose path is in the variable of this name with ``_FILE``."""


VARIABLES: dict[str, Variable] = {}
"""By name, in the order in which the settings ask for them."""


def required(name: str, *, what_for: str, example: str, needed: bool = True) -> str:
    """Empty where it is not needed: another mode than the clinic's own does without."""
    value = optional(name, what_for=what_for, example=example, required=True)
    if needed and not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {what_for}. For example: {name}='{example}'")
    return value


def optional(name: str, default: str = "", *, what_for: str = "", example: str = "", required: bool = False) -> str:
    VARIABLES.setdefault(name, Variable(name, what_for, default, example, required))
    return os.environ.get(name, "").strip() or default


def secret(name: str, *, what_for: str, example: str = "", required: bool = False) -> str:
    """From the variable itself, or from the file that ``NAME_FILE`` names; empty where neither is set."""
    VARIABLES[name] = Variable(name, what_for, "", example, required, is_secret=True)
    value, file = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Keep one of them.")
    return _text_of(f"{name}_FILE", Path(file)) if file else value


def _text_of(name: str, file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise ImproperlyConfigured(f"{name} is {str(file)!r}, which cannot be read ({type(error).__name__}).") from None
    if not text:
        raise ImproperlyConfigured(f"{name} is {str(file)!r}, which is empty.")
    return text


def address(name: str, *, what_for: str, example: str, needed: bool = True) -> str:
    """An e-mail address that must be given where it is needed."""
    value = optional(name, what_for=what_for, example=example)
    if needed and not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {what_for}. For example: {name}={example}")
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no e-mail address such as {example}.") from None
    return value


def web_address(name: str, *, what_for: str = "") -> str:
    """Where a site is reached, as ``https://intake.clinic.example``; empty where the environment says nothing."""
    value = optional(name, what_for=what_for, example="https://intake.clinic.example")
    if value and not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", value, re.ASCII):
        raise ImproperlyConfigured(f"{name} is {value!r}. It is an address such as https://intake.clinic.example.")
    return value.rstrip("/")


def listed(text: str) -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text.split(",") if part.strip()]


def flag(name: str, *, what_for: str = "") -> bool:
    return one_of(name, ("false", "true"), what_for=what_for, example="true") == "true"


def one_of(name: str, allowed: tuple[str, ...], *, what_for: str = "", example: str = "") -> str:
    """One of the allowed values; the first where the environment says nothing."""
    value = optional(name, allowed[0], what_for=what_for, example=example).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. It can be: {', '.join(allowed)}.")
    return value


def whole_number(name: str, default: int, *, least: int, greatest: int, what_for: str = "") -> int:
    text = optional(name, str(default), what_for=what_for)
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= greatest):
        raise ImproperlyConfigured(f"{name} is {text!r}. It is a whole number from {least} to {greatest}.")
    return int(text)


def time_zone(name: str, default: str, *, what_for: str = "") -> str:
    """The name of a time zone that this machine knows."""
    value = optional(name, default, what_for=what_for, example="Australia/Sydney")
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no time zone such as {default} or Australia/Sydney.")
    return value


def path(name: str, *, what_for: str = "", example: str = "") -> Path | None:
    """A file or folder, where one is named; whoever uses it says what is wrong with it."""
    named = optional(name, what_for=what_for, example=example)
    return Path(named) if named else None


def data_folder(name: str, default: Path, *, what_for: str = "", needed: bool = True) -> Path:
    """The folder for data. The default is made; one that was named must be there already: a disk that is not mounted
    must not become an empty clinic. Either is readable by its owner only from then on."""
    named = optional(name, what_for=what_for, example="/var/lib/clinic")
    folder = Path(named) if named else default
    if not needed:
        return folder
    if not named:
        default.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(PermissionError):  # somebody else's, which "check" tells of
            default.chmod(0o700)
    elif not folder.is_dir():
        raise ImproperlyConfigured(f"{name} is {named!r}, and there is no such folder. Make it, or mount its disk.")
    return folder


def kept_secret(file: Path) -> str:
    """A secret made at first use and kept beside the data, readable by its owner only."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        pass
    else:
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")
