"""An accepted step that refers leads to a letter already filled, or to the referral that is open."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.review import decide
from intake.actions.signing import void_intake
from intake.clinical.telling.letter import URGENCY_OF_STEP, letter_from_json
from intake.models import Intake, Referral, Review, Service
from tests import factories, referring
from tests.factories import People
from tests.referring import STEP
from tests.views.browser import form_with
from tests.views.pages import section, words

VOIDING: dict[str, Any] = {
    "kind": "wrong_patient",
    "reason": "Somebody else",
    "name": "Carol Clinician",
    "role": "GP",
    "printer": factories.stand_in_pdf,
}


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V11")


@pytest.fixture
def doctor(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def refer_address(intake: Intake, step: str = STEP) -> str:
    return reverse("refer", args=[intake.pk]) + (f"?step={step}" if step else "")


def link(page: object, step: str = STEP) -> str:
    html = page.content.decode()  # type: ignore[attr-defined]
    start = html.index(f'id="refer-step-{step}"')
    return str(html[start : html.index("</p>", start)])


# On the review


def test_a_step_offers_to_refer_once_it_is_accepted(intake: Intake, doctor: Client, people: People) -> None:
    review = reverse("review", args=[intake.pk])
    assert "href" not in link(doctor.get(review))
    referring.accept(people.clinician, intake)
    offered = link(doctor.get(review))
    assert "Refer" in words(offered)
    assert refer_address(intake) in offered
    decide(
        actor=people.clinician,
        intake=intake,
        revision=Review.of(intake).revision,
        changes={f"step:{STEP}": {"choice": "done", "reason": ""}},
    )
    assert "href" not in link(doctor.get(review))


def test_accepting_while_the_page_is_open_brings_the_way_to_refer(intake: Intake, doctor: Client) -> None:
    sent = {"revision": 0, f"step-{STEP}-choice": "accepted"}
    saved = doctor.post(reverse("review-decide", args=[intake.pk]), sent, headers={"HX-Request": "true"})
    assert refer_address(intake) in link(saved)
    assert 'hx-swap-oob="true"' in link(saved)


def test_an_entry_of_several_steps_leaves_the_way_to_refer_to_each(intake: Intake, doctor: Client) -> None:
    sent = {"revision": 0, f"group-{STEP}-choice": "accepted", f"group-{STEP}-steps": STEP}
    saved = doctor.post(reverse("review-decide", args=[intake.pk]), sent, headers={"HX-Request": "true"})
    assert refer_address(intake) in link(saved)
    assert f"refer-group-{STEP}" not in saved.content.decode()


def test_a_step_that_does_not_refer_offers_nothing(intake: Intake, doctor: Client) -> None:
    found = factories.found(intake)
    without = next(step.id for step in found.steps if not step.refers)
    assert f'id="refer-step-{without}"' not in doctor.get(reverse("review", args=[intake.pk])).content.decode()


@pytest.mark.parametrize("same_step", [True, False], ids=["by its step", "by the service proposed"])
def test_an_open_referral_is_tracked_in_the_place_of_a_second_one(
    same_step: bool, intake: Intake, doctor: Client, people: People
) -> None:
    service = referring.service("Vascular", steps=[STEP])
    referring.accept(people.clinician, intake)
    referral = referring.begun(people, intake, service=service)
    if not same_step:
        Referral.objects.update(steps=["R99"])
    tracked = link(doctor.get(reverse("review", args=[intake.pk])))
    assert words(tracked).endswith("Track Vascular: draft")
    assert reverse("referral", args=[referral.pk]) in tracked


def test_what_has_ended_is_not_tracked(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    referring.change(people.clinician, referring.begun(people, intake), "cancelled")
    assert refer_address(intake) in link(doctor.get(reverse("review", args=[intake.pk])))


def test_from_a_signed_intake_and_from_nothing_that_does_not_count(
    intake: Intake, doctor: Client, people: People
) -> None:
    referring.accept(people.clinician, intake)
    signed = factories.sign(people.clinician, intake)
    assert refer_address(signed) in link(doctor.get(reverse("review", args=[signed.pk])))
    void_intake(actor=people.clinician, intake=signed, **VOIDING)
    assert "href" not in link(doctor.get(reverse("review", args=[signed.pk])))
    assert doctor.get(refer_address(signed)).headers["Location"] == reverse("review", args=[signed.pk])


# The page that begins it


def test_the_first_service_that_takes_it_is_chosen(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    others = [
        referring.service("Another step", steps=["R01"]),
        referring.service("Another urgency", steps=[STEP], urgencies=["now"]),
        referring.service("Not in use", steps=[STEP], active=False),
    ]
    anything = referring.service("A first by name takes anything")
    taking = [referring.service(name, steps=[STEP]) for name in ("B takes it", "A takes it")]
    page = doctor.get(refer_address(intake))
    form = page.context["form"]
    assert [row[0] for row in form.first_rows] == [taking[1], taking[0], anything]
    assert form_with(page, "service")["service"] == [str(taking[1].pk)]
    assert {row[0] for row in form.other_rows} == set(others[:2])
    raised = next(step for step in factories.found(intake).steps if step.id == STEP)
    assert form_with(page, "urgency")["urgency"] == [URGENCY_OF_STEP[raised.urgency]]
    assert form_with(page, "steps")["steps"] == [STEP]


def test_one_press_begins_the_letter_and_it_is_filled(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    service = referring.service(steps=[STEP])
    page = doctor.get(refer_address(intake))
    begun = doctor.post(refer_address(intake), form_with(page, "service"))
    referral = Referral.objects.get()
    assert begun.headers["Location"] == reverse("referral-letter", args=[referral.pk])
    assert (referral.service, referral.steps, referral.referrer) == (service, [STEP], people.clinician)
    letter = letter_from_json(referral.letter)
    assert letter.question
    assert letter.part("case").lines
    assert letter.urgency == referral.urgency


@pytest.mark.parametrize(
    ("urgency", "heard_by"),
    [("now", "2026-11-30"), ("same_day", "2026-11-30"), ("two_weeks", "2026-12-14"), ("routine", "2027-01-11")],
)
def test_until_when_the_person_should_hear_follows_the_limits_of_the_service(
    urgency: str, heard_by: str, intake: Intake, doctor: Client, people: People
) -> None:
    referring.accept(people.clinician, intake)
    there = referring.service("Vascular surgery", limits="routine: seen 42 days")
    with time_machine.travel(datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC), tick=False):
        sent = {"steps": [STEP], "urgency": urgency, "service": there.pk}
        doctor.force_login(people.clinician)
        doctor.post(refer_address(intake), sent)
    assert Referral.objects.get().letter["hear_by"] == heard_by


def test_an_empty_directory_is_said(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    assert "The directory has no service yet." in words(doctor.get(refer_address(intake)))


def test_reading_the_page_begins_nothing(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    doctor.get(refer_address(intake))
    assert not Referral.objects.exists()


def test_without_a_step_or_a_service_the_page_says_so_and_keeps_the_rest(
    intake: Intake, doctor: Client, people: People
) -> None:
    referring.accept(people.clinician, intake)
    referring.service("Another", steps=["R01"])
    page = doctor.post(refer_address(intake, ""), {"urgency": "now"})
    assert page.status_code == 422
    assert "Tick what the referral is for." in words(page)
    assert "Choose whom the letter goes to." in words(page)
    assert form_with(page, "urgency")["urgency"] == ["now"]
    assert not Referral.objects.exists()


def test_a_step_that_is_not_accepted_any_more_begins_nothing(intake: Intake, doctor: Client) -> None:
    service = referring.service()
    page = doctor.post(refer_address(intake), {"steps": [STEP], "service": service.pk, "urgency": "now"})
    assert page.status_code == 422
    assert "No step that refers is accepted" in words(page)


def test_an_own_step_can_be_what_it_is_for(intake: Intake, doctor: Client, people: People) -> None:
    decide(
        actor=people.clinician,
        intake=intake,
        revision=0,
        changes={"own:0123456789ab": {"text": "Ask the foot clinic", "choice": "accepted", "reason": ""}},
    )
    service = referring.service()
    sent = {"steps": ["0123456789ab"], "service": service.pk, "urgency": "routine"}
    doctor.post(refer_address(intake, ""), sent)
    referral = Referral.objects.get()
    assert "Ask the foot clinic" in referral.letter["question"]


def test_a_service_with_an_open_referral_is_not_offered_again(intake: Intake, doctor: Client, people: People) -> None:
    referring.accept(people.clinician, intake)
    service = referring.service(steps=[STEP])
    referral = referring.begun(people, intake, service=service)
    page = doctor.get(refer_address(intake))
    assert reverse("referral", args=[referral.pk]) in page.content.decode()
    assert f'value="{service.pk}"' not in page.content.decode()
    sent = {"steps": [STEP], "service": service.pk, "urgency": "routine"}
    assert doctor.post(refer_address(intake), sent).headers["Location"] == reverse("referral", args=[referral.pk])
    assert Referral.objects.count() == 1


# The person's page


def test_the_persons_page_lists_referrals_and_leads_to_a_new_one(
    intake: Intake, doctor: Client, people: People
) -> None:
    referring.accept(people.clinician, intake)
    referral = referring.begun(people, intake, service=referring.service("Vascular"))
    ended = referring.change(
        people.clinician, referring.begun(people, intake, service=referring.service("Rheumatology")), "cancelled"
    )
    page = doctor.get(reverse("person", args=[intake.patient_id]))
    said = section(page, "referrals")
    assert said.startswith("Referrals: 1")
    assert "Closed, cancelled or entered in error: 1" in said
    for each in (referral, ended):
        assert reverse("referral", args=[each.pk]) in page.content.decode()
    assert reverse("refer", args=[intake.pk]) in page.content.decode()


def test_services_are_looked_up_once_however_many_steps_refer(intake: Intake, doctor: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            doctor.get(reverse("review", args=[intake.pk]))
        return len(found)

    refers = [step.id for step in factories.found(intake).steps if step.refers]
    assert len(refers) > 1
    referring.accept(people.clinician, intake, refers[0])
    queries()
    few = queries()
    for step in refers[1:]:
        referring.accept(people.clinician, intake, step)
    Service.objects.bulk_create(Service(name=f"S{number}") for number in range(30))
    assert queries() == few
