"""A block of yes and no: one deliberate act answers "no" to what is left, and nothing else ever does."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from intake.clinical.language.kinds import YesNo
from intake.clinical.rules.questions import SECTIONS
from intake.clinical.rules.questions.history import AT_ONCE
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save
from tests.views.pages import words

NONE = {"none-of-these": "1"}


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {})


def answers(draft: Intake) -> dict[str, object]:
    given = now(draft).answers
    return {question.id: given.get(question.id) for question in AT_ONCE}


def test_nothing_is_answered_by_default(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history")
    assert set(answers(draft).values()) == {None}


def test_all_are_answered_no_and_it_says_so(desk: Client, draft: Intake) -> None:
    with time_machine.travel("2026-11-22 09:41:00+00:00", tick=False):
        desk.force_login(draft.author)
        response = save(desk, draft, "history", **NONE)
        assert response.headers["Location"] == address(draft, "history")
        assert f"{len(AT_ONCE)} answered No at 09:41." in words(desk.get(address(draft, "history")))
    assert set(answers(draft).values()) == {False}
    assert "hx.cancer" not in now(draft).answers
    assert "hx.immobile_3d" not in now(draft).answers


def test_what_is_answered_stays(desk: Client, draft: Intake) -> None:
    given = {"hx.diabetes": True, "hx.pad": "unknown", "hx.ckd": "declined", "hx.gout": False}
    save(desk, draft, "history", given, **NONE)
    assert answers(draft) == dict.fromkeys((question.id for question in AT_ONCE), False) | given
    assert f"{len(AT_ONCE) - len(given)} answered No" in words(desk.get(address(draft, "history")))


def test_what_was_answered_in_the_same_act_counts_too(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", {"hx.smoking": "never"}, **NONE)
    assert now(draft).answers["hx.smoking"] == "never"


def test_a_block_that_is_answered_has_none_left(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", **NONE)
    save(desk, draft, "history", **NONE)
    assert "0 answered No" in words(desk.get(address(draft, "history")))


def test_where_there_is_no_block_it_answers_nothing(desk: Client, draft: Intake) -> None:
    before = now(draft).answers
    save(desk, draft, "symptoms", **NONE)
    assert now(draft).answers == before
    assert "none-of-these" not in desk.get(address(draft, "symptoms")).content.decode()


def test_a_stale_page_answers_nothing(desk: Client, draft: Intake, people: People) -> None:
    page = desk.get(address(draft, "history"))
    assert b'name="none-of-these"' in page.content
    save(desk, draft, "history", {"hx.gout": True})
    response = desk.post(address(draft, "history"), {"revision": draft.revision, "hx-gout": "false", **NONE})
    assert response.status_code == 409
    assert answers(draft)["hx.gout"] is True
    assert answers(draft)["hx.diabetes"] is None


def test_a_fields_enter_saves_and_answers_nothing(desk: Client, draft: Intake) -> None:
    html = desk.get(address(draft, "history")).content.decode()
    assert html.index('type="submit" form="section-form"') < html.index('name="none-of-these"')


def test_a_block_is_of_yes_and_no_in_the_order_of_its_section() -> None:
    for section in SECTIONS:
        asked = [question for question in section.questions if question in section.none_of_these]
        assert asked == list(section.none_of_these)
        assert all(isinstance(question, YesNo) for question in asked)
