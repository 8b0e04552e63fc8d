"""A clinic's own fonts for its PDFs, from the folder that the setting REPORT_FONTS names."""

from __future__ import annotations

from django.conf import settings


def add_own_fonts() -> str:
    """To be called at start; again, it does nothing. Returns what is wrong with the folder, empty where nothing is."""
    folder = settings.REPORT_FONTS
    if folder is None:
        return ""
    from intake.report import add_fonts  # not before it is needed: it reads all fonts

    try:
        add_fonts(folder)
    except (OSError, RuntimeError, ValueError) as wrong:  # RuntimeError: links that lead in a circle
        return str(wrong)
    return ""
