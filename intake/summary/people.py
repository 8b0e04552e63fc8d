"""Whom a document is about, and the clinic that sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .dates import date_text


@dataclass(frozen=True)
class Person:
    family_name: str
    given_name: str
    date_of_birth: date | None
    record_number: str
    phone: str = ""
    birth_estimate: str = ""
    """Where the date is not known: ``1956``, ``about 1956``."""
    gp: str = ""
    """Name and practice."""

    @property
    def name(self) -> str:
        """``FAMILY, Given``."""
        names = (self.family_name.strip().upper(), self.given_name.strip())
        return ", ".join(filter(None, names)) or "Name not recorded"

    @property
    def born(self) -> str:
        if self.date_of_birth:
            return f"born {date_text(self.date_of_birth)}"
        return f"born {self.birth_estimate} (estimated)" if self.birth_estimate else "date of birth not recorded"


@dataclass(frozen=True)
class Letterhead:
    """The clinic that sends the document. ``emergency``: service and number, in the order to print."""

    clinic: str
    address: str
    emergency: tuple[tuple[str, str], ...]
    phone: str = ""
    email: str = ""
    logo: bytes = b""
    """A PNG, as it was checked when it was uploaded; none where it is empty."""
