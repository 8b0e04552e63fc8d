"""A request looks at the answers once: working out which questions apply is most of what a page of the desk costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from intake.clinical.working.case import Case
from intake.models import Intake
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address
from tests.views.browser import form_with
from tests.views.pages import as_posted


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """The cases made since the test began."""
    cases: list[Case] = []
    make = Case.__init__

    def counted(self: Case, *args: Any, **kwargs: Any) -> None:
        cases.append(self)
        make(self, *args, **kwargs)

    monkeypatch.setattr(Case, "__init__", counted)
    return cases


@pytest.fixture
def draft(people: People) -> Intake:
    # An answer that is open to be cleared, and one that does not fit another: every part of the pages is there.
    return factories.draft(people.front_desk, factories.example("V13") | {"pain.present": False, "pain.nrs_worst": 0})


@pytest.mark.parametrize("page", ["", *SECTION, "check"])
def test_a_page_of_the_desk_makes_one(page: str, desk: Client, draft: Intake, made: list[Case]) -> None:
    made.clear()
    assert desk.get(address(draft, page)).status_code == 200
    assert len(made) == 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("page", ["location", "mood", "impact"])
def test_a_save_makes_one_before_and_one_after(
    page: str, headers: dict[str, str], desk: Client, draft: Intake, made: list[Case]
) -> None:
    sent = form_with(desk.get(address(draft, page)), "revision")
    made.clear()
    desk.post(address(draft, page), sent, headers=headers)
    assert len(made) == 2
    # Refused, and in conflict.
    made.clear()
    desk.post(address(draft, page), sent | {"pain-nrs_now": ["eleven"], "phq-q1": ["3"], "pain-present": ["true"]})
    assert len(made) == 2


def test_the_persons_pages_make_as_few(desk: Client, draft: Intake, made: list[Case]) -> None:
    desk.post(address(draft, "hand-over"))
    made.clear()
    page = desk.get(address(draft, "private/mood"))
    assert len(made) == 1
    made.clear()
    desk.post(address(draft, "private/mood"), form_with(page, "revision"))
    assert len(made) == 2
    made.clear()
    desk.get(address(draft, "private"), follow=True)
    assert len(made) <= 2  # a page, and the address that leads to it


def test_submitting_and_completing_make_one(desk: Client, draft: Intake, people: People, made: list[Case]) -> None:
    page = desk.get(address(draft, "check"))
    made.clear()
    desk.post(address(draft, "check"), form_with(page, "token"))
    assert _of_it(made) == 1
    clinician = Client()
    clinician.force_login(people.clinician)
    made.clear()
    complete = clinician.get(f"/review/{draft.pk}/complete/")
    assert made == []
    clinician.post(f"/review/{draft.pk}/complete/", as_posted(complete, **{"ex-hr": "70"}))
    assert _of_it(made) == 1


def _of_it(made: list[Case]) -> int:
    """Those of the answers as they are: what would change the result is found by trying others."""
    return sum(case.answers == made[0].answers for case in made)
