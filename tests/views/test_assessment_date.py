"""The date of the assessment: not before the birth, not in the future, asked back where it is over a year ago."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions.intakes import submit_intake
from intake.actions.refused import NotPossibleError
from intake.models import Intake, Patient
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import error_beside, form_with
from tests.views.pages import words

DATE, FIELD = "ctx.encounter_date", "ctx-encounter_date"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pt.age_years": 50, "phq.q9": 0})


def days_ago(days: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=days)).isoformat()


def birth_of(draft: Intake) -> datetime.date:
    born = draft.patient.date_of_birth
    assert born
    return born


@pytest.mark.parametrize("typed", ["1700-01-01", "0202-03-04", "1899-12-31"])
def test_centuries_ago_is_refused_beside_the_field_and_kept_as_typed(typed: str, desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    response = save(desk, draft, "context", {DATE: typed})
    assert response.status_code == 422
    again = desk.get(address(draft, "context"))
    for page in (response, again):
        assert "A date from 1900-01-01" in error_beside(page, FIELD)
        assert form_with(page, "revision")[FIELD] == [typed]
    assert DATE not in now(draft).answers


def test_before_the_birth_is_refused_beside_the_field_and_kept_as_typed(desk: Client, draft: Intake) -> None:
    """(ASVS V2.2.3.)"""
    typed = (birth_of(draft) - datetime.timedelta(days=1)).isoformat()
    response = save(desk, draft, "context", {DATE: typed})
    assert response.status_code == 422
    assert "before the birth, 1 Jan" in error_beside(response, FIELD)
    assert form_with(response, "revision")[FIELD] == [typed]
    assert now(draft).document()["pt.age_years"] == 50


def test_the_day_of_the_birth_is_possible(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"pt.age_years": 0})
    assert save(desk, draft, "context", {DATE: birth_of(draft).isoformat()}).status_code == 302


def test_over_a_year_ago_is_asked_back_and_counts_once_it_is_ticked(desk: Client, draft: Intake) -> None:
    typed = days_ago(400)
    response = save(desk, draft, "context", {DATE: typed})
    assert response.status_code == 422
    assert error_beside(response, FIELD) == "That is over a year ago. Is it right?"
    assert "Yes, this date is right" in words(response)
    assert DATE not in now(draft).answers
    again = desk.get(address(draft, "context"))
    assert form_with(again, "revision")[FIELD] == [typed]
    assert "Yes, this date is right" in words(again)
    assert save(desk, draft, "context", **{f"{FIELD}-right": "on"}).status_code == 302
    assert now(draft).answers[DATE] == typed
    assert now(draft).malformed == {}


def test_once_it_is_right_it_is_not_asked_again(desk: Client, draft: Intake) -> None:
    save(desk, draft, "context", {DATE: days_ago(400)}, **{f"{FIELD}-right": "on"})
    assert "over a year ago" not in words(desk.get(address(draft, "context")))
    assert save(desk, draft, "context").status_code == 302


def test_a_year_ago_to_the_day_is_not_asked_back(desk: Client, draft: Intake) -> None:
    today = timezone.localdate()
    a_year_ago = today.replace(year=today.year - 1, day=min(today.day, 28))
    response = save(desk, draft, "context", {DATE: max(a_year_ago.isoformat(), days_ago(365))})
    assert response.status_code == 302


def test_a_tick_makes_no_other_date_right(desk: Client, draft: Intake) -> None:
    for typed in (days_ago(-2), "1700-01-01"):
        assert save(desk, draft, "context", {DATE: typed}, **{f"{FIELD}-right": "on"}).status_code == 422
        assert DATE not in now(draft).answers


def test_while_somebody_types_the_question_comes_with_its_tick(desk: Client, draft: Intake) -> None:
    typed = form_with(desk.get(address(draft, "context")), "revision") | {FIELD: [days_ago(400)]}
    asked = desk.post(address(draft, "context"), typed, headers={"HX-Request": "true"})
    assert "That is over a year ago. Is it right?" in words(asked)
    assert f'name="{FIELD}-right"' in asked.content.decode()
    typed |= {"revision": [str(now(draft).revision)], f"{FIELD}-right": ["on"]}
    ticked = desk.post(address(draft, "context"), typed, headers={"HX-Request": "true"})
    assert "Is it right?" not in words(ticked)
    assert now(draft).answers[DATE] == days_ago(400)


def stored_before_birth(draft: Intake) -> Intake:
    """As an earlier release let it be stored."""
    answers = draft.answers | {DATE: "1926-03-01"}
    Intake.objects.filter(pk=draft.pk).update(answers=answers)
    return now(draft)


def test_what_an_earlier_release_stored_is_told_and_not_submitted(desk: Client, draft: Intake, people: People) -> None:
    draft = stored_before_birth(draft)
    for page in ("", "context", "check"):
        assert desk.get(address(draft, page)).status_code == 200
    shown = words(desk.get(address(draft, "check")))
    assert "The date of the assessment, 1 Mar 1926, lies before the person's birth" in shown
    assert submit(desk, draft).status_code == 422
    assert now(draft).is_draft
    with pytest.raises(NotPossibleError, match="before the person's birth"):
        submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())


def test_centuries_ago_as_stored_before_is_told_too(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 0})
    Patient.objects.filter(pk=draft.patient_id).update(date_of_birth=None)
    Intake.objects.filter(pk=draft.pk).update(answers={DATE: "0202-03-04"})
    assert "too long ago to be right" in words(desk.get(address(draft, "check")))
    assert submit(desk, draft).status_code == 422


def test_with_an_impossible_date_nothing_is_assessed_again_with_todays_rules(client: Client, people: People) -> None:
    client.force_login(people.clinician)
    done = factories.submitted(people.front_desk, "V11")
    stored_before_birth(done)
    with factories.other_rules():
        sent = {"token": str(uuid.uuid4())}
        response = client.post(reverse("review-reassess", args=[done.pk]), sent, follow=True)
    assert "lies before the person's birth" in words(response)
    assert done.versions.count() == 1
