"""How the form on paper looks beside the report: the same hand, large enough to be filled in at a counter."""

from __future__ import annotations

from intake.report.engine.styles import ACCENT, CENTRE, QUIET, Style

WORDING = Style(10, 12.8)
HELP = Style(9, 11.6, colour=QUIET)
ANSWER = Style(10, 12.8)
QUIET_ANSWER = Style(10, 12.8, colour=QUIET)
WRITTEN = Style(10, 12.8, bold=True)
HOW_TO_STYLE = Style(10, 12.6, bold=True, before=6, after=1.5)
HINT = Style(9, 11.6, colour=ACCENT, before=5, after=1)
INTRO = Style(10, 12.6, bold=True, before=1, after=2)
GRID_HEAD = Style(9, 10.6, shift=CENTRE)
ATTRIBUTION = Style(9, 11, colour=QUIET, before=3, after=2)

NUMBER = 22.0
"""Room for the number of a question, before its words."""
APART = 8.0
"""Between two answers on a line."""
