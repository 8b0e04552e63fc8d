"""Numbers in words."""

from __future__ import annotations

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
    """``18 months``, ``about 13 months (401 days)``: an answer is never rounded away."""
    text = days_text(days)
    return f"{text} ({days} days)" if text.startswith("about") else text
