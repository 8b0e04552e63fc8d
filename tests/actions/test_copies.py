"""A copy without the record: made once, kept like the document, and nothing else about the person in it."""

from __future__ import annotations

import io
from functools import partial
from hashlib import sha256

import pytest
from pypdf import PdfReader

from intake.actions.copies import copy_without_record
from intake.actions.refused import NotPossibleError
from intake.actions.signing import add_addendum, void_intake
from intake.models import AuditEvent, Document, DocumentCopy
from intake.stored.printing import LAYOUT, document_pdf
from intake.stored.verification import Verdict, verify
from tests import factories
from tests.actions.test_at_once import at_once
from tests.factories import People

without_record = partial(document_pdf, record=False)


def copied(people: People, document: Document) -> DocumentCopy:
    return copy_without_record(actor=people.clinician, document=document, printer=without_record)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_it_says_what_it_is_and_has_all_but_the_record(people: People) -> None:
    document = factories.signed(people, "V12", printer=document_pdf).documents.get()
    copy = copied(people, document)
    whole, without = pages(document.pdf), pages(copy.pdf)
    assert any("Record 1 of" in page for page in whole)
    assert all("Copy without the record" in page for page in without)
    assert not any("Record 1 of" in page for page in without)
    assert all(document.pk in page for page in without)
    # But for the footer, the brief reads the same.
    assert whole[0].split("Self-reported, not verified")[0] in without[0]
    assert (copy.sha256, copy.layout) == (sha256(copy.pdf).hexdigest(), LAYOUT)


def test_asked_for_again_it_is_the_same_whatever_has_changed_since(people: People) -> None:
    document = factories.signed(people, printer=document_pdf).documents.get()
    first = copied(people, document)
    again = copy_without_record(actor=people.clinician, document=document, printer=factories.stand_in_pdf)
    assert (again.pk, bytes(again.pdf)) == (first.pk, bytes(first.pdf))
    assert AuditEvent.objects.filter(action="copy").count() == 1


def test_asked_for_ten_times_at_once_there_is_one(transactional_db: None, people: People) -> None:
    document = factories.signed(people, printer=document_pdf).documents.get()
    copies = at_once(lambda _: copied(people, document))
    assert len(set(copies)) == 1
    assert DocumentCopy.objects.count() == 1
    assert AuditEvent.objects.filter(action="copy").count() == 1


def test_both_files_are_genuine_under_the_number_printed_on_them(people: People) -> None:
    document, other = (factories.signed(people, printer=document_pdf).documents.get() for _ in range(2))
    copy = copied(people, document)
    assert copy.sha256 != document.sha256
    assert {verify(document.pk, each.sha256) for each in (document, copy)} == {Verdict.GENUINE}
    assert verify(other.pk, copy.sha256) == Verdict.ALTERED


def test_each_document_of_an_intake_has_its_own(people: People) -> None:
    """That of the voiding too, which is made when the intake is void already."""
    signer = {"name": "Carol Clinician", "role": "GP", "printer": document_pdf}
    done = factories.signed(people, printer=document_pdf)
    add_addendum(actor=people.clinician, intake=done, number=1, reason="late result", text="CK normal", **signer)
    void_intake(actor=people.clinician, intake=done, kind="identity", reason="Entered for her sister", **signer)
    first, second, last = (pages(copied(people, document).pdf)[0] for document in done.documents.all())
    assert "CK normal" not in first
    assert "CK normal" in second
    assert "Entered for her sister" not in second
    assert "Entered for her sister" in last


def test_of_a_document_of_an_earlier_layout_there_is_none(people: People) -> None:
    done = factories.signed(people)
    old = Document.objects.create(id="A1", intake=done, number=2, status="AMENDED", pdf=b"%PDF", sha256="0" * 64)
    assert old.layout == 1
    with pytest.raises(NotPossibleError, match="earlier layout"):
        copied(people, old)
    assert not DocumentCopy.objects.exists()
