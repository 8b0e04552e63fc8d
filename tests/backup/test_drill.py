"""The drill: a backup while people work, all of it lost, and back."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from intake.actions.intakes import submit_intake
from intake.backup.contents import contents
from intake.database import triggers
from intake.models import AuditEvent, Intake
from tests import factories, lanes
from tests.backup.conftest import Place
from tests.factories import People

pytestmark = pytest.mark.usefixtures("transactional_db")


@contextmanager
def at_work(people: People, writers: int) -> Iterator[list[uuid.UUID]]:
    """While this lasts, so many people submit one intake after the other; those that were acknowledged."""
    done: list[uuid.UUID] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            done.append(factories.submitted(people.front_desk, {"pain.nrs_now": 4}).pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wipe() -> None:
    """The machine is gone. What there is, is a new one, with an empty database."""
    if connection.vendor == "sqlite":
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


@pytest.mark.parametrize(("signed", "writers"), lanes.sweep([(2, 2), (40, 8)], few=[(2, 2)]))
def test_backup_under_load_wipe_restore(signed: int, writers: int, people: People, place: Place) -> None:
    for _ in range(signed):
        factories.signed(people)
    before = contents(connection)
    with at_work(people, writers) as submitted:
        while not submitted:
            pass
        there = set(submitted)
        place.backup()
    wipe()
    place.restore()
    after = contents(connection)
    assert (after.signed, after.digest, after.altered) == (signed, before.digest, 0)
    assert triggers.missing(connection) == []
    assert there <= set(Intake.objects.values_list("pk", flat=True))
    for intake in Intake.objects.all():  # each whole, or still a draft
        done = int(intake.state != "draft")
        assert done or intake.pk not in there
        assert (intake.versions.count(), intake.current is not None) == (done, bool(done))
        assert AuditEvent.objects.filter(action="submit", record_id=str(intake.pk)).count() == done
    with pytest.raises(IntegrityError, match="refused, the record"), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_document SET sha256 = 'x'")
    # The site goes on: what is written next meets no number that was given already.
    submit_intake(
        actor=people.front_desk,
        intake=(draft := factories.draft(people.front_desk, {})),
        revision=draft.revision,
        token=uuid.uuid4(),
    )
