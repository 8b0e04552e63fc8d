"""The order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from .answers import answers
from .clinician_page import clinician_page
from .combined import combined
from .conflicts import conflicts
from .decision import decision, limitations
from .identity import identity
from .item9 import item9
from .page import COLUMNS, LATER
from .patterns import patterns
from .rules import rules
from .scores import scores
from .sources import sources
from .steps import further_steps, key_steps
from .summary import Summary
from .urgency import urgency
from .wells import wells

Section = Callable[[Summary], Iterator[Flowable]]

CLINICAL: tuple[Section, ...] = (
    identity,
    urgency,
    item9,
    combined,
    key_steps,
    scores,
    wells,
    patterns,
    further_steps,
    conflicts,
    limitations,
    decision,
)
APPENDIX: tuple[Section, ...] = (answers, rules, sources)


def story(summary: Summary) -> list[Flowable]:
    return [
        NextPageTemplate(LATER),
        *_all(CLINICAL, summary),
        NextPageTemplate(COLUMNS),
        PageBreak(),
        *_all(APPENDIX, summary),
        NextPageTemplate(LATER),
        PageBreak(),
        *clinician_page(summary),
    ]


def _all(sections: tuple[Section, ...], summary: Summary) -> Iterator[Flowable]:
    for section in sections:
        yield from section(summary)
