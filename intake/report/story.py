"""The order of the report, and what stands on each of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from .afterwards import addenda
from .answers import answers
from .clinician_page import clinician_page
from .combined import combined
from .conflicts import conflicts
from .decision import decision, limitations
from .identity import identity
from .item9 import item9
from .page import COLUMNS, LATER, Furniture
from .patterns import patterns
from .rules import rules
from .scores import scores
from .signed import AMENDED, SIGNED, VOID
from .sources import sources
from .steps import further_steps, key_steps
from .summary import DRAFT, Summary
from .text import clipped
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
    addenda,
)
_UNDER_MARK = {
    DRAFT: "Not signed by a clinician",
    SIGNED: "Signed by a clinician",
    AMENDED: "Signed, with addenda",
    VOID: "Not valid",
}
APPENDIX: tuple[Section, ...] = (answers, rules, sources)


def story(summary: Summary) -> Iterator[Flowable]:
    yield NextPageTemplate(LATER)
    yield from _all(CLINICAL, summary)
    yield NextPageTemplate(COLUMNS)
    yield PageBreak()
    yield from _all(APPENDIX, summary)
    yield NextPageTemplate(LATER)
    yield PageBreak()
    yield from clinician_page(summary)


def furniture(summary: Summary) -> Furniture:
    record = f"Record number {clipped(summary.person.record_number, 24) or 'not recorded'}"
    document, rules = clipped(summary.document_id, 40), clipped(summary.assessment.rule_set, 50)
    return Furniture(
        name=summary.person.name,
        about=f"  ·  {summary.born}  ·  {record}",
        mark=summary.status,
        under_mark=_UNDER_MARK[summary.status],
        across=VOID if summary.status == VOID else "",
        footer=f"Self-reported, not verified  ·  Document {document}  ·  Rule set {rules}",
    )


def _all(sections: tuple[Section, ...], summary: Summary) -> Iterator[Flowable]:
    for section in sections:
        yield from section(summary)
