"""An action that is interrupted after any of its statements has done nothing; uninterrupted, all of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from intake.actions.corrections import mark_in_error
from intake.actions.intakes import complete_intake, submit_intake
from intake.actions.signing import add_addendum, sign_intake, void_intake
from intake.clinical.telling.still_open import still_open
from intake.fingerprint import rule_set_fingerprint
from intake.models import AuditEvent, Review
from tests import factories, referring
from tests.factories import People

SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
OF_THE_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET CONSTRAINTS")
Act = Callable[[], object]


class FaultError(Exception):
    """The process is gone."""


class Statements:
    """Those that were executed, and a fault right after one of them."""

    def __init__(self, fault_after: int = 0) -> None:
        self.fault_after = fault_after
        self.executed: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not sql.startswith(OF_THE_TRANSACTION):
            self.executed.append(sql)
            if len(self.executed) == self.fault_after:
                raise FaultError
        return result


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored(tables: list[str]) -> list[Any]:
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (read off our own statements)
            rows.append(sorted(map(repr, cursor.fetchall())))
    return rows


def submitting(people: People) -> Act:
    draft, token = factories.draft(people.front_desk, factories.example("V11")), uuid.uuid4()
    return lambda: submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=token)


def completing(people: People) -> Act:
    done, token = factories.submitted(people.front_desk, "V11"), uuid.uuid4()
    given = {"revision": done.revision, "changes": {"mh.plan": True}, "token": token}
    return lambda: complete_intake(actor=people.clinician, intake=done, **given)


def signing(people: People) -> Act:
    """With a step that was accepted, so that a follow-up is planned."""
    done = referring.accepted(people)
    factories.acknowledged(people.clinician, done)
    left = still_open(factories.found(done), Review.of(done).decided, todays_rules=True)
    given: dict[str, Any] = {
        "revision": done.revision,
        "review_revision": Review.of(done).revision,
        "fingerprint": rule_set_fingerprint(),
        "words": {item.key: "Later" for item in left},
    }
    return lambda: sign_intake(actor=people.clinician, intake=done, **given, **SIGNER)


def amending(people: People) -> Act:
    done = factories.signed(people)
    said = {"number": 1, "reason": "late", "text": "CK normal"}
    return lambda: add_addendum(actor=people.clinician, intake=done, **said, **SIGNER)


def voiding(people: People) -> Act:
    done = factories.signed(people)
    return lambda: void_intake(actor=people.clinician, intake=done, kind="identity", reason="wrong", **SIGNER)


def withdrawing(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    return lambda: mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="twice")


def signing_a_letter(people: People) -> Act:
    begun = referring.begun(people)
    return lambda: referring.sign(people.clinician, begun)


def sending_a_letter(people: People) -> Act:
    signed = referring.signed(people)
    return lambda: referring.change(people.clinician, signed, "sent")


ACTS = [submitting, completing, signing, amending, voiding, withdrawing, signing_a_letter, sending_a_letter]


@pytest.mark.parametrize("prepare", ACTS, ids=lambda prepare: prepare.__name__)
def test_interrupted_after_any_statement(prepare: Callable[[People], Act], people: People) -> None:
    """All or nothing, the audit row included (ASVS V2.3.3)."""
    act = prepare(people)
    whole = Statements()
    with undone(), connection.execute_wrapper(whole):
        act()
    tables = sorted({match[1] for sql in whole.executed if (match := WRITES.match(sql))})
    assert AuditEvent._meta.db_table in tables
    before = stored(tables)
    half_done = []
    for number, sql in enumerate(whole.executed, start=1):
        with undone():
            with pytest.raises(FaultError), connection.execute_wrapper(Statements(number)):
                act()
            if stored(tables) != before:
                half_done.append(sql)
    assert half_done == []
    act()
    after = stored(tables)
    assert [table for table, was, now in zip(tables, before, after, strict=True) if was == now] == []
