"""The paper twin, handed out at the desk."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from intake.models import AuditEvent, ClinicProfile
from intake.views.desk import form_pages
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address


def text_of(response: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def test_a_blank_form_names_the_clinic_and_nobody_else(desk: Client) -> None:
    ClinicProfile(name="Hillside Practice").save()
    response = desk.get("/paper-form.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="intake-form.pdf"'
    assert "Hillside Practice" in text_of(response)
    assert "DRAFT" not in text_of(response)
    assert not AuditEvent.objects.exclude(action__in=["begin chain", "sign in"]).exists()


def test_a_draft_is_printed_with_its_answers_and_noted(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V02"), family_name="Nguyễn", record_number="R-0815")
    response = desk.get(f"{address(draft)}paper-form.pdf")
    assert re.fullmatch(r'attachment; filename="intake-draft-[0-9a-f]{8}\.pdf"', response["Content-Disposition"])
    text = text_of(response)
    assert "NGUYỄN, Ewa" in text
    assert "R-0815" in text
    assert "18 months" in text
    assert "×Burning" in text.replace(" ", "")
    assert AuditEvent.objects.filter(actor=people.front_desk, action="print", record_id=str(draft.pk)).count() == 1


def test_what_is_submitted_is_no_draft_any_more(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V02")
    assert desk.get(f"{address(done)}paper-form.pdf").headers["Location"] == address(done)
    assert not AuditEvent.objects.filter(action="print").exists()


def test_both_are_linked_where_they_are_needed(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    assert 'href="/paper-form.pdf">Print a blank form' in desk.get("/desk/").content.decode()
    assert f'href="{address(draft)}paper-form.pdf">Print this draft' in desk.get(address(draft)).content.decode()


@pytest.mark.parametrize("case", ["EMPTY", "V02"])
def test_printing_needs_few_queries(
    case: str, desk: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    draft = factories.draft(people.front_desk, factories.example(case))
    with django_assert_max_num_queries(10):
        desk.get(f"{address(draft)}paper-form.pdf")


def test_the_screen_has_the_numbers_of_the_paper(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    for section_id, questions in form_pages.QUESTIONS_OF.items():
        html = desk.get(address(draft, section_id)).content.decode()
        shown = dict(re.findall(r'id="row-([a-z0-9_-]+)"[^>]*data-number="(\d+)"', html))
        for name, number in shown.items():
            assert int(number) == form_pages.NUMBER[name.replace("-", ".", 1)]
        assert len(shown) == sum(f'id="row-{question.id.replace(".", "-", 1)}"' in html for question in questions) > 0


def test_it_is_printed_on_the_clinics_paper(desk: Client) -> None:
    sizes = []
    for paper in ClinicProfile.Paper:
        ClinicProfile.objects.update_or_create(pk=1, defaults={"paper": paper})
        page = PdfReader(io.BytesIO(desk.get("/paper-form.pdf").content)).pages[0]
        sizes.append(tuple(round(side) for side in page.mediabox[2:]))
    assert sizes == [(595, 842), (612, 792)]
