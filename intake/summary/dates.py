"""Dates and times in words, whatever the language of the machine."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(day: date) -> str:
    """``18 Apr 1968``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_text(moment: datetime) -> str:
    """Date, time and time zone, as the clinic's clock showed them.

    Raises:
        ValueError: there is no time zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} needs a time zone")
    minutes = round(offset.total_seconds() / 60)
    sign = "−" if minutes < 0 else "+"
    zone = f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"
    return f"{date_text(moment.date())}, {moment:%H:%M} {zone}"
