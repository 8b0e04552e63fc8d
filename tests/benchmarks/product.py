"""The summary by this product, as a view calls it: an assessment and a person in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from intake.clinical.assessment import assess
from intake.clinical.working.findings import Assessment
from intake.exchange.contract import read_answers
from intake.report import summary_pdf
from tests.clinical.cases import EXAMPLES
from tests.report.printed import CLINIC, MADE_AT, SOMEBODY

from .document_numbers import DOCUMENT, RECORD, filled


def assessment(example: str) -> Assessment:
    return assess(read_answers(EXAMPLES[example]["answers"]))


def summary(assessed: Assessment, run: int, *, record: bool) -> bytes:
    person = replace(SOMEBODY, record_number=filled(RECORD, run))
    number = filled(DOCUMENT, run)
    return summary_pdf(
        assessed, person, made_at=MADE_AT, document_id=number, letterhead=CLINIC, approved=True, record=record
    )


def prepare(documents: Sequence[dict[str, Any]]) -> Callable[[int, int], bytes]:
    """Makes the document at a place, in a run."""
    known = [(assessment(document["example"]), document["record"]) for document in documents]

    def made(place: int, run: int) -> bytes:
        assessed, record = known[place]
        return summary(assessed, run, record=record)

    return made
