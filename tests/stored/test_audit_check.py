"""The audit's chain: whatever is done to its rows behind the program's back is found."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intake.actions.audit import record_event
from intake.database import triggers
from intake.models import AuditEvent
from intake.models.audit_chain import LINKED, link
from intake.stored import audit_check
from intake.stored.audit_check import Anchor, faults
from tests.factories import People

TABLE = "intake_auditevent"
EVENTS = 30


@pytest.fixture
def chain(people: People) -> list[Anchor]:
    """Thirty events and more, anchored twice: in the middle and at the end."""
    anchored = []
    for number in range(EVENTS):
        record_event(actor=people.clinician, action="read review", record_type="intake", record_id=str(number))
        if number in (EVENTS // 2, EVENTS - 1):
            last = AuditEvent.objects.latest("number")
            anchored.append(Anchor(last.number, last.hash, timezone.now()))
    triggers.take_down(connection, triggers.on(connection, TABLE, ("INSERT", "UPDATE", "DELETE")))
    return anchored


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def numbers() -> list[int]:
    return list(AuditEvent.objects.exclude(number=None).order_by("number").values_list("number", flat=True))


def changed(column: str, value: Any) -> Callable[[random.Random], None]:
    def tamper(lot: random.Random) -> None:
        new = value(lot)
        run(f"UPDATE {TABLE} SET {column} = %s WHERE number = %s", new, lot.choice(numbers()))  # noqa: S608

    return tamper


def moment(lot: random.Random) -> Any:
    return timezone.now() - datetime.timedelta(seconds=lot.randint(1, 10**6))


def delete_one(lot: random.Random) -> None:
    run(f"DELETE FROM {TABLE} WHERE number = %s", lot.choice(numbers()))  # noqa: S608


def cut_the_end(lot: random.Random) -> None:
    run(f"DELETE FROM {TABLE} WHERE number >= %s", lot.choice(numbers()[1:]))  # noqa: S608


def delete_all(lot: random.Random) -> None:
    run(f"DELETE FROM {TABLE}")  # noqa: S608


def swap(lot: random.Random) -> None:
    """Two change places, numbers and all."""
    one, other = lot.sample(numbers(), 2)
    for was, becomes in ((one, -1), (other, one), (-1, other)):
        run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", becomes, was)  # noqa: S608


def swap_keys(lot: random.Random) -> None:
    """Two change the database's own keys."""
    keys = dict(AuditEvent.objects.exclude(number=None).values_list("number", "pk"))
    one, other = lot.sample(sorted(keys), 2)
    for number, becomes in ((one, 10**9), (other, keys[one]), (one, keys[other])):
        run(f"UPDATE {TABLE} SET id = %s WHERE number = %s", becomes, number)  # noqa: S608


def forged(number: int, previous: str) -> AuditEvent:
    return link(AuditEvent(action="read", record_type="intake", record_id="x"), number=number, previous=previous)  # type: ignore[no-any-return]


def insert_in_between(lot: random.Random) -> None:
    """With a right hash, which the next event does not know of: those after it make room."""
    after = AuditEvent.objects.get(number=lot.choice(numbers()[:-1]))
    for number in reversed([n for n in numbers() if n > after.number]):
        run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", number + 1, number)  # noqa: S608
    forged(after.number + 1, after.hash).save()


def insert_at_the_end(lot: random.Random) -> None:
    """With a right hash, after another event than the last."""
    after = AuditEvent.objects.get(number=lot.choice(numbers()[:-1]))
    forged(numbers()[-1] + 1, after.hash).save()


def insert_far_away(lot: random.Random) -> None:
    last = AuditEvent.objects.latest("number")
    forged(last.number + lot.randint(2, 99), last.hash).save()


def insert_without_a_number(lot: random.Random) -> None:
    """As if it were from before the chain."""
    AuditEvent(action="read", record_type="intake", record_id="x", at=moment(lot)).save()


def insert_below_one(lot: random.Random) -> None:
    forged(-lot.randint(0, 5), "0" * 64).save()


def write_it_all_anew(lot: random.Random) -> None:
    """From some event on, with right hashes throughout: only what is noted outside knows better."""
    start = lot.choice(numbers()[: EVENTS // 2])
    rows = list(AuditEvent.objects.filter(number__gte=start).order_by("number"))
    run(f"DELETE FROM {TABLE} WHERE number >= %s", start)  # noqa: S608
    previous = rows[0].previous
    rows[0].action = "written anew"
    for row in rows:
        previous = link(row, number=row.number, previous=previous).hash
        row.pk, row._state.adding = None, True
        row.save()


TAMPERINGS: dict[str, Callable[[random.Random], None]] = {
    "delete one": delete_one,
    "cut the end": cut_the_end,
    "delete all": delete_all,
    "swap": swap,
    "swap keys": swap_keys,
    "insert in between": insert_in_between,
    "insert at the end": insert_at_the_end,
    "insert far away": insert_far_away,
    "insert without a number": insert_without_a_number,
    "insert below one": insert_below_one,
    "write it all anew": write_it_all_anew,
    "at": changed("at", moment),
    "actor": changed("actor_id", lambda lot: None),
    "action": changed("action", lambda lot: lot.choice(["sign", "save", ""])),
    "record type": changed("record_type", lambda lot: lot.choice(["patient", ""])),
    "record": changed("record_id", lambda lot: str(lot.randint(1000, 2000))),
    "address": changed("address", lambda lot: f"10.0.0.{lot.randint(1, 250)}"),
    "request": changed("request_id", lambda lot: f"{lot.getrandbits(64):x}"),
    "number": changed("number", lambda lot: lot.randint(1000, 2000)),
    "no number": changed("number", lambda lot: None),
    "previous": changed("previous", lambda lot: f"{lot.getrandbits(256):064x}"),
    "hash": changed("hash", lambda lot: f"{lot.getrandbits(256):064x}"),
}


def lot(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (a test)


PLAN = [(kind, seed) for seed in range(100) for kind in [list(TAMPERINGS)[seed % len(TAMPERINGS)]]]


def test_v16_4_2_a_hundred_of_a_hundred_tamperings_are_found(
    chain: list[Anchor], people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every kind, each at another place drawn by lot; and after all the untouched chain is well (ASVS V16.4.2)."""
    monkeypatch.setattr(audit_check, "AT_ONCE", 7)
    assert len(PLAN) == 100
    missed = []
    for kind, seed in PLAN:
        with transaction.atomic():
            TAMPERINGS[kind](lot(seed))
            if not list(faults(chain)):
                missed.append((kind, seed))
            transaction.set_rollback(True)
    assert missed == []
    assert list(faults(chain)) == []


def test_every_column_of_a_row_is_covered_by_its_hash() -> None:
    columns = {field.attname for field in AuditEvent._meta.concrete_fields}
    assert columns - set(LINKED) == {"id", "hash"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("delete one", "Missing: event"),
        ("cut the end", "The end is cut off: event"),
        ("action", "is not as it was written."),
        ("insert at the end", "does not follow event"),
        ("insert without a number", "Before the chain there are 1 events, and there were 0 when it began."),
        ("delete all", "The end is cut off"),
        ("swap keys", "has changed places with one before it."),
        ("write it all anew", "is not the one that was anchored on"),
    ],
)
def test_each_fault_is_one_plain_line(chain: list[Anchor], kind: str, said: str) -> None:
    TAMPERINGS[kind](lot(4))
    found = list(faults(chain))
    assert any(said in line for line in found)
    assert not any("\n" in line for line in found)


def test_an_anchor_noted_while_events_are_looked_at_is_no_fault(people: People) -> None:
    def noted_late() -> Any:
        record_event(actor=None, action="a", record_type="x", record_id="1")
        last = AuditEvent.objects.latest("number")
        yield Anchor(last.number, last.hash, timezone.now())

    assert list(faults(noted_late())) == []
    late = noted_late()
    checked = faults(late)
    assert list(checked) == []


def test_it_goes_through_many_events_in_pages(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held at once does not grow with the table."""
    monkeypatch.setattr(audit_check, "AT_ONCE", 5)
    sizes: list[int] = []

    def noted(page: Any) -> list[Any]:
        rows = list(page)
        sizes.append(len(rows))
        return rows

    monkeypatch.setattr(audit_check, "list", noted, raising=False)
    for number in range(23):
        record_event(actor=None, action="a", record_type="x", record_id=str(number))
    assert list(faults()) == []
    assert max(sizes) == 5
    assert len(sizes) > 5
