"""What comes with a request: forms of other sites, and addresses that somebody made up."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from intake.models import Intake, Patient
from tests import factories, test_admin
from tests.factories import People
from tests.test_access import ADDRESSES, Visitors, patterns

pytestmark = pytest.mark.django_db

CONVERTERS = {"UUIDConverter", "IntConverter", "SlugConverter"}
MADE_UP = [
    *("..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd"),
    *("/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:\\Windows\\win.ini", "..\\..\\settings.py"),
    *("%00", "1%00.pdf", "%ff%fe", "~root", ".env", "' OR '1'='1", "%0d%0aSet-Cookie:%20a=b"),
]


def test_a_form_of_another_site_is_refused_by_the_admin_site(people: People) -> None:
    """Without a token, and with one that comes from elsewhere (ASVS V3.5.1)."""
    superuser = User.objects.create_superuser("superuser")
    for headers in ({}, {"Origin": "https://elsewhere.example"}):
        client = Client(enforce_csrf_checks=True, headers=headers)
        client.force_login(superuser)
        for address in test_admin.ADDRESSES:
            response = client.post(address, {"csrfmiddlewaretoken": "x" * 64})
            # Of what takes no form, or nothing at all, nothing is changed either.
            assert response.status_code in (302, 403, 404, 405), address
            assert response.status_code != 302 or response.headers["Location"].startswith("/admin/"), address
        for address in ("/admin/auth/user/add/", f"/admin/auth/user/{people.clinician.pk}/change/", "/admin/logout/"):
            assert client.post(address).status_code == 403, address


def test_only_ids_of_our_own_making_stand_in_addresses(visitors: Visitors) -> None:
    """No part of one is taken as it was typed, but the name of a question, which is looked up (ASVS V5.3.2)."""
    kinds = {
        (name, type(converter).__name__)
        for pattern in patterns()
        for name, converter in pattern.pattern.converters.items()
    }
    assert {(name, kind) for name, kind in kinds if kind not in CONVERTERS} == {("question_id", "StringConverter")}


@pytest.mark.parametrize("made_up", MADE_UP)
def test_an_address_that_somebody_made_up_is_not_found(made_up: str, visitors: Visitors) -> None:
    """In the place of every id, whoever asks (ASVS V5.3.2)."""
    intake = visitors.intake
    ids = [str(found) for found in (intake.pk, intake.patient_id, visitors.referral.pk, visitors.document_id)]
    ids += [str(visitors.appointment_id), "phq.q9", "foot-care"]
    found = []
    for pattern in patterns():
        audience, methods = ADDRESSES[str(pattern.name)]
        client = visitors.of(audience)
        address = visitors.address(str(pattern.name))
        for written in (address.replace(id_, made_up) for id_ in ids if id_ in address):
            status = client.generic(methods[0], written).status_code
            if status not in (400, 404):
                found.append((written, status))
    assert found == []


def test_ids_of_somebody_else_open_nothing_in_the_admin_site(visitors: Visitors) -> None:
    """Clinical records are not in it, whatever is written in the address (ASVS V8.2.2)."""
    superuser = visitors.clients["superuser without role"]
    for model in (Intake, Patient):
        for key in (visitors.intake.pk, visitors.intake.patient_id):
            for part in ("change", "history", "delete"):
                address = f"/admin/intake/{model.__name__.lower()}/{key}/{part}/"
                assert superuser.get(address).status_code == 404, address
    assert superuser.get(reverse("admin:autocomplete")).status_code in (403, 404)


def test_what_belongs_to_another_intake_is_not_reached_through_this_one(people: People) -> None:
    """Its versions, its private answers and the alerts that are acknowledged (ASVS V8.2.2)."""
    mine = factories.submitted(people.front_desk, {"pt.age_years": 50, "phq.q9": 1})
    other = factories.submitted(people.front_desk, {"pt.age_years": 50, "phq.q9": 1}, record_number="OTHER")
    clinician = Client()
    clinician.force_login(people.clinician)
    for name in ("summary-pdf", "summary-text", "summary-copy", "review-version"):
        assert clinician.get(reverse(name, args=[mine.pk, 2])).status_code == 404
    alert = other.alerts.first()
    assert alert
    form = {"alerts": [alert.pk], "alert": [alert.pk], "outcome": factories.FITTING[0]}
    clinician.post(reverse("alerts-acknowledge", args=[mine.pk]), form)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None
