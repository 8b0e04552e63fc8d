"""The clinician's page "since last time": two stored results, what was agreed, and the trend, on one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.follow_up import close_follow_up
from intake.actions.intakes import reopen_intake
from intake.actions.review import decide
from intake.models import FollowUp, Intake, Patient, Referral, Service
from tests import factories, over_time
from tests.factories import People
from tests.over_time import answers, visit, voided
from tests.views.pages import forbidden, section, words

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def patient(people: People) -> Patient:
    return factories.patient(people.front_desk)


def show(client: Client, intake: Intake) -> Any:
    return client.get(reverse("review-since", args=[intake.pk]))


def part(page: Any, name: str) -> str:
    return section(page, f"since-{name}")


def twice(people: People, patient: Patient, then: dict[str, Any], now: dict[str, Any]) -> tuple[Intake, Intake]:
    return visit(people.front_desk, patient, 200, then), visit(people.front_desk, patient, 0, now)


def test_the_first_intake_says_so(clinician: Client, people: People, patient: Patient) -> None:
    only = visit(people.front_desk, patient, 0, answers(phq="111111110"))
    assert "There is no earlier intake of this person that counts" in words(show(clinician, only))
    address = reverse("review-since", args=[only.pk])
    assert address not in clinician.get(reverse("review", args=[only.pk])).content.decode()
    assert address not in clinician.get(reverse("person", args=[patient.pk])).content.decode()


def test_review_and_person_lead_here(clinician: Client, people: People, patient: Patient) -> None:
    _, now = twice(people, patient, answers(phq="111111110"), answers(phq="222222220"))
    address = reverse("review-since", args=[now.pk])
    for page in (reverse("review", args=[now.pk]), reverse("person", args=[patient.pk])):
        assert f'href="{address}"' in clinician.get(page).content.decode()


def test_scores_stand_then_and_now_with_what_the_rule_book_marks(
    clinician: Client, people: People, patient: Patient
) -> None:
    _, now = twice(people, patient, answers(phq="111111110", average=7), answers(phq="222222220", average=4))
    page = show(clinician, now)
    scores = part(page, "scores")
    assert "PHQ-9 8 of 27 16 of 27 higher by 8 since the first whole score: went up by 5 or more" in scores
    assert "Average pain in 7 days 7 of 10 4 of 10 lower by 3" in scores
    assert page.content.decode().count('class="chart"') == 2
    assert forbidden(page) == []


def test_item_9_stands_apart_in_words(clinician: Client, people: People, patient: Patient) -> None:
    _, now = twice(people, patient, answers(phq="111111110"), answers(phq="11111111-"))
    scores = part(show(clinician, now), "scores")
    assert "Then “Not at all”." in scores
    assert "Now Not answered. A missing answer is not a “no”." in scores
    assert "PHQ-9 8 of 27 8 to 11 of 27 not compared" in scores


def test_what_is_not_answered_now_is_not_gone(clinician: Client, people: People, patient: Patient) -> None:
    saddle = answers() | {"sx.sensory": ["saddle_numbness"]}
    _, now = twice(people, patient, saddle, answers())
    flags = part(show(clinician, now), "flags")
    assert "Reported last time; cannot be excluded now" in flags
    assert "Change in feeling" in flags
    assert "not reported now" not in flags


def test_answers_and_medicines(clinician: Client, people: People, patient: Patient) -> None:
    complete = {"rx.list_complete": True, "rx.names": SCRIPT}
    then = answers() | complete | {"rx.current": ["statin"], "hx.gout": False}
    now = answers() | complete | {"rx.current": ["nsaid"], "hx.gout": True, "rx.names": "Naproxen"}
    page = show(clinician, twice(people, patient, then, now)[1])
    assert "Started: Anti-inflammatory painkiller (NSAID) Stopped: Statin" in part(page, "medicines")
    assert "Gout No → then; now Yes" in part(page, "answers")
    assert SCRIPT not in page.content.decode()


def test_many_answers_are_folded(clinician: Client, people: People, patient: Patient) -> None:
    _, now = twice(people, patient, answers(), factories.example("V04") | {"pt.age_years": 50})
    page = show(clinician, now)
    assert "more answers that differ" in part(page, "answers")
    assert len(page.context["listed"]) >= 1
    assert sum(len(group.answers) for group in page.context["listed"]) == 24


def test_what_was_agreed_and_what_became_of_it(clinician: Client, people: People, patient: Patient) -> None:
    then = factories.submitted(people.front_desk, "V11", patient=patient)
    key, other = factories.found(then).key_steps[:2]
    choices = {key: "accepted", other: "done"}
    changes = {f"step:{step}": {"choice": choice, "reason": ""} for step, choice in choices.items()}
    decide(actor=people.clinician, intake=then, revision=0, changes=changes)
    factories.sign(people.clinician, then)
    now = visit(people.front_desk, patient, 0, answers(phq="111111110"))
    open_ones = list(FollowUp.objects.filter(intake=then))
    assert open_ones
    agreed = part(show(clinician, now), "agreed")
    assert "Done" in agreed
    for row in open_ones:
        assert row.text in agreed
        close_follow_up(actor=people.clinician, follow_up=row, state="not_needed", words="Better by itself")
    assert "Not needed" in part(show(clinician, now), "agreed")
    assert "“Better by itself”" in part(show(clinician, now), "agreed")


def test_referrals_stand_there_too(clinician: Client, people: People, patient: Patient) -> None:
    then = factories.signed(people, patient=patient)
    service = Service.objects.create(name="Vascular clinic")
    due = timezone.now()
    assert then.current
    Referral.objects.create(
        intake=then,
        version=then.current.version,
        patient=patient,
        service=service,
        urgency="routine",
        referrer=people.clinician,
        made_by=people.clinician,
        changed_by=people.clinician,
        due_at=due,
    )
    now = visit(people.front_desk, patient, 0, answers(phq="111111110"))
    agreed = part(show(clinician, now), "agreed")
    assert "Referral to Vascular clinic" in agreed
    assert f"due by {due.day}" in agreed


def test_what_is_not_signed_agreed_nothing(clinician: Client, people: People, patient: Patient) -> None:
    _, now = twice(people, patient, answers(phq="111111110"), answers(phq="111111110"))
    assert "not signed: nothing was agreed" in part(show(clinician, now), "agreed")


def test_what_is_confidential_is_not_printed(clinician: Client, people: People, patient: Patient) -> None:
    then = factories.example("V12") | {"pt.age_years": 50}
    _, now = twice(people, patient, then, then | {"mh.unsafe_at_home": True})
    html = show(clinician, now).content.decode()
    assert 'class="not-printed"' in html
    assert "What is confidential stands on the clinician’s screen only." in html


def test_last_time_is_the_newest_that_counts(clinician: Client, people: People, patient: Patient) -> None:
    first = visit(people.front_desk, patient, 300, answers(phq="333333330"))
    second = visit(people.front_desk, patient, 200, answers(phq="222222220"))
    now = visit(people.front_desk, patient, 0, answers(phq="111111110"))
    assert show(clinician, now).context["last"] == second
    assert show(clinician, second).context["last"] == first
    voided(people.clinician, over_time.signed(people.clinician, second))
    assert show(clinician, now).context["last"] == first
    assert show(clinician, Intake.objects.get(pk=second.pk)).context["last"] is None


def test_two_on_one_day_follow_each_other(clinician: Client, people: People, patient: Patient) -> None:
    first = factories.submitted(people.front_desk, answers(phq="111111110"), patient=patient)
    second = factories.submitted(people.front_desk, answers(phq="222222220"), patient=patient)
    assert show(clinician, second).context["last"] == first
    assert show(clinician, first).context["last"] is None


def test_one_that_is_being_corrected_is_read_as_it_was_submitted(
    clinician: Client, people: People, patient: Patient
) -> None:
    then, now = twice(people, patient, answers(phq="111111110"), answers(phq="222222220"))
    reopen_intake(actor=people.front_desk, intake=then)
    assert "being corrected by the front desk" in words(show(clinician, now))


def test_a_mere_draft_has_no_such_page(clinician: Client, people: People) -> None:
    assert show(clinician, factories.draft(people.front_desk, {})).status_code == 404


@pytest.mark.parametrize("more", [0, 9])
def test_it_costs_the_same_however_many_visits_there_are(
    more: int, clinician: Client, people: People, patient: Patient
) -> None:
    for number in range(more):
        visit(people.front_desk, patient, 300 + number, answers(phq="111111110"))
    _, now = twice(people, patient, answers(phq="111111110"), answers(phq="222222220"))
    with CaptureQueriesContext(connection) as captured:
        show(clinician, now)
    assert len(captured) <= MOST_QUERIES, [query["sql"][:90] for query in captured]
    QUERIES.add(len(captured))
    assert len(QUERIES) == 1


MOST_QUERIES = 18
QUERIES: set[int] = set()
