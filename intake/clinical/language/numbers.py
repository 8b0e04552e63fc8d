"""Numbers in words."""

from __future__ import annotations

import re

from .answers import Days

_UNITS = (("year", 365, 100), ("month", 30, 23), ("week", 7, 13))
"""In days, as the form counts them, and up to how many of it people say."""
_COUNTED = 100
"""Fewer days than this are said as they were answered."""


def number(value: float, decimals: int = 0) -> str:
    """``17``, ``5.0``, ``−2``."""
    return f"{value:.{decimals}f}".replace("-", "−")


def span(least: float, greatest: float, decimals: int = 0) -> str:
    """``17``, or ``12 to 18`` where the answers allow both."""
    ends = (least,) if least == greatest else (least, greatest)
    return " to ".join(number(end, decimals) for end in ends)


def counted(amount: int, one: str, many: str) -> str:
    """``1 flag``, ``2 flags``."""
    return f"{amount} {one if amount == 1 else many}"


_LENGTH = re.compile(
    r"(?!in |since |this |last |within ).*\b(?:minutes?|hours?|days?|weeks?|months?|years?)(?!.* ago)\b"
)


def as_said(days: float | None) -> str:
    """``2 to 3 weeks``, ``since summer 2024``; empty where the number is all that is known."""
    return days.said if isinstance(days, Days) else ""


def lasting(days: int) -> str:
    """``for 3 weeks``, ``since summer 2024``, ``since today``."""
    said = as_said(days)
    if said and not _LENGTH.match(said):
        return said
    return f"for {said or days_text(days)}" if said or days else "since today"


def ago(days: int) -> str:
    """``3 days ago``, ``today``; ``(since summer 2024)`` where no length was said."""
    said = as_said(days)
    if said and not _LENGTH.match(said):
        return f"({said})"
    return f"{said or days_text(days)} ago" if said or days else "today"


def days_text(days: int) -> str:
    """``3 weeks``, ``59 days`` where no unit fits; ``about 13 months`` only where a day more or less says nothing."""
    for unit, length, most in _UNITS:
        if days and days % length == 0 and days // length <= most:
            return counted(days // length, unit, f"{unit}s")
    if days < _COUNTED:
        return counted(days, "day", "days")
    unit, length = next((unit, length) for unit, length, _ in _UNITS if days >= 2 * length)
    return f"about {round(days / length)} {unit}s"


def days_answered(days: int) -> str:
    """``18 months``, ``about 13 months (401 days)``: an answer is never rounded away. What was said, where it is kept."""
    if said := as_said(days):
        return said
    text = days_text(days)
    return f"{text} ({days} days)" if text.startswith("about") else text
