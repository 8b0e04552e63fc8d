"""A clinician has two minutes: what matters first is on the first screen, at 1280 x 800, without scrolling.

The open alerts of each intake and the line that says who works on it stand above."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from intake.models import Intake
from tests import factories
from tests.clinical.cases import EXAMPLES
from tests.factories import People

pytestmark = pytest.mark.any_database

SCREEN = {"width": 1280, "height": 800}
VIGNETTES = [name for name in EXAMPLES if name[0] == "V" and name[1:].isdigit()]

BOTTOMS = """() => {
  const first = '.patient-banner, #urgent .tier, .urgent-title, .urgent-because, #not-excluded, #not-excluded p, '
    + '#item9, #item9 .own-words, #together .together, .gauge-row';
  const name = (e, i) => `${i} ${e.id || e.className}: ${e.textContent.trim().slice(0, 40)}`;
  const all = [...document.querySelectorAll(first)];
  return Object.fromEntries(all.map((e, i) => [name(e, i), e.getBoundingClientRect().bottom]));
}"""
CUT = """() => {
  const whole = '.urgent-title, .urgent-1 .urgent-because, .urgent-2 .urgent-because, .open-named, .together';
  return [...document.querySelectorAll(whole)].filter(e => e.scrollWidth > e.clientWidth + 1
    && getComputedStyle(e).overflow !== 'visible').map(e => e.textContent);
}"""


@pytest.fixture
def screen(page: Page, people: People) -> Page:
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
    page.goto("/")
    page.get_by_label("Username").fill(people.clinician.username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def first_lines(screen: Page, intake: Intake) -> list[str]:
    """What is wrong with the first screen of this intake; empty where nothing is."""
    screen.goto(f"/review/{intake.pk}/")
    found = factories.found(intake)
    titles = screen.locator(".urgent-title").all_text_contents()
    wrong = [f"{name} ends at {bottom}" for name, bottom in screen.evaluate(BOTTOMS).items() if bottom > 800]
    wrong += [f"cut: {text}" for text in screen.evaluate(CUT)]
    if titles != [flag.title for flag in found.present]:
        wrong.append(f"flags: {titles}")
    open_ = screen.locator("#not-excluded").inner_text()
    if f"Cannot be excluded: {len(found.open_to_anyone) + len(found.open_to_clinician)}" not in open_:
        wrong.append(f"open: {open_}")
    if screen.locator(".gauge-row").count() != 4 or found.item9.said not in screen.locator("#item9").inner_text():
        wrong.append("a gauge or item 9 is missing")
    return [f"{intake.patient.record_number} {fault}" for fault in wrong]


def test_everything_that_matters_first_is_on_the_first_screen(screen: Page, people: People) -> None:
    assert len(VIGNETTES) == 25
    faults = []
    for case in [*VIGNETTES, "PROXY", "EMPTY"]:
        faults += first_lines(screen, factories.submitted(people.front_desk, case, record_number=case))
    assert faults == []


def test_a_long_name_and_two_notices_still_leave_room(screen: Page, people: People) -> None:
    """Being corrected by the front desk, and answered by somebody else."""
    intake = factories.submitted(people.front_desk, "PROXY", family_name="Featherstonehaugh-Cholmondeley " * 2)
    intake.state = Intake.State.DRAFT
    intake.save()
    assert first_lines(screen, intake) == []
