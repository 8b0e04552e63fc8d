"""Programs that check PDFs find nothing in letters, as they find nothing in summaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.report.letter import LetterDocument, letter_pdf
from tests.lanes import sweep
from tests.report import checkers
from tests.report.letters import AMENDED, KINDS, PERSON, document, example_letter, ticked
from tests.report.structure import structure_faults

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long


def amended(kind: str) -> LetterDocument:
    return document(example_letter("V10"), kind, status="AMENDED", amended=AMENDED)


def arabic(kind: str) -> LetterDocument:
    return document(example_letter("V04"), kind, person=replace(PERSON, family_name="الأحمد", given_name="فاطمة"))


DOCUMENTS: dict[str, Callable[[], LetterDocument]] = {
    **{f"V31-{kind}": lambda kind=kind: document(example_letter("V31"), kind) for kind in KINDS},
    **{f"EMPTY-{kind}": lambda kind=kind: document(example_letter("EMPTY"), kind) for kind in KINDS},
    **{f"amended-{kind}": lambda kind=kind: amended(kind) for kind in KINDS},
    **{f"Arabic-{kind}": lambda kind=kind: arabic(kind) for kind in KINDS},
    "ticked": lambda: document(ticked(example_letter("V31"))),
}
FEW = ("V31-letter", "V31-patient", "amended-gp", "Arabic-patient", "ticked")


@pytest.mark.parametrize("name", sweep(DOCUMENTS, few=FEW))
def test_no_checker_finds_a_fault(name: str) -> None:
    pdf = letter_pdf(DOCUMENTS[name]())
    assert checkers.all_faults(pdf) == []
    assert checkers.qpdf_faults(pdf) == []
    assert structure_faults(pdf) == []
