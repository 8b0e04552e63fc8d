"""Each item of a questionnaire takes its codes and nothing else, whether or not the page's script runs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from intake.clinical.rules.questions import QUESTIONS, SCORES
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, name, now
from tests.views.browser import form_with

ITEMS = {item.id: item for score in SCORES for item in score.items}
PAGES = ("impact", "mood", "worry", "alcohol")
WITH_SCRIPT = {"HX-Request": "true"}
NOT_A_CODE = [
    "-1",
    "1.5",
    "NaN",
    "nan",
    "inf",
    str(2**31),
    str(2**63),
    "٣",
    "\uff11",
    "²",
    "1e0",
    "0x1",
    "1_0",
    "true",
    "a\0b",
    "x",
]


@pytest.fixture
def desk(client: Client, people: People) -> Client:
    client.force_login(people.front_desk)
    return client


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {item: item_codes(item)[0] for item in ITEMS})


def item_codes(item: str) -> list[int]:
    question: Any = ITEMS[item]
    return list(range(question.minimum, question.maximum + 1))


def pages(desk: Client, draft: Intake) -> dict[str, dict[str, Any]]:
    """The form of each page that asks items, as it is sent when nothing is changed."""
    forms = {page: form_with(desk.get(address(draft, page)), "revision") for page in PAGES}
    asked = {field for form in forms.values() for field in form}
    assert {name(item) for item in ITEMS} <= asked
    return forms


@pytest.mark.parametrize("heads", [{}, WITH_SCRIPT], ids=["without script", "with script"])
def test_v2_2_1_v2_2_2_only_the_codes_of_an_item_are_taken(heads: dict[str, str], desk: Client, draft: Intake) -> None:
    """Every item of every instrument at once: nothing but the answer before is stored (ASVS V2.2.1, V2.2.2)."""
    before = {item: draft.answers[item] for item in ITEMS}
    for page, form in pages(desk, draft).items():
        mine = [item for item in ITEMS if name(item) in form]
        for value in (*NOT_A_CODE, ""):
            sent = {name(item): [value or str(item_codes(item)[-1] + 1)] for item in mine}
            revision = {"revision": now(draft).revision}
            assert desk.post(address(draft, page), form | sent | revision, headers=heads).status_code < 500
            stored = now(draft).answers
            assert {item: stored[item] for item in mine if stored.get(item) not in (before[item], None)} == {}, value


@pytest.mark.parametrize("heads", [{}, WITH_SCRIPT], ids=["without script", "with script"])
def test_v2_2_1_every_code_of_an_item_is_taken(heads: dict[str, str], desk: Client, draft: Intake) -> None:
    """The test above would pass if nothing were taken (ASVS V2.2.1)."""
    for page, form in pages(desk, draft).items():
        mine = [item for item in ITEMS if name(item) in form]
        sent = {name(item): [str(item_codes(item)[-1])] for item in mine}
        desk.post(address(draft, page), form | sent | {"revision": now(draft).revision}, headers=heads)
    stored = now(draft).answers
    assert {item: stored[item] for item in ITEMS} == {item: item_codes(item)[-1] for item in ITEMS}


def test_v2_2_1_a_blank_is_no_answer(desk: Client, draft: Intake) -> None:
    """Never a zero (ASVS V2.2.1)."""
    for page, form in pages(desk, draft).items():
        blank = {name(item): [""] for item in ITEMS if name(item) in form}
        desk.post(address(draft, page), form | blank | {"revision": now(draft).revision})
    assert not [item for item in ITEMS if now(draft).answers.get(item) is not None]
    assert set(ITEMS) <= set(QUESTIONS)
