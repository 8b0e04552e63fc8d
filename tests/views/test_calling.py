"""A call for a clinician has an end: the desk says whom it told, a clinician has seen it. News opens it again."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import save_draft, submit_intake
from intake.models import AuditEvent, ClinicianTold, Intake, Patient
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save
from tests.views.browser import form_with
from tests.views.pages import words

TELL, FETCH = "Tell the clinician on duty now", "Fetch the clinician on duty now"
BEGUN = datetime.datetime(2026, 11, 27, 10, 40, tzinfo=datetime.UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(BEGUN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clinician(people: People) -> Client:
    people.clinician.first_name, people.clinician.last_name = "Cleo", "Lee"
    people.clinician.save()
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def draft(clock: time_machine.Coordinates, people: People) -> Intake:
    """Item 9 was answered at 10:40."""
    return factories.draft(people.front_desk, {"phq.q9": 1}, family_name="Rossi", given_name="Ada", phone="0123 45")


def shown(desk: Client, intake: Intake) -> str:
    return words(desk.get(reverse("intake-call", args=[intake.pk])))


def tell(desk: Client, intake: Intake, **given: Any) -> Any:
    newest = intake.alerts.order_by("pk").last()
    assert newest
    return desk.post(reverse("intake-call", args=[intake.pk]), {"alert": newest.pk, "after": "", **given})


def minutes(clock: time_machine.Coordinates, number: int) -> None:
    clock.move_to(BEGUN + datetime.timedelta(minutes=number))


def test_since_is_the_first_sign_and_not_the_last_save(
    clock: time_machine.Coordinates, desk: Client, clinician: Client, draft: Intake
) -> None:
    minutes(clock, 9)
    save(desk, draft, "mood", {"phq.q1": 2})
    assert f"{TELL} since 10:40" in shown(desk, draft)
    assert "since 10:40 (9 min)" in words(clinician.get(reverse("queue")))


def test_told_then_seen_then_open_again_on_every_page(
    clock: time_machine.Coordinates, desk: Client, clinician: Client, people: People, draft: Intake
) -> None:
    minutes(clock, 2)
    assert tell(desk, draft, clinician=people.clinician.pk, back="mood").headers["Location"] == address(draft, "mood")
    pages = [address(draft), address(draft, "mood"), address(draft, "check")]
    for page in map(desk.get, pages):
        assert "Told Cleo Lee at 10:42" in words(page)
        assert TELL not in words(page)
    assert "Clinician told Cleo Lee at 10:42" in words(desk.get(reverse("desk")))
    assert "told by the front desk at 10:42: Cleo Lee" in words(clinician.get(reverse("queue")))
    assert "told by the front desk at 10:42: Cleo Lee" in words(clinician.get(reverse("alerts")))

    minutes(clock, 10)
    factories.acknowledged(people.clinician, draft)
    for page in map(desk.get, pages):
        assert "Seen by Cleo Lee at 10:50" in words(page)
        assert "Told Cleo Lee" not in words(page)
    assert "seen by Cleo Lee at 10:50" in words(desk.get(reverse("desk")))
    assert "ROSSI" not in words(clinician.get(reverse("queue")))

    minutes(clock, 15)
    save(desk, draft, "symptoms", {"sx.stroke_signs": True})
    said = words(desk.get(address(draft, "symptoms")))
    assert f"New {FETCH} since 10:55, after Cleo Lee had seen it at 10:50" in said
    assert "Told Cleo Lee" not in said
    assert "Clinician to see now new, since 10:55" in words(desk.get(reverse("desk")))
    assert "ROSSI, Ada emergency now since 10:55" in words(clinician.get(reverse("queue")))


def test_what_comes_after_it_was_told_has_not_been_told(
    clock: time_machine.Coordinates, desk: Client, clinician: Client, people: People, draft: Intake
) -> None:
    tell(desk, draft, name="Dr Oduya")
    minutes(clock, 3)
    save(desk, draft, "symptoms", {"sx.stroke_signs": True})
    assert f"New {FETCH} since 10:43, after Dr Oduya was told" in shown(desk, draft)
    assert "Dr Oduya, before the newest answer" in words(clinician.get(reverse("queue")))
    # The page that was open before told of the first alert alone.
    first = draft.alerts.order_by("pk")[0]
    desk.post(reverse("intake-call", args=[draft.pk]), {"alert": first.pk, "after": "", "name": "Dr Lee"})
    assert FETCH in shown(desk, draft)


def test_it_is_noted_who_told_whom_of_which_call(
    desk: Client, clock: time_machine.Coordinates, people: People, draft: Intake
) -> None:
    tell(desk, draft, clinician=people.clinician.pk)
    tell(desk, draft, clinician=people.clinician.pk)  # the same form, sent twice
    told = ClinicianTold.objects.get()
    newest = draft.alerts.order_by("pk").last()
    assert (told.alert, told.call, told.clinician, told.name) == (newest, "safety", people.clinician, "clinician")
    assert (told.told_by, told.told_at) == (people.front_desk, BEGUN)
    assert AuditEvent.objects.filter(action="tell a clinician", record_id=str(draft.pk)).count() == 1
    tell(desk, draft, clinician=people.clinician.pk, after=told.pk)  # told again, because nobody came
    assert ClinicianTold.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "Choose whom you told, or write the name."),
        ({"clinician": "clinician", "name": "Dr Lee"}, "not both"),
        ({"clinician": "front-desk"}, "Choose a clinician from the list"),
        ({"clinician": "x"}, "Choose a clinician from the list"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_cannot_be_noted_is_said_beside_the_field_and_kept(
    given: dict[str, str], error: str, desk: Client, people: People, draft: Intake
) -> None:
    ids = {"clinician": people.clinician.pk, "front-desk": people.front_desk.pk}
    page = tell(desk, draft, **{key: ids.get(value, value) for key, value in given.items()})
    assert page.status_code == 422
    assert error in words(page)
    assert f'value="{given.get("name", "")}"' in page.content.decode() or not given.get("name")
    assert not ClinicianTold.objects.exists()


@pytest.mark.parametrize("alert", ["", "0", "-1", "999999999", "99999999999999999999999", "x"])
def test_a_call_that_is_none_is_refused(alert: str, desk: Client, draft: Intake) -> None:
    assert tell(desk, draft, alert=alert, name="Dr Lee").status_code in (409, 422)
    assert not ClinicianTold.objects.exists()


def test_seen_meanwhile_nothing_is_left_to_tell(desk: Client, people: People, draft: Intake) -> None:
    factories.acknowledged(people.clinician, draft)
    refused = tell(desk, draft, name="Dr Lee")
    assert refused.status_code == 409
    assert "A clinician has seen it meanwhile: nothing is left to tell." in words(refused)


def test_answers_taken_back_leave_what_is_true(
    clock: time_machine.Coordinates, desk: Client, clinician: Client, people: People, draft: Intake
) -> None:
    save(desk, draft, "mood", {"phq.q9": 0})
    said = shown(desk, draft)
    assert "The answers were changed after the call of 10:40" in said
    assert TELL not in said
    assert "Clinician to see now answers changed, since 10:40" in words(desk.get(reverse("desk")))
    assert "ROSSI" in words(clinician.get(reverse("alerts")))
    assert "ROSSI" not in words(clinician.get(reverse("queue")))
    tell(desk, draft, name="Dr Oduya")
    assert "Told Dr Oduya at 10:40" in shown(desk, draft)
    factories.acknowledged(people.clinician, draft)
    assert "Seen by Cleo Lee at 10:40" in shown(desk, draft)


def test_the_submitted_page_says_what_is_left_to_do(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, {"phq.q9": 1})
    said = words(desk.get(address(done)))
    assert TELL in said
    assert "nothing more to do" not in said
    tell(desk, done, name="Dr Lee")
    assert "nothing more to do" not in words(desk.get(address(done)))
    factories.acknowledged(people.clinician, done)
    assert "There is nothing more to do here." in words(desk.get(address(done)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Do not leave the person alone."),
        ({"ctx.mode": "in_person"}, "Do not leave the person alone."),
        (
            {"ctx.mode": "remote_live"},
            "Keep the person on the line: ask where they are, and for a number to call back.",
        ),
        ({"ctx.mode": "unsupervised"}, "If they are not here, phone them now (phone 0123 45)"),
        (
            {"ctx.encounter_date": "2026-11-18"},
            "The answers are of 18 Nov 2026. If the person is not here, phone them now (phone 0123 45)",
        ),
    ],
)
def test_what_to_do_hangs_on_where_the_person_is(
    answers: dict[str, Any], said: str, desk: Client, people: People, clock: time_machine.Coordinates
) -> None:
    called = factories.draft(people.front_desk, {"phq.q9": 1, **answers}, phone="0123 45")
    assert said in shown(desk, called)


def test_while_the_person_has_the_screen_somebody_goes_to_them(desk: Client, people: People, draft: Intake) -> None:
    start_hand_over(actor=people.front_desk, intake=draft)
    assert "The person has the screen and is answering alone: please go to them" in shown(desk, draft)


def test_a_call_of_before_there_were_alerts_stands_since_the_last_save(
    desk: Client, clinician: Client, people: People, clock: time_machine.Coordinates
) -> None:
    old = factories.draft(people.front_desk, {}, family_name="Old")
    Intake.objects.filter(pk=old.pk).update(call="safety")
    page = desk.get(address(old))
    assert f"{TELL} since 10:40" in words(page)
    assert "I told" not in words(page)
    assert "OLD" in words(clinician.get(reverse("queue")))


def test_nobody_is_called_nothing_is_said(desk: Client, people: People) -> None:
    calm = factories.draft(people.front_desk, {})
    assert "No clinician is called for." in shown(desk, calm)


def test_pages_of_the_desk_and_the_queue_cost_the_same_however_many_call(
    desk: Client, clinician: Client, people: People
) -> None:
    def queries(client: Client, name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            tell(desk, factories.draft(people.front_desk, {"phq.q9": 1}), name="Dr Lee")

    asked = [(desk, "desk"), (clinician, "queue"), (clinician, "alerts")]
    add(1)
    few = [queries(*one) for one in asked]
    add(3)
    assert [queries(*one) for one in asked] == few


def test_a_part_of_the_page_is_renewed_without_a_word_about_why(desk: Client, draft: Intake) -> None:
    part = desk.get(reverse("intake-call", args=[draft.pk]), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="call"')
    assert not any(alert.flag in part or alert.title in part for alert in draft.alerts.all())


def test_a_date_of_today_is_no_earlier_day(desk: Client, people: People) -> None:
    called = factories.draft(people.front_desk, {"phq.q9": 1, "ctx.encounter_date": timezone.localdate().isoformat()})
    submit_intake(actor=people.front_desk, intake=called, revision=called.revision, token=uuid.uuid4())
    assert "phone them now" not in shown(desk, now(called))


def part(desk: Client, intake: Intake) -> str:
    """The call, as a page asks for it."""
    return desk.get(reverse("intake-call", args=[intake.pk]), headers={"HX-Request": "true"}).content.decode()


def test_the_page_of_a_private_answer_shows_the_call_too(desk: Client, people: People) -> None:
    alone = factories.draft(people.front_desk, {}, phone="0123 45")
    given = {"actor": people.front_desk, "intake": alone, "revision": alone.revision, "malformed": {}}
    save_draft(**given, changes={"phq.q9": 1}, in_private=True)
    page = desk.get(reverse("private-answer", args=[alone.pk, "phq.q9"]))
    assert TELL in words(page)
    assert "Whom you told" in words(page)
    assert 'id="notices"' in page.content.decode()


def test_a_draft_asks_for_a_call_before_there_is_one(desk: Client, people: People) -> None:
    """Somebody else answers on another screen what calls for a clinician."""
    calm = factories.draft(people.front_desk, {})
    asks = f'hx-get="{reverse("intake-call", args=[calm.pk])}" hx-trigger="every 15s"'
    for page in ("", "mood", "check"):
        assert asks in desk.get(address(calm, page)).content.decode()
    assert asks in part(desk, calm)
    done = factories.submitted(people.front_desk, {"pain.present": True})
    assert "every 15s" not in part(desk, done)


def test_another_place_or_phone_is_news_to_a_page_that_shows_the_call(
    desk: Client, people: People, draft: Intake
) -> None:
    def mark() -> str:
        found = re.search(r'data-shown="([^"]*)"', part(desk, draft))
        assert found
        return found[1]

    here = mark()
    assert mark() == here
    save(desk, draft, "context", {"ctx.mode": "remote_live"})
    on_the_phone = mark()
    start_hand_over(actor=people.front_desk, intake=draft)
    with_screen = mark()
    Patient.objects.filter(pk=draft.patient_id).update(phone="0777 1")
    assert len({here, on_the_phone, with_screen, mark()}) == 4


def test_what_one_person_tells_is_not_noted_as_anothers(desk: Client, people: People, draft: Intake) -> None:
    told = form_with(desk.get(address(draft, "mood")), "after") | {"name": "Dr Lee"}
    assert told["opened-by"] == [str(people.front_desk.pk)]
    desk.force_login(factories.user("colleague", "Front desk"))
    where = reverse("intake-call", args=[draft.pk])
    assert desk.post(where, told, headers={"HX-Request": "true"}).status_code == 401
    assert not ClinicianTold.objects.exists()
    desk.force_login(people.front_desk)
    assert desk.post(where, told, headers={"HX-Request": "true"}).status_code == 200
    assert ClinicianTold.objects.get().name == "Dr Lee"
