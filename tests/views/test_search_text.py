"""What is typed into a search is looked for, letter by letter: no sign of it means anything to a database."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from intake.actions.patients import register_patient
from intake.models import Patient, Service
from intake.views.desk import patients
from tests import factories, lanes
from tests.factories import People
from tests.hostile import BYTES
from tests.test_hostile import FORM, urlencoded
from tests.views.browser import form_with
from tests.views.pages import words

SIGNS = [
    "'",
    '"',
    "%",
    "_",
    "\\",
    "*",
    ";",
    "--",
    "/*",
    "' OR '1'='1",
    "') OR 1=1 --",
    "%' ESCAPE '%",
    "\x1a",
    "$$",
    "?",
    "{0}",
]
TEXT = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), min_size=1, max_size=4).map("".join)
SEARCHES = ("/desk/", "/queue/")
FILTERS = ("/queue/", "/follow-up/", "/referrals/", "/desk/referrals/", "/service-view/", "/alerts/", "/rules/")
NAMES = (
    "person",
    "q",
    "state",
    "tier",
    "page",
    "after",
    "weeks",
    "kind",
    "owner",
    "step",
    "search",
    "mine",
    "o",
    "sort",
)


@pytest.fixture
def client_of_all(people: People) -> Client:
    """Of somebody who may open all of these."""
    client = Client()
    people.front_desk.groups.set(people.clinician.groups.all() | people.front_desk.groups.all())
    people.front_desk.groups.add(*people.clinical_lead.groups.all())
    client.force_login(people.front_desk)
    return client


@pytest.mark.parametrize("examples", lanes.sweep((5, 400), few=(5,)))
def test_v1_2_4_a_search_means_what_it_says(examples: int, client_of_all: Client, people: People) -> None:
    """No sign finds everybody, and none breaks (ASVS V1.2.4)."""
    factories.submitted(people.front_desk, "V11", record_number="XYZ-17", family_name="Lovelace")

    def holds(typed: str, raw: bytes) -> None:
        for address in SEARCHES:
            body = urlencoded([("person", typed.encode("utf-8", "replace"))])
            page = client_of_all.generic("POST", address, body, FORM)
            assert page.status_code < 500
            assert "Lovelace" not in words(page) or any(sign.isalnum() for sign in typed) or address == "/queue/"
        for address in FILTERS:
            query = urlencoded([(name, raw) for name in NAMES]).decode()
            assert client_of_all.get(address, QUERY_STRING=query).status_code < 500

    lanes.tried(examples)(given(TEXT, BYTES)(holds))()
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("typed", SIGNS)
def test_v1_2_4_a_search_of_the_admin_site_finds_no_more(typed: str, db: None) -> None:
    """(ASVS V1.2.4)"""
    Service.objects.create(name="Pain service")
    client = Client()
    client.force_login(User.objects.create_superuser("superuser"))
    for address, shown in (("/admin/intake/service/", "Pain service"), ("/admin/auth/user/", "0 users")):
        page = client.get(address, {"q": f"zz{typed}"})
        assert page.status_code == 200
        assert ("Pain service" in words(page)) is False
        assert shown == "Pain service" or "0 results" in words(page)


def test_two_desks_that_register_one_number_at_once_are_told_so(
    client: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second sees the number marked, and keeps what was typed."""
    client.force_login(people.front_desk)
    form = form_with(client.get(reverse("patient-new")), "record_number")

    def register_after_the_other(*, actor: User, patient: Patient) -> Patient:
        factories.patient(people.front_desk, record_number="R-SAME")
        return register_patient(actor=actor, patient=patient)

    monkeypatch.setattr(patients, "register_patient", register_after_the_other)
    typed = {"record_number": "r-same", "family_name": "Lovelace", "given_name": "Ada"}
    page = client.post(reverse("patient-new"), form | typed)
    assert page.status_code == 422
    assert "Another person has this record number." in words(page)
    assert 'value="Lovelace"' in page.content.decode()
    assert Patient.objects.count() == 1
