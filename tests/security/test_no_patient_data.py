"""A person whose every detail is a word that stands nowhere else, and all the places where none of it may turn up."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from intake.models import ClinicProfile, Intake, Patient
from tests import factories
from tests.factories import People
from tests.test_access import ADDRESSES, Visitors, patterns
from tests.views.at_the_desk import address, save, submit
from tests.views.pages import title

pytestmark = pytest.mark.django_db

DETAILS = {
    "record_number": "CANARY-4711",
    "family_name": 'Canarino"; filename=x.exe',
    "given_name": "Kanarie\u202e",
    "phone": "020 7946 0471",
    "gp_name": "Dr Kanarek",
}
BORN = {"date_of_birth_day": "18", "date_of_birth_month": "4", "date_of_birth_year": "1947"}
TYPED = "Canario typed this"
CANARY = re.compile(r"canar|kanari|kanarek|7946 ?0471|1947-04-18|18/04/1947|18 apr", re.IGNORECASE)
"""With no word of a few digits alone, which may stand in an id that is drawn by lot."""


@pytest.fixture
def canary(stored: Visitors, db: None) -> Visitors:
    """All that the visitors look at is about that person."""
    person = {**DETAILS, "date_of_birth": "1947-04-18"}
    Patient.objects.filter(pk=stored.intake.patient_id).update(**person)
    return stored


def pages(visitors: Visitors) -> Iterator[tuple[str, Any]]:
    for name, (audience, methods) in ADDRESSES.items():
        client = visitors.of(audience)
        if "GET" in methods:
            yield name, client.get(visitors.address(name))


def test_no_address_title_or_file_name_says_anything_of_a_person(canary: Visitors, visitors: Visitors) -> None:
    """Nor does any link, form or redirect of any page lead to an address that does (ASVS V14.2.1, V5.4.2)."""
    shown, told = set(), []
    for name, page in pages(visitors):
        html = unescape(page.getvalue().decode(errors="replace"))
        if CANARY.search(html):
            shown.add(name)
        public = re.findall(r'(?:href|action|src|hx-[a-z]+|data-[a-z-]*address)="([^"]*)"', html)
        public += [title(html), page.headers.get("Location", ""), page.headers.get("Content-Disposition", "")]
        told += [(name, text) for text in public if CANARY.search(text)]
    assert told == []
    assert len(shown) > 20  # the person is on many of these pages


def test_a_file_is_named_by_the_site_alone(canary: Visitors, visitors: Visitors) -> None:
    """In plain letters that no quotation mark or line feed of a name can leave (ASVS V5.4.2)."""
    header = "Content-Disposition"
    names = {name: page.headers[header] for name, page in pages(visitors) if page.has_header(header)}
    assert {"summary-pdf", "document", "referral-document"} <= set(names)
    plain = re.compile(r'(inline|attachment); filename="[a-zA-Z0-9.-]+"')
    assert {name: said for name, said in names.items() if not plain.fullmatch(said)} == {}


# What is said behind the page: logs, mails, what commands print


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line as it would be written, whatever its level."""
    lines: list[str] = []
    root, handler = logging.getLogger(), logging.Handler(logging.DEBUG)
    ours = next(known for known in root.handlers if type(known) is logging.StreamHandler)
    handler.emit = lambda record: lines.append(ours.format(record))  # type: ignore[method-assign]
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)


def test_nothing_of_a_person_is_in_logs_mails_or_what_commands_print(
    people: People, logged: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """From the register to a signed document, refused forms and faults of ours included (ASVS V16.2.5)."""
    ClinicProfile.objects.update_or_create(pk=1, defaults={"alert_mail": "duty@clinic.example"})
    desk, clinician = Client(raise_request_exception=False), Client(raise_request_exception=False)
    desk.force_login(people.front_desk)
    clinician.force_login(people.clinician)
    at_the_desk(desk)
    intake = Intake.objects.get(patient__record_number=DETAILS["record_number"])
    factories.sign(people.clinician, intake)
    for name in ("summary-pdf", "summary-text"):
        assert clinician.get(reverse(name, args=[intake.pk, 1])).status_code == 200
    for path, status in (("/desk/", 200), ("/no/such/page/", 404), ("/queue/", 403)):
        assert desk.get(path, {"person": TYPED}).status_code == status
    with mock.patch.object(Patient, "__init__", side_effect=ValueError(f"no {TYPED}")):
        assert clinician.get(reverse("review", args=[intake.pk])).status_code == 500
    call_command("watch_alerts", "--once")
    call_command("replay")
    call_command("verify_document", "--all")
    out, err = capfd.readouterr()
    mails = [str(sent.message()) for sent in mail.outbox]
    assert any("ValueError" in line for line in logged)
    assert "Compared " in out
    assert [text for text in (*logged, *mails, out, err) if CANARY.search(text)] == []


def at_the_desk(desk: Client) -> None:
    """Registers the person, after a form that is refused; fills in, with an answer that cannot be read; submits."""
    refused = desk.post(reverse("patient-new"), {**DETAILS, **BORN, "date_of_birth_year": TYPED})
    assert refused.status_code == 422
    assert desk.post(reverse("patient-new"), DETAILS | BORN).status_code == 302
    patient = Patient.objects.get(record_number=DETAILS["record_number"])
    desk.post(reverse("intake-start", args=[patient.pk]))
    draft = Intake.objects.get(patient=patient)
    assert save(desk, draft, "mood", {"phq.q9": 1}).status_code == 302
    assert save(desk, draft, "impact", **{"fn-falls_12mo": TYPED}).status_code == 422
    assert save(desk, draft, "medicines", {"rx.treatments_tried": TYPED}).status_code == 302
    assert desk.get(address(draft, "no-such-section")).status_code == 404
    assert submit(desk, draft).status_code == 302


def test_no_error_page_repeats_what_was_typed(canary: Visitors, visitors: Visitors) -> None:
    """Nor what failed (ASVS V16.5.1)."""
    desk = visitors.clients["front desk"]
    desk.raise_request_exception = False
    pattern = next(pattern for pattern in patterns() if pattern.name == "patient")
    with mock.patch.object(pattern, "callback", side_effect=ValueError(TYPED)):
        broken = desk.get(visitors.address("patient"), {"q": TYPED})
    missing = desk.get(f"/no/such/{TYPED}/", {"q": TYPED})
    unclear = desk.get(f"/desk/?q={TYPED}", headers={"host": "canary.example"})
    refused = desk.get(visitors.address("review"), {"q": TYPED})
    assert [page.status_code for page in (broken, missing, unclear, refused)] == [500, 404, 400, 403]
    for page in (broken, missing, unclear, refused):
        assert not CANARY.search(page.content.decode())
        assert not re.search(r"Traceback|ValueError|Exception|\.py|SECRET", page.content.decode())
