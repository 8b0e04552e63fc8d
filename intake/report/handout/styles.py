"""How a handout looks: as large as its page has room for, and at least 14 points, for eyes that are tired."""

from __future__ import annotations

from dataclasses import dataclass

from intake.report.engine.styles import ACCENT, QUIET, Style

PAGE_WIDTH = 514.0
"""Of the text: wider than a report's, since its letters are."""
TITLE = Style(21, 24, bold=True, colour=ACCENT, after=5)
CLINIC = Style(14, 17, bold=True)
FOR_WHOM = Style(14, 17)
NOTICE = Style(12, 14.4, bold=True, after=5, letters=160)
ADDRESS = Style(11, 13.4, colour=QUIET, after=2, letters=160)
FOOT = Style(10, 12.4, colour=QUIET, letters=160)


@dataclass(frozen=True)
class Look:
    """The styles of one size of print."""

    heading: Style
    body: Style
    item: Style


def _look(size: float) -> Look:
    leading = round(size * 1.19, 1)
    return Look(
        Style(size + 1, leading + 1.4, bold=True, colour=ACCENT, before=size / 4, after=2),
        Style(size, leading, after=size / 3),
        Style(size, leading, after=2),
    )


LOOKS = tuple(_look(size) for size in (18, 17, 16, 15, 14))
"""The largest first."""
