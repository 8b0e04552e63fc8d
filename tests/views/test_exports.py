"""The summary as a PDF, handed out by the site."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from intake.actions.intakes import complete_intake
from intake.models import AuditEvent, ClinicProfile, Intake
from tests import factories
from tests.factories import People
from tests.over_time import answers, visit

DRAFT_QUERIES = 14


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(
        people.front_desk, "V05", family_name="Nguyễn", given_name="Phương", record_number="R-0815"
    )


def download(client: Client, intake: Intake, number: int = 1) -> Any:
    return client.get(reverse("summary-pdf", args=[intake.pk, number]))


def text_of(response: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def test_the_summary_names_the_person_the_clinic_and_the_document(clinician: Client, intake: Intake) -> None:
    ClinicProfile(name="Hillside Practice", address="1 High Street", own_contacts="Crisis line: 0800 1").save()
    response = download(clinician, intake)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    text = text_of(response)
    for expected in ("NGUYỄN, Phương", "R-0815", "Hillside Practice", "1 High Street", f"{intake.pk.hex[:8]}-1"):
        assert expected in text


def test_the_file_name_says_nothing_of_the_person(clinician: Client, intake: Intake) -> None:
    disposition = download(clinician, intake)["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="summary-[0-9a-f]{8}-v1\.pdf"', disposition)


def test_the_record_stays_behind_where_it_is_not_wanted(clinician: Client, intake: Intake) -> None:
    address = reverse("summary-pdf", args=[intake.pk, 1])
    review = clinician.get(f"/review/{intake.pk}/").content.decode()
    assert f'href="{address}"' in review
    assert f'href="{address}?record=no"' in review
    whole, without = download(clinician, intake), clinician.get(f"{address}?record=no")
    assert "Record 1 of" in text_of(whole)
    assert "Record 1 of" not in text_of(without)
    assert "Without the record" in text_of(without)
    assert re.fullmatch(r'.*"summary-[0-9a-f]{8}-v1-without-record\.pdf"', without["Content-Disposition"])
    assert AuditEvent.objects.filter(action="download", record_type="answerversion").count() == 2


def test_the_same_version_is_the_same_file(clinician: Client, intake: Intake, people: People) -> None:
    first = download(clinician, intake).content
    complete_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes={"ex.hr": 99}, token=uuid.uuid4()
    )
    assert download(clinician, intake).content == first
    assert download(clinician, intake, 2).content != first


def test_each_download_is_noted_without_patient_data(clinician: Client, intake: Intake, people: People) -> None:
    download(clinician, intake)
    download(clinician, intake)
    version = intake.versions.get()
    rows = AuditEvent.objects.filter(action="download").values_list("actor", "record_type", "record_id")
    assert list(rows) == [(people.clinician.pk, "answerversion", str(version.pk))] * 2


def test_there_is_no_summary_of_a_draft_or_of_no_version(clinician: Client, intake: Intake, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V02"))
    assert download(clinician, draft).status_code == 404
    assert download(clinician, intake, 2).status_code == 404
    assert not AuditEvent.objects.filter(action="download").exists()


def test_only_clinicians_take_summaries_away(client: Client, intake: Intake, people: People) -> None:
    assert download(client, intake)["Location"].startswith(reverse("sign-in"))
    for user in (people.front_desk, people.administrator):
        client.force_login(user)
        assert download(client, intake).status_code == 403
    client.force_login(people.clinician)
    assert client.post(reverse("summary-pdf", args=[intake.pk, 1])).status_code == 405


def test_scores_over_this_and_earlier_intakes(clinician: Client, people: People) -> None:
    patient = factories.patient(people.front_desk)
    first, this, _ = (
        visit(people.front_desk, patient, days_ago, answers(phq=items))
        for days_ago, items in ((30, "222222220"), (20, "111111110"), (10, "333333331"))
    )
    assert "from first" not in text_of(download(clinician, first))
    text = text_of(download(clinician, this))
    assert "The pain, and over time" in text
    assert "down 8 from first" in text
    assert "25" not in text.split("The pain, and over time")[1].split("A line joins")[0]


def test_one_more_intake_costs_no_more_queries(
    clinician: Client, people: People, django_assert_num_queries: Any
) -> None:
    patient = factories.patient(people.front_desk)
    this = visit(people.front_desk, patient, 0, answers(phq="111111110"))
    for days_ago in (0, 10, 20, 30):
        if days_ago:
            visit(people.front_desk, patient, days_ago, answers(phq="222222220"))
        with django_assert_num_queries(DRAFT_QUERIES):
            download(clinician, this)
