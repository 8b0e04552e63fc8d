"""What the rules in this report rest on, and how far each source was checked."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from .parts import heading, paragraph
from .styles import FINE, QUIET_FINE
from .summary import Summary
from .text import put

_MARKS = (
    "[V] verified: read in the source or a copy of it. [K] from general knowledge: for the clinical lead to check. "
    "[D] a design decision of this product, with no outside authority."
)
_SAID_BY_MARK = ("verified", "knowledge", "decision")


def sources(summary: Summary) -> Iterator[Flowable]:
    yield from heading("Sources")
    yield paragraph(QUIET_FINE, "{}", _MARKS)
    for source in summary.assessment.sources:
        status = "" if source.status in _SAID_BY_MARK else put(" <i>({})</i>", source.status)
        yield paragraph(FINE, "<b>{}</b> [{}] {}{}", source.id, source.mark, source.text, status)
