"""The privacy officer's pages: who saw this person, and what did this user see."""

from __future__ import annotations

import csv
import datetime
import io
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.audit import record, record_event
from intake.actions.exports import note_download
from intake.actions.merging import merge_patients
from intake.models import AuditEvent, Intake, Patient
from intake.stored import seen
from tests import factories, over_time, referring
from tests.actions.test_every_action import ACTIONS
from tests.factories import People
from tests.views.pages import title, words

START = "/privacy/"


@pytest.fixture
def officer(client: Client, people: People) -> Client:
    client.force_login(people.privacy_officer)
    return client


@pytest.fixture
def patient(people: People) -> Patient:
    known = {"family_name": "Lovelace", "given_name": "Augusta", "record_number": "AB-17"}
    return factories.patient(people.front_desk, **known)


def of_person(patient: Patient) -> str:
    return reverse("privacy-person", args=[patient.pk])


def read(people: People, about: Any, page: str = "review") -> None:
    record(actor=people.clinician, action=f"read {page}", on=about)


def rows(page: Any) -> list[seen.Seen]:
    return list(page.context["page"].rows)


def in_csv(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_a_person_is_found_by_record_number_and_no_number_stands_in_an_address(
    officer: Client, patient: Patient
) -> None:
    response = officer.post(START, {"record_number": "ab 17"})
    assert response.headers["Location"] == of_person(patient)
    assert "AB-17" not in response.headers["Location"]
    page = officer.get(of_person(patient))
    assert "LOVELACE, Augusta record AB-17" in words(page)
    assert "Lovelace" not in title(page)


@pytest.mark.parametrize(
    ("typed", "said"), [("ZZ-9", "Nobody has this record number."), ("", "Please type a record number.")]
)
def test_a_number_that_nobody_has_is_told_beside_the_field(typed: str, said: str, officer: Client, db: None) -> None:
    page = officer.post(START, {"record_number": typed})
    assert page.status_code == 422
    assert said in words(page)
    assert title(page).startswith("Error: ")


def test_nobody_is_found_by_name(officer: Client, patient: Patient) -> None:
    assert officer.post(START, {"record_number": "Lovelace"}).status_code == 422


def test_a_user_is_chosen_from_a_list(officer: Client, people: People) -> None:
    response = officer.post(START, {"user": people.clinician.pk})
    assert response.headers["Location"] == reverse("privacy-user", args=[people.clinician.pk])
    assert officer.post(START, {"user": "nobody"}).status_code == 422


def test_all_that_is_kept_under_a_person_is_theirs(officer: Client, people: People) -> None:
    """Intakes, versions, documents, referrals, letters, appointments, follow-ups, handouts and merged records."""
    done = factories.signed(people)
    patient = done.patient
    planned = over_time.planned(factories.submitted(people.front_desk, "V11", patient=patient))
    letter = referring.signed(people, referring.accepted(people, patient=patient)).documents.all()[0]
    expected = factories.appointment(people.front_desk, patient=patient)
    given = factories.given_handout(people, Intake.objects.exclude(pk=done.pk).filter(patient=patient).latest("pk"))
    merged = factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=patient, merged=merged, reason="Registered twice")
    other = factories.submitted(people.front_desk, "V01")
    assert done.current
    mine = [patient, merged, done, done.current.version, done.documents.get(), planned, letter, expected, given]
    for about in (*mine, letter.referral, other, other.patient):
        read(people, about)
    events = AuditEvent.objects.filter(action="read review", pk__in=seen.of_person(patient))
    assert {event.record_id for event in events} == {str(about.pk) for about in (*mine, letter.referral)}


def test_a_merged_record_leads_to_the_one_in_use(officer: Client, people: People, patient: Patient) -> None:
    merged = factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=patient, merged=merged, reason="Registered twice")
    assert officer.get(of_person(merged)).headers["Location"] == of_person(patient)


def test_what_a_user_saw_says_whose_it_was_by_record_number_alone(
    officer: Client, people: People, patient: Patient
) -> None:
    done = factories.submitted(people.front_desk, "V11", patient=patient)
    assert done.current
    read(people, done)
    note_download(actor=people.clinician, of=done.current.version)
    record_event(actor=people.clinician, action="read queue", record_type="list", record_id="")
    page = officer.get(reverse("privacy-user", args=[people.clinician.pk]))
    assert [(row.what, row.record, row.record_number) for row in rows(page)] == [
        ("Read: queue", "", ""),
        ("Download", "answer version", "AB-17"),
        ("Read: review", "intake", "AB-17"),
    ]
    assert "Lovelace" not in page.content.decode()
    assert f'href="{of_person(patient)}"' in page.content.decode()


def test_no_answer_score_or_flag_is_shown(officer: Client, people: People, patient: Patient) -> None:
    intake = factories.draft(people.front_desk, {"phq.q9": 3, "pain.present": True}, patient=patient)
    read(people, intake.alerts.first())
    said = words(officer.get(of_person(patient)))
    assert "Read: review alert" in said
    for never in ("RF17", "suicid", "thoughts", "PHQ", "score"):
        assert never.lower() not in said.lower()


def test_looking_is_noted_too(officer: Client, people: People, patient: Patient) -> None:
    officer.get(of_person(patient))
    b"".join(officer.get(of_person(patient) + "events.csv"))
    officer.get(reverse("privacy-user", args=[people.clinician.pk]))
    looked = AuditEvent.objects.filter(actor=people.privacy_officer).exclude(action="sign in").order_by("pk")
    assert list(looked.values_list("action", "record_type", "record_id")) == [
        ("read privacy-person", "patient", str(patient.pk)),
        ("read privacy-person-csv", "patient", str(patient.pk)),
        ("read privacy-user", "user", str(people.clinician.pk)),
    ]


def test_days_are_those_of_the_clinic_and_both_count(officer: Client, people: People, patient: Patient) -> None:
    for at in ("2026-06-30T22:30", "2026-06-30T23:30", "2026-07-01T22:30", "2026-07-01T23:30"):  # London is an hour on
        with time_machine.travel(datetime.datetime.fromisoformat(f"{at}+00:00"), tick=False):
            read(people, patient, page=at[8:13].lower())
    page = officer.get(of_person(patient), {"first": "2026-07-01", "last": "2026-07-01"})
    assert [row.what for row in rows(page)] == ["Read: 01t22", "Read: 30t23"]
    assert (
        len(in_csv(officer.get(of_person(patient) + "events.csv", {"first": "2026-07-02", "last": "2026-07-02"}))) == 1
    )


@pytest.mark.parametrize(
    "given",
    [
        {"first": "yesterday"},
        {"first": "2026-07-02", "last": "2026-07-01"},
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"after": "x"},
        {"after": "9" * 17 + "-1"},
        {"after": "1-" + "9" * 18},
        {"first": "\0"},
    ],
)
def test_what_cannot_be_read_is_told_or_left_out(given: dict[str, str], officer: Client, patient: Patient) -> None:
    expected = (400,) if "\0" in given.values() else (200, 422)  # refused at the edge
    assert officer.get(of_person(patient), given).status_code in expected
    assert officer.get(of_person(patient) + "events.csv", given).status_code in expected


def test_pages_follow_one_another_without_gap_or_twin(
    officer: Client, people: People, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "AT_ONCE", 3)
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=1), tick=False):  # all at one moment
        for number in range(8):
            read(people, patient, page=f"p{number}")
    address, met = of_person(patient), []
    while address:
        page = officer.get(address)
        met += [row.what for row in rows(page) if row.what.startswith("Read: p") and "privacy" not in row.what]
        found = re.search(r'href="(\?[^"]*)">Older events', page.content.decode())
        address = of_person(patient) + found[1].replace("&amp;", "&") if found else ""
    assert met == [f"Read: p{number}" for number in reversed(range(8))]


def test_it_asks_as_many_queries_for_many_events_as_for_few(officer: Client, people: People, patient: Patient) -> None:
    intake = factories.draft(people.front_desk, {}, patient=patient)
    addresses = (of_person(patient), reverse("privacy-user", args=[people.clinician.pk]))

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(address).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            read(people, patient)
            read(people, intake)

    add(2)
    officer.get(addresses[0])
    few = [queries(address) for address in addresses]
    add(10)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 24


def test_an_index_serves_both_questions(people: People, patient: Patient) -> None:
    """However many years of events there are."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what is stored, which is little here")
    asked = (seen.of_person(patient), "audit_record"), (seen.of_user(people.clinician), "audit_actor")
    for events, index in asked:
        today = timezone.localdate()
        plans = [seen.between(events, *days)[:50].explain() for days in ((None, None), (today, today))]
        assert all(index in plan and "SCAN intake_auditevent" not in plan for plan in plans)


def test_v1_2_10_a_cell_is_never_a_formula(officer: Client, people: People, patient: Patient) -> None:
    """A user's name may begin like one (ASVS V1.2.10)."""
    people.clinician.first_name = "=HYPERLINK(1)"
    people.clinician.save()
    read(people, patient)
    response = officer.get(of_person(patient) + "events.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-events.csv"'
    newest = in_csv(response)[1]
    assert newest["name"] == "'=HYPERLINK(1)"
    assert (newest["action"], newest["record_id"]) == ("read review", str(patient.pk))
    assert int(newest["number"]) > 0
    assert "Lovelace" not in str(newest)


def test_a_file_is_read_a_page_a_query_and_whole(
    officer: Client, people: People, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One query for all of it would keep every writer waiting on SQLite, for as long as somebody downloads."""
    monkeypatch.setattr(seen, "EXPORTED_AT_ONCE", 3)
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=1), tick=False):  # all at one moment
        for number in range(8):
            read(people, patient, page=f"p{number}")
    response = officer.get(of_person(patient) + "events.csv")
    with CaptureQueriesContext(connection) as captured:
        found = [row["action"] for row in in_csv(response)]
    assert [name for name in found if name[:6] == "read p" and name[6:].isdigit()] == [
        f"read p{number}" for number in reversed(range(8))
    ]
    pages = [query["sql"] for query in captured if "LIMIT 3" in query["sql"]]
    assert len(pages) == -(-len(found) // 3) + 1  # and one that finds no more


@pytest.mark.parametrize("name", ["person", "user"])
def test_a_file_is_handed_out_as_other_exports_are(
    name: str, officer: Client, people: People, patient: Patient, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """To somebody who was asked for the password a short while ago, and not without end."""
    about = {"person": patient, "user": people.clinician}[name]
    address = reverse(f"privacy-{name}-csv", args=[about.pk])
    monkeypatch.setattr("intake.views.throttled.spend", lambda **given: 30 if given["kind"] == "export" else 0)
    assert officer.get(address).status_code == 429
    settings.FRESH_MINUTES = 1
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2), tick=False):
        assert "why=not+fresh" in officer.get(address).headers["Location"]


def test_every_record_that_an_action_on_a_person_names_is_theirs() -> None:
    """Whatever an audit event is about is known to "who saw this person", or is about nobody."""
    about_nobody = {"user", "account", "clinicprofile", "service", "preferences", "rulesetapproval"}
    named = {kind for _, _, kind in ACTIONS} - about_nobody
    assert named - {model._meta.model_name for model in seen.WHOSE} == set()
    assert "review" in named


def test_the_first_day_of_all_is_a_day_like_any_other(officer: Client, patient: Patient) -> None:
    """East of Greenwich it begins before the first moment that a computer knows."""
    with timezone.override("Australia/Sydney"):
        assert officer.get(of_person(patient), {"first": "0001-01-01"}).status_code == 200


def test_the_first_page_has_the_head_of_every_page(officer: Client) -> None:
    """Who is signed in, the way out, and the lock."""
    for page in (officer.get(START), officer.post(START, {"record_number": ""})):
        shown = words(page)
        assert "Sign out" in shown
        assert "Settings" in shown
    assert "Please type a record number." in shown
