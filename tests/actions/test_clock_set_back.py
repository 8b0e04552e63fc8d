"""A clock that was wrong, and is set back while people work: nothing takes its order from the time of day."""

from __future__ import annotations

import datetime
import uuid

import time_machine

from intake.actions.intakes import complete_intake
from intake.models import AuditEvent, Document, Intake
from tests import factories
from tests.factories import People

NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
NINE = NOON - datetime.timedelta(hours=3)


def test_versions_events_and_the_signature_keep_their_order(people: People) -> None:
    with time_machine.travel(NOON):
        done = factories.submitted(people.front_desk, "V11")
    with time_machine.travel(NINE):
        given = {"revision": done.revision, "changes": {"mh.plan": True}, "token": uuid.uuid4()}
        newest = complete_intake(actor=people.clinician, intake=done, **given)
        signed = factories.sign(people.clinician, Intake.objects.get(pk=done.pk))
    assert signed.current
    assert signed.current.version == newest
    assert [version.number for version in signed.versions.order_by("number")] == [1, 2]
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))[-3:] == [
        "complete",
        "acknowledge",
        "sign",
    ]
    document = Document.objects.get()
    assert (document.number, document.made_at.hour) == (1, 9)
