"""Numbers in words."""

from __future__ import annotations


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
