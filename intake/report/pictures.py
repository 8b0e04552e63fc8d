"""Stand-in."""
from __future__ import annotations
from collections.abc import Iterator
from .blocks import Block, Paragraph, Space
from .scores import SHOWN, said_score
from .styles import BODY
from .summary import Summary
from .words import put


def pictures(summary: Summary, scale: float) -> Iterator[Block]:
    for id_ in SHOWN:
        s = summary.assessment.score(id_)
        yield Paragraph(put("{} {}", s.name, said_score(s, summary.assessment)), BODY.at(scale))
    yield Space(100 * scale)
