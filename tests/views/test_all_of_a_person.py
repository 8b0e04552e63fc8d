"""All that is known of a person stands in one place: the desk keeps it, and it goes where it matters."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intake.actions.intakes import start_intake
from intake.models import AuditEvent, Patient
from tests import factories
from tests.factories import People
from tests.views.browser import error_beside, form_with
from tests.views.pages import words

NEW = "/patients/new/"
ADA: dict[str, Any] = {"record_number": "AB-17", "family_name": "Lovelace", "given_name": "Ada"}
KNOWN = {
    "address": "1 High Street\r\nSometown",
    "second_phone": "07700 900111",
    "safe_contact": "Only in the morning <b>",
    "gp_name": "Dr Grace Hopper",
    "gp_practice": "Harbour Practice",
    "gp_phone": "020 7946 0018",
    "gp_address": "2 Quay",
    "contact_name": "Jo Lovelace",
    "contact_relation": "daughter",
    "contact_phone": "07700 900222",
    "may_phone": "False",
    "may_message": "True",
    "may_write": "",
}


def test_it_is_kept_shown_and_corrected_with_an_audit_row(desk: Client) -> None:
    page = desk.post(NEW, ADA | KNOWN, follow=True)
    ada = Patient.objects.get()
    assert (ada.may_phone, ada.may_message, ada.may_write) == (False, True, None)
    assert ada.consent_asked_on == timezone.localdate()
    said, html = words(page), page.content.decode()
    for text in (
        "Sometown",
        "07700 900111",
        "Dr Grace Hopper",
        "2 Quay",
        "daughter",
        "07700 900222",
        "Letter: not known",
    ):
        assert text in said
    assert "do not phone, see how to contact them safely" in said
    assert "morning <b>" not in html
    form = form_with(desk.get(f"/patients/{ada.pk}/details/"), "gp_name")
    assert form["contact_relation"] == ["daughter"]
    assert form["may_phone"] == ["False"]
    desk.post(
        f"/patients/{ada.pk}/details/",
        form | {"gp_name": ["Dr Other"], "consent_asked_on_day": ["1"], "consent_asked_on_year": ["2020"]},
    )
    ada.refresh_from_db()
    assert (ada.gp_name, ada.consent_asked_on.year if ada.consent_asked_on else 0) == ("Dr Other", 2020)
    assert AuditEvent.objects.filter(action="correct", record_id=str(ada.pk)).count() == 1


def test_none_of_it_is_required_and_nothing_is_made_up(desk: Client) -> None:
    desk.post(NEW, ADA)
    ada = Patient.objects.get()
    assert not any(getattr(ada, name) for name in KNOWN)
    assert ada.consent_asked_on is None
    assert "<details" in desk.get(NEW).content.decode()
    assert "open>" not in desk.get(NEW).content.decode()


@pytest.mark.parametrize("field", sorted(KNOWN.keys() - {"may_phone", "may_message", "may_write"}))
def test_hostile_text_is_refused_beside_its_field(field: str, desk: Client) -> None:
    for text in ("a\0b", "x" * 301):
        assert error_beside(desk.post(NEW, ADA | {field: text}), field)
    assert not Patient.objects.exists()


def test_nobody_was_asked_tomorrow(desk: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=1)
    asked = {"consent_asked_on_day": day.day, "consent_asked_on_month": day.month, "consent_asked_on_year": day.year}
    assert "future" in error_beside(desk.post(NEW, ADA | asked), "consent_asked_on")


def test_the_second_phone_finds_them(desk: Client, people: People) -> None:
    factories.patient(people.front_desk, record_number="R1", phone="0123 456789", second_phone="+44 7700 900111")
    for typed in ("07700 900111", "0123 456789"):
        assert "record R1" in words(desk.post("/desk/", {"person": typed}))


@pytest.mark.parametrize(
    ("known", "answers"),
    [
        ({}, {}),
        (
            {"preferred_language": "Polski", "interpreter_needed": False},
            {"ctx.language": "Polski", "ctx.interpreter": "none"},
        ),
        ({"preferred_language": "Polski", "interpreter_needed": True}, {"ctx.language": "Polski"}),
    ],
)
def test_language_and_interpreter_are_answered_already(
    known: dict[str, Any], answers: dict[str, str], people: People
) -> None:
    intake = start_intake(actor=people.front_desk, patient=factories.patient(people.front_desk, **known))
    assert intake.answers == {"ctx.encounter_date": timezone.localdate().isoformat()} | answers
