"""How audit events are written: last, together, in a chain that does not fork."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from intake import request_context
from intake.actions.audit import audited, audited_block, record, record_event
from intake.client_address import client_address
from intake.database import triggers
from intake.models import AuditEvent, Patient
from intake.models.audit_chain import hash_of
from intake.stored.audit_check import faults
from tests import factories
from tests.factories import People

WRITERS, EACH = 8, 12


def note(word: str) -> None:
    record_event(actor=None, action=word, record_type="x", record_id="1")


def words() -> list[str]:
    return list(AuditEvent.objects.filter(record_type="x").order_by("pk").values_list("action", flat=True))


class Failed(Exception):
    """An action did."""


@audited
def inner(*, fails: bool = False) -> None:
    note("inner")
    if fails:
        raise Failed


@audited
def outer() -> None:
    note("lost")
    inner(fails=True)


def test_events_are_written_when_the_outermost_action_ends(db: None) -> None:
    with audited_block():
        note("first")
        inner()
        note("last")
        assert words() == []
    assert words() == ["first", "inner", "last"]


def test_an_action_that_fails_inside_another_takes_its_own_events_along(db: None) -> None:
    with audited_block():
        note("first")
        with pytest.raises(Failed):
            inner(fails=True)
        note("last")
    assert words() == ["first", "last"]
    with pytest.raises(Failed):
        outer()
    note("outside of any")
    assert words() == ["first", "last", "outside of any"]


def test_each_event_holds_the_hash_of_the_one_before(people: People) -> None:
    with audited_block():
        note("one")
        note("two")
    note("three")
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]
    assert all(event.hash == hash_of(event) for event in events)


def test_writing_costs_two_queries_however_many_events_there_are(people: People) -> None:
    for several in (1, 5):
        with CaptureQueriesContext(connection) as captured, audited_block():
            for _ in range(several):
                record(actor=people.clinician, action="look", on=people.clinician)
        asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert len(asked) == 2


def test_v16_4_2_the_database_refuses_to_change_an_event(people: People) -> None:
    """By any statement, on either database (ASVS V16.4.2)."""
    note("kept")
    row = AuditEvent.objects.values().latest("number")
    attempts = [
        "UPDATE intake_auditevent SET action = 'other'",
        "UPDATE intake_auditevent SET hash = ''",
        "DELETE FROM intake_auditevent",
    ]
    if connection.vendor == "sqlite":
        columns = ", ".join(f'"{name}"' for name in row)
        attempts.append(
            f"INSERT OR REPLACE INTO intake_auditevent ({columns}) SELECT {columns} FROM intake_auditevent"  # noqa: S608
        )
    else:
        attempts.append("TRUNCATE intake_auditevent CASCADE")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or it refuses by itself
    for sql in attempts:
        with pytest.raises(IntegrityError, match="refused"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert AuditEvent.objects.values().latest("number") == row


def test_v16_4_2_a_number_is_given_once(people: People) -> None:
    """Two events in one place of the chain are refused (ASVS V16.4.2)."""
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(action="x", record_type="x", record_id="1", number=1)


def write_many(writer: int, together: threading.Barrier) -> None:
    """Each changes a person's row of its own and one that all want, as actions do."""
    actor = User.objects.order_by("pk")[writer % 4]
    together.wait()
    try:
        for turn in range(EACH):
            with audited_block():
                User.objects.select_for_update().get(pk=actor.pk)
                Patient.objects.filter(record_number="SHARED").update(phone=f"0{writer}{turn}")
                record(actor=actor, action="write", on=actor)
                if turn % 3 == 0:
                    record(actor=actor, action="write", on=actor)
            record(actor=actor, action="read", on=actor)
    finally:
        connection.close()


def test_v16_4_2_the_chain_does_not_fork_under_eight_writers(transactional_db: None, people: People) -> None:
    """Nor do they wait for each other for ever, whatever rows they hold (ASVS V16.4.2)."""
    factories.patient(people.front_desk, record_number="SHARED")
    together = threading.Barrier(WRITERS)
    before = AuditEvent.objects.count()
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write_many, writer, together) for writer in range(WRITERS)]:
            done.result()
    assert AuditEvent.objects.count() - before == WRITERS * (2 * EACH + EACH // 3)
    assert list(faults()) == []


@pytest.mark.postgresql
def test_an_account_that_is_being_changed_does_not_stop_the_chain(transactional_db: None, people: People) -> None:
    """Who holds the row of an account may still write an event, while another is about to write one of that account."""
    waiting = threading.Event()

    def other() -> None:
        try:
            waiting.set()
            record(actor=people.clinician, action="other", on=people.clinician)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with audited_block():
            User.objects.select_for_update().get(pk=people.clinician.pk)
            done = pool.submit(other)
            waiting.wait()
            record(actor=people.front_desk, action="mine", on=people.clinician)
        done.result(timeout=10)
    assert list(faults()) == []


def test_a_table_that_was_emptied_begins_a_new_chain(transactional_db: None) -> None:
    triggers.take_down(connection, triggers.on(connection, "intake_auditevent", ("DELETE",)))
    AuditEvent.objects.all()._raw_delete("default")
    AuditEvent(action="from before", record_type="x", record_id="1").save()
    note("first")
    begun = AuditEvent.objects.get(number=1)
    assert (begun.action, begun.record_id, begun.hash) == (
        "begin chain",
        "1",
        AuditEvent.objects.get(number=2).previous,
    )
    assert list(faults()) == []


def test_an_event_says_from_where(people: People, settings: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4"})
    client.force_login(people.front_desk)

    def change() -> Any:
        client.post("/preferences/", {})
        return AuditEvent.objects.latest("number").address

    assert change() == "192.0.2.7"
    settings.BEHIND_TLS_PROXY = True
    assert change() == "198.51.100.4"
    assert request_context.address.get() == ""
    note("at the machine itself")
    assert AuditEvent.objects.latest("number").address == ""


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("", "127.0.0.1"),
        ("nonsense", ""),
        ("192.0.2.1, x'; --", ""),
        ("2001:db8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
    ],
)
def test_what_a_client_says_of_itself_is_an_address_or_nothing(header: str, address: str, settings: Any) -> None:
    settings.BEHIND_TLS_PROXY = True
    assert client_address(RequestFactory().get("/", headers={"X-Forwarded-For": header})) == address
