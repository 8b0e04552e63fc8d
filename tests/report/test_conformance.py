"""Programs that check PDFs find nothing in ours. That is no certificate: ``checkers`` says what each looks at."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice, permutations
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, Pdf

from intake.clinical.assessment import assess
from intake.clinical.language.answers import Answers
from intake.clinical.language.kinds import Question
from intake.clinical.rules.handouts import HANDOUTS
from intake.exchange.contract import read_answers
from intake.report.handout.handout import handout_pdf
from intake.report.paper.answers import Answered, AnsweredSection, Submitted, answers_pdf
from intake.views.desk.form_pages import NUMBER
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE
from tests.lanes import sweep
from tests.report import checkers
from tests.report.printed import SIGNED, SOMEBODY, example, printed, show
from tests.report.structure import structure_faults
from tests.report.test_handouts import NOTICE
from tests.report.test_handouts import document as handout_document
from tests.report.test_paper_form import ASKING, MADE_AT, blank, form
from tests.report.test_signed import AMENDED, VOID
from tests.report.test_text import with_said

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long

RICH = EXAMPLES["V10"]["answers"]
PLACES = ("calf", "foot", "knee", "thigh", "<&>", "hip", "back")
LONG = " ".join(" ".join(places) for places in islice(permutations(PLACES), 400))
"""No line of it like another, else it is taken for a running head."""
MINOR = replace(SOMEBODY, date_of_birth=date(2012, 4, 18))


def worked(id_: str) -> bytes:
    return example(id_).pdf


def answer_sheet(given: dict[str, Any]) -> bytes:
    answers = read_answers(given)
    sections = [
        AnsweredSection(section.title, section.intro, tuple(answered(question, answers) for question in questions))
        for section, questions in ASKING
    ]
    submitted = Submitted(MADE_AT, "Fay Desk", 2, ("The intake is open again.",))
    return answers_pdf(sections, answers, SOMEBODY, "Hillside Practice", submitted, MADE_AT)


def answered(question: Question, answers: Answers) -> Answered:
    is_open = question.id not in answers.given
    return Answered(NUMBER[question.id], question.wording, question.say_at_desk(answers[question]), is_open)


def handout(id_: str) -> bytes:
    """With all that can stand on it, on the smaller paper."""
    return handout_pdf(handout_document(HANDOUTS[id_], "Letter", person="Zoë Nguyễn", notice=NOTICE))


def named(family: str, given: str) -> bytes:
    return printed(RICH, replace(SOMEBODY, family_name=family, given_name=given)).pdf


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    **{id_: partial(worked, id_) for id_ in EXAMPLES if id_.startswith("V") or id_ in ("EMPTY", "PROXY", "AGE-8")},
    "minor": lambda: printed(RICH, MINOR).pdf,
    "signed": lambda: printed(RICH, signed=SIGNED).pdf,
    "amended": lambda: printed(RICH, signed=AMENDED).pdf,
    "void": lambda: printed(RICH, signed=VOID).pdf,
    "approved": lambda: printed(RICH, approved=True).pdf,
    "long text": lambda: show(with_said(assess(read_answers(NOTHING_POSITIVE)), "ctx.language", LONG)).pdf,
    "Arabic name": lambda: named("الأحمد", "فاطمة"),
    "Hebrew name": lambda: named("כהן", "שרה"),
    "Vietnamese and Greek name": lambda: named("Nguyễn", "Γιώργος"),
    "name no font has": lambda: named("漢\U0001f600", "Zoë"),
    "blank form": lambda: blank().pdf,
    "answers": lambda: answer_sheet(EXAMPLES["V04"]["answers"] | {"ctx.own_words": LONG[:300]}),
    "form with answers": lambda: form(EXAMPLES["V04"]["answers"], SOMEBODY).pdf,
    **{f"handout {id_}": partial(handout, id_) for id_ in HANDOUTS},
}


FEW = ("V31", "EMPTY", "void", "Arabic name", "blank form", "form with answers", "answers")
NAMES = sweep(DOCUMENTS, few=(*FEW, "handout who-to-call", "handout after-a-clot-scan"))
"""A few with something of everything: a page for the clinician alone, a stamp, letters that join, ticks."""

TAKEN_FOR_PROSE = {"name no font has": "outloud error TAG-002"}
"""The names of characters that stand for a name, at the head of each page."""


@pytest.mark.parametrize("name", NAMES)
def test_no_checker_finds_a_fault(name: str) -> None:
    pdf = DOCUMENTS[name]()
    faults = checkers.all_faults(pdf)
    assert [fault for fault in faults if not fault.startswith(TAKEN_FOR_PROSE.get(name, "nothing"))] == []
    assert checkers.qpdf_faults(pdf) == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_and_structure_agree(name: str) -> None:
    assert structure_faults(DOCUMENTS[name]()) == []


# The checkers are awake: each sees what it is there for.


def without(change: Callable[[Pdf], Any]) -> bytes:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(example("V10").pdf)) as document:
        change(document)
        document.save(changed, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False)
    return changed.getvalue()


def first(document: Pdf, role: str) -> pikepdf.Object:
    return next(o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == Name(role))


def scope(document: Pdf) -> None:
    for cell in document.objects:
        if isinstance(cell, pikepdf.Dictionary) and cell.get("/S") == Name.TH:
            del cell.A


BROKEN: dict[str, tuple[Callable[[Pdf], Any], str]] = {
    "no language": (lambda document: document.Root.__delitem__("/Lang"), "page PDFUA1-TEXT-LANGUAGE-001"),
    "no output intent": (lambda document: document.Root.__delitem__("/OutputIntents"), "page PDFA2A-DEVICE-RGB-001"),
    "no title on display": (lambda document: document.Root.__delitem__("/ViewerPreferences"), "outloud error DOC-011"),
    "not marked": (lambda document: document.Root.__delitem__("/MarkInfo"), "pdfua UA-01-002"),
    "no metadata": (
        lambda document: document.Root.__delitem__("/Metadata"),
        "pikepdf [violation] ISO_19005_2:6.6.2.1-1",
    ),
    "figure without words": (lambda document: first(document, "/Figure").__delitem__("/Alt"), "outloud error FIG-001"),
    "heads without scope": (scope, "page PDFUA1-TABLE-HEADERS-SCOPE-001"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_found_out(name: str) -> None:
    change, fault = BROKEN[name]
    assert [found for found in checkers.all_faults(without(change)) if found.startswith(fault)]


def test_a_damaged_file_is_found_out() -> None:
    assert checkers.qpdf_faults(example("V10").pdf[:-200])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda document: document.Root.StructTreeRoot.ParentTree.Nums[1].reverse(), "the parent tree gives piece"),
        (lambda document: first(document, "/Figure").A.__delitem__("/BBox"), "figure"),
        (lambda document: document.docinfo.__setitem__("/Title", "Another"), "title: 'Another' in one place"),
        (lambda document: first(document, "/P").__delitem__("/K"), "piece"),
    ],
)
def test_pages_and_structure_that_disagree_are_found_out(change: Callable[[Pdf], Any], fault: str) -> None:
    assert [found for found in structure_faults(without(change)) if fault in found]
