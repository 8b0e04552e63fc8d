"""Every time that somebody reads is the clinic's own, also where the day there is another one than in UTC."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from intake.models import ClinicProfile
from intake.stored.printing import document_pdf, draft_pdf
from tests import factories
from tests.factories import People
from tests.views.pages import words

NOW = datetime.datetime(2026, 11, 29, 10, 34, tzinfo=datetime.UTC)
HERE, THERE = "00:34", "10:34"
"""On 30 November at the clinic, in Kiritimati; and still on 29 November in UTC."""


@pytest.fixture(autouse=True)
def far_east(settings: Any) -> Iterator[None]:
    settings.TIME_ZONE = "Pacific/Kiritimati"
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_pages_of_a_clinician(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    signed = factories.signed(people)
    client = signed_in(people.clinician)
    addresses = [f"/review/{done.pk}/", "/queue/", "/alerts/", f"/review/{signed.pk}/", f"/people/{done.patient_id}/"]
    addresses += ["/queue/?state=signed", "/follow-up/"]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assert THERE not in words(page), address
        assert not re.search(r"\b29 Nov\b", words(page)), address
    assert f"30 Nov 2026, {HERE}" in words(client.get(f"/review/{done.pk}/"))
    assert f"30 Nov 2026, {HERE}" in words(client.get(f"/review/{signed.pk}/"))


def test_the_pages_of_the_front_desk(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True})
    client = signed_in(people.front_desk)
    for address in ("/desk/", f"/intakes/{draft.pk}/", f"/patients/{draft.patient_id}/"):
        assert HERE in words(client.get(address)), address
        assert THERE not in words(client.get(address)), address


def test_an_assessment_is_of_the_day_at_the_clinic(people: People) -> None:
    done = factories.submitted(people.front_desk, factories.example("V11"))
    assert timezone.localdate() == datetime.date(2026, 11, 30)
    assert done.current
    if "ctx.encounter_date" not in factories.example("V11"):
        assert done.current.assessed_on == datetime.date(2026, 11, 30)


def test_the_pdf_of_a_draft_and_of_what_is_signed(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    assert done.current
    draft = text(draft_pdf(done.current.version, done.patient, "0a1b"))
    signed = text(bytes(factories.signed(people, printer=document_pdf).documents.get().pdf))
    for said in (draft, signed):
        assert f"30 Nov 2026, {HERE} UTC+14:00" in said
        assert THERE not in said


def test_the_pdf_made_without_a_database(tmp_path: Any) -> None:
    answers, made = tmp_path / "answers.json", tmp_path / "summary.pdf"
    answers.write_text("{}", encoding="utf-8")
    call_command("summary", str(answers), "--output", str(made))
    assert f"30 Nov 2026, {HERE} UTC+14:00" in text(made.read_bytes())


def test_what_is_signed_keeps_the_time_zone_it_was_signed_in(people: People, settings: Any) -> None:
    document = factories.signed(people, printer=document_pdf).documents.get()
    settings.TIME_ZONE = "America/New_York"
    assert document_pdf(document) == bytes(document.pdf)


def test_the_mail_about_an_alert(people: People) -> None:
    ClinicProfile(alert_mail="duty@clinic.example").save()
    factories.draft(people.front_desk, {"phq.q9": 1, "mh.plan": False, "mh.intent": False})
    with time_machine.travel(NOW + datetime.timedelta(hours=1), tick=False):
        call_command("watch_alerts", "--once")
    (sent,) = mail.outbox
    assert f"{HERE} on 30 November 2026" in sent.body


def test_the_admin_site(people: People) -> None:
    factories.patient(people.front_desk)
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    client = signed_in(people.administrator)
    for address in ("/admin/intake/auditevent/", "/admin/auth/user/"):
        shown = words(client.get(address))
        assert "30 Nov 2026, 12:34 a.m." in shown, address
        assert "29 Nov" not in shown, address
    assert "30 Nov 2026, 12:34 a.m." in words(client.get(f"/admin/auth/user/{people.administrator.pk}/change/"))
    assert "Pacific/Kiritimati" in words(client.get("/admin/intake/clinicprofile/add/"))


def test_the_clinic_of_the_tests_is_far_from_utc() -> None:
    assert settings.TIME_ZONE == "Pacific/Kiritimati"
    assert timezone.localtime().utcoffset() == datetime.timedelta(hours=14)
