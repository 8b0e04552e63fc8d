"""How a letter looks beside the report: the same hand; the person's copy in large print."""

from __future__ import annotations

from intake.report.engine.styles import ACCENT, QUIET, Style

LABEL = Style(9, 11.2, colour=QUIET)
NAME = Style(12, 15, bold=True)
WHO = Style(10, 12.6)
URGENCY = Style(12, 15, after=1)

LARGE = Style(14, 18.5, after=6, letters=80)
LARGE_TITLE = Style(19, 23, bold=True, colour=ACCENT, before=6, after=4)
LARGE_NAME = Style(14, 18.5, bold=True)
