"""Whoever sees a person's data leaves one audit event: who, which record, when and from where, and no value of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import AuditEvent, Intake
from intake.roles import FRONT_DESK
from intake.views.reading import NAMED_BY, UNSAID
from tests import factories
from tests.factories import People
from tests.test_access import ADDRESSES, Visitors, patterns
from tests.test_access import own_visitors as visitors
from tests.views.at_the_desk import entered
from tests.views.browser import form_with

__all__ = ["visitors"]

NAME = "NOWAK"
"""Of everybody whom the factories register."""
TAKEN_AWAY = {"intake-answers", "intake-paper-form", "summary-pdf", "summary-text", "document", "referral-document"}
"""Copies, which are noted as such, and not as read."""
TAKEN_AWAY |= {"summary-copy", "handout-given", "referral-preview", "referral-text", "referral-copy"}
AT_THE_END = ("private", "private-section", "private-done", "take-back")
"""While the person has the screen, nothing else opens."""
NAMELESS = {*AT_THE_END[1:], "privacy-user", "privacy-user-csv", "privacy-person-csv"}
"""Of somebody, whose name may not be there."""
NOBODYS = {"paper-form", "handout-pdf", "appointment-sample"}
"""Printed for nobody, or of invented people."""


def stated_reads(view: Any) -> Any:
    return getattr(view, "reads", getattr(getattr(view, "view_class", None), "reads", UNSAID))


READS = {pattern.name: stated_reads(pattern.callback) for pattern in patterns()}


def test_every_view_says_whose_data_it_shows() -> None:
    assert [name for name, reads in READS.items() if reads == UNSAID] == []


def test_what_a_view_reads_is_in_its_address() -> None:
    """Or it is a form about somebody new."""
    ids = {pattern.name: set(pattern.pattern.converters) for pattern in patterns()}
    lacking = {name for name, reads in READS.items() if reads in NAMED_BY and NAMED_BY[reads] not in ids[str(name)]}
    assert lacking == {"appointment-new", "appointment-list", "patient-new"}


def events_of(act: Callable[[], Any]) -> tuple[Any, list[AuditEvent]]:
    """What it answered, and the events that it left."""
    last = AuditEvent.objects.latest("pk").pk
    response = act()
    return response, list(AuditEvent.objects.filter(pk__gt=last).order_by("pk"))


def text_of(response: Any) -> str:
    if response["Content-Type"] == "application/pdf":
        return NAME
    return str(b"".join(response) if response.streaming else response.content)


def client_for(name: str, visitors: Visitors) -> Client:
    audience = ADDRESSES[name][0]
    client = visitors.clients.get(audience[0].lower(), visitors.clients["clinician"])  # others open for anybody
    if name == AT_THE_END[0]:
        client.post(address_of("hand-over", visitors))
    return client


def test_v16_3_2_each_page_that_shows_a_person_is_one_event(visitors: Visitors) -> None:
    """Lists, parts of pages, PDFs and copied text included; a page that shows nobody leaves none (ASVS V16.3.2)."""
    factories.draft(visitors.intake.author, {"phq.q1": 1, "pain.present": "yes"})
    swept = [name for name, (_, methods) in ADDRESSES.items() if "GET" in methods]
    wrong = [fault for name in sorted(swept, key=AT_THE_END.__contains__) for fault in faults_of(name, visitors)]
    assert not wrong, "\n".join(wrong)


def address_of(name: str, visitors: Visitors) -> str:
    """The front desk's pages of an intake open while it is filled in."""
    draft = Intake.objects.filter(state="draft").latest("started_at")
    of_draft = ADDRESSES[name][0] == (FRONT_DESK,) and name not in ("intake-answers", "private-answer")
    return visitors.address(name, **({"intake_id": draft.pk} if of_draft else {}))


def faults_of(name: str, visitors: Visitors) -> Iterator[str]:
    client, address = client_for(name, visitors), address_of(name, visitors)
    response, events = events_of(lambda: client.get(address, REMOTE_ADDR="192.0.2.7"))
    named = READS[name] == "list" or name in NAMELESS or NAME in text_of(response).upper()
    shows = response.status_code == 200 and named
    if len(events) != (shows and name not in NOBODYS):
        yield f"{name} ({response.status_code}, shows somebody: {shows}): {events}"
    for event in events:
        yield from (f"{name}: {fault}" for fault in faults_in(event, name, client, visitors))
    for silent in (lambda: client.head(address), lambda: Client().get(address)):
        if name not in TAKEN_AWAY and events_of(silent)[1]:
            yield f"{name} notes a read where nothing was shown"


def faults_in(event: AuditEvent, name: str, client: Client, visitors: Visitors) -> Iterator[str]:
    if (event.actor_id, event.address) != (int(client.session["_auth_user_id"]), "192.0.2.7"):
        yield "another user or address"
    if name in TAKEN_AWAY:
        if event.action not in ("download", "print"):
            yield event.action
    elif (event.action, event.record_type) != (f"read {name}", READS[name]):
        yield f"{event.action} {event.record_type}"
    elif event.record_id not in (address_of(name, visitors).split("/") if READS[name] != "list" else [""]):
        yield f"another record: {event.record_id}"
    if any(value in " ".join(map(str, vars(event).values())) for value in canaries(visitors)):
        yield "it holds a value"


def canaries(visitors: Visitors) -> list[str]:
    patient = visitors.intake.patient
    return [NAME, patient.family_name, patient.given_name, patient.record_number, str(patient.date_of_birth)]


def sent(name: str, **posted: Any) -> Callable[[Client, Visitors], Any]:
    return lambda client, visitors: client.post(visitors.address(name), posted)


ANSWERED_WITH_A_PAGE: dict[str, tuple[str, Callable[[Client, Visitors], Any], str]] = {
    "search at the desk": ("desk", sent("desk", person=NAME), "read desk"),
    "search in the queue": ("queue", sent("queue", person=NAME), "read queue"),
    "a person who is there already": (
        "patient-new",
        sent("patient-new", record_number="R9", family_name=NAME, given_name="Ewa"),
        "read patient-new",
    ),
    "details that are refused": ("patient-details", sent("patient-details", family_name=""), "read patient-details"),
}


def test_v16_3_2_a_form_answered_with_a_page_is_one_event(visitors: Visitors) -> None:
    """What was searched for is not in it (ASVS V16.3.2)."""
    for name, send, action in ANSWERED_WITH_A_PAGE.values():
        response, events = events_of(partial(send, client_for(name, visitors), visitors))
        assert response.status_code in (200, 409, 422)
        assert [event.action for event in events] == [action]
        assert NAME not in " ".join(map(str, vars(events[0]).values())).upper()


def test_v16_3_2_a_write_answered_with_a_page_is_its_own_event_alone(visitors: Visitors) -> None:
    """Saved while somebody types (ASVS V16.3.2)."""
    factories.draft(visitors.intake.author, {"phq.q1": 1})
    client, address = visitors.clients["front desk"], address_of("intake-section", visitors)
    page = form_with(client.get(address), "revision") | entered("phq.q1", 1)
    response, events = events_of(lambda: client.post(address, page, headers={"HX-Request": "true"}))
    assert response.status_code == 200
    assert [event.action for event in events] == ["save"]


def test_v16_3_2_a_wrong_password_does_not_hide_that_the_page_was_seen(people: People) -> None:
    """Nor does one that is not looked at any more: the page is of the person all the same (ASVS V16.3.2)."""
    intake, doctor = factories.submitted(people.front_desk, "V35", family_name=NAME), Client()
    factories.acknowledged(people.clinician, intake)
    doctor.force_login(people.clinician)
    guess = {"role": "GP", "password": "a guess", "same_words": "Seen.", "nothing_decided": "on"}
    statuses = set()
    for _ in range(12):
        response, events = events_of(lambda: doctor.post(f"/review/{intake.pk}/sign/", guess))
        statuses.add(response.status_code)
        assert NAME in text_of(response).upper()
        assert [event.action for event in events if event.record_id == str(intake.pk)] == ["read review-sign"]
    assert statuses == {422, 429}


def test_v16_3_2_who_is_told_to_wait_has_seen_nobody(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """(ASVS V16.3.2)"""
    intake, doctor = factories.submitted(people.front_desk, "V35"), Client()
    doctor.force_login(people.clinician)
    monkeypatch.setattr("intake.views.throttled.spend", lambda **token: 7)
    response, events = events_of(lambda: doctor.get(reverse("summary-pdf", args=[intake.pk, 1])))
    assert (response.status_code, events) == (429, [])


def test_v16_3_2_a_refusal_is_logged(client: Client, people: People, caplog: pytest.LogCaptureFixture) -> None:
    """And leaves no event of a read (ASVS V16.3.2)."""
    client.force_login(people.front_desk)
    response, events = events_of(lambda: client.get("/queue/"))
    assert (response.status_code, events) == (403, [])
    (logged,) = [entry for entry in caplog.records if entry.name == "django.request"]
    assert (logged.levelname, logged.status_code) == ("WARNING", 403)  # type: ignore[attr-defined]


def test_a_page_that_renews_itself_counts_once_a_minute(people: People) -> None:
    factories.appointment(people.front_desk, patient=factories.patient(people.front_desk))
    client = Client()
    client.force_login(people.front_desk)
    read = AuditEvent.objects.filter(action="read desk-board")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(8):
            assert NAME in text_of(client.get("/desk/board/")).upper()
            clock.shift(15)
        assert read.count() == 2
        colleague = Client()
        colleague.force_login(factories.user("colleague", "Front desk"))
        colleague.get("/desk/board/")
        assert read.count() == 3


def test_v16_5_3_what_cannot_be_noted_is_not_shown(visitors: Visitors) -> None:
    """The page fails, and holds nothing of the person (ASVS V16.5.3)."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_auditevent"'):
            raise DatabaseError
        return execute(sql, *rest)

    for name in ("review", "patient", "queue", "person", "summary-pdf", "privacy-person"):
        client = client_for(name, visitors)
        client.raise_request_exception = False
        with transaction.atomic(), connection.execute_wrapper(refuse):
            response = client.get(visitors.address(name))
            transaction.set_rollback(True)
        assert response.status_code == 500
        assert NAME not in text_of(response).upper()
