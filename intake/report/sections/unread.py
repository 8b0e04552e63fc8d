"""What was typed and cannot be read, word for word: it counts as not answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import ITEM, QUIET_SMALL
from intake.report.engine.words import Words, put
from intake.report.summary import Summary, Unread

HEADING = "Typed, not understood"


def unread(summary: Summary) -> Iterator[Block]:
    if shared := [each for each in summary.unread if not each.confidential]:
        note = Paragraph(put("Counted as not answered."), QUIET_SMALL, keeps=True)
        yield Section(HEADING, [note, listed(unread_texts(shared), ITEM)])


def unread_texts(some: Iterable[Unread]) -> Iterator[Words]:
    """``Duration of the pain: “a few lots”``."""
    return (put("{}: “<b>{}</b>”", each.label, each.typed) for each in some)
