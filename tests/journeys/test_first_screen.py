"""A clinician has two minutes: what matters first is on the first screen, at 1280 x 800, without scrolling.

The open alerts of each intake and the line that says who works on it stand above."""

from __future__ import annotations

from heapq import nlargest

import pytest
from playwright.sync_api import Page, ViewportSize

from intake.models import Intake
from tests import factories
from tests.clinical.cases import VIGNETTES
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.lanes import sweep

pytestmark = pytest.mark.any_database

SCREEN: ViewportSize = {"width": 1280, "height": 800}
EXTREMES = [*nlargest(3, VIGNETTES, lambda name: len(factories.expected(name)["flags"])), "PROXY", "EMPTY"]
"""Where there is most to say, and where there is least."""
OTHERS = [name for name in VIGNETTES if name not in EXTREMES]

BOTTOMS = """() => {
  const first = '.patient-banner, .first-screen section, .first-screen p, .first-screen li, .gauge-row';
  const name = (e, i) => `${i} ${e.id || e.className}: ${e.textContent.trim().slice(0, 40)}`;
  const all = [...document.querySelectorAll(first)].filter(e => e.checkVisibility());
  return Object.fromEntries(all.map((e, i) => [name(e, i), e.getBoundingClientRect().bottom]));
}"""
CUT = """() => {
  const whole = '.first-screen p, .first-screen li, .first-screen a';
  return [...document.querySelectorAll(whole)].filter(e => e.scrollWidth > e.clientWidth + 1
    && getComputedStyle(e).overflow !== 'visible').map(e => e.textContent);
}"""
ROWS = """() => [...document.querySelectorAll('#key-steps .step')].filter(e => e.checkVisibility())
  .map(e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect().height])"""
"""The lines on which steps are decided."""
LOWEST = """() => Math.max(...[...document.querySelectorAll('.first-screen section, #key-steps .step')]
  .map(e => e.getBoundingClientRect().bottom))"""


@pytest.fixture
def screen(page: Page, people: People) -> Page:
    page.set_viewport_size(SCREEN)
    return signed_in(page, people.clinician)


def first_lines(screen: Page, intake: Intake) -> list[str]:
    """What is wrong with the first screen of this intake; empty where nothing is."""
    screen.goto(f"/review/{intake.pk}/")
    found = factories.found(intake)
    wrong = [f"{name} ends at {bottom}" for name, bottom in screen.evaluate(BOTTOMS).items() if bottom > 800]
    wrong += [f"cut: {text}" for text in screen.evaluate(CUT)]
    # At most 60 px: builds of the browser round fractions of a pixel differently.
    wrong += [f"a row of {height} px: {text}" for text, height in screen.evaluate(ROWS) if height > 60.5]
    titles = screen.locator("#urgent .urgent-title").all_text_contents()
    if titles != [flag.title for flag in found.present]:
        wrong.append(f"flags: {titles}")
    if (
        screen.locator(".gauge-row").count() != 4
        or (found.item9.conflict or found.item9.said) not in screen.locator("#item9").inner_text()
    ):
        wrong.append("a gauge or item 9 is missing")
    if screen.evaluate(LOWEST) < 2 / 3 * SCREEN["height"]:
        wrong.append("a third of the screen is empty")
    return [f"{intake.patient.record_number} {fault}" for fault in wrong]


@pytest.mark.parametrize("cases", sweep([EXTREMES, OTHERS], few=[EXTREMES], ids=["extremes", "all others"]))
def test_everything_that_matters_first_is_on_the_first_screen(cases: list[str], screen: Page, people: People) -> None:
    faults = []
    for case in cases:
        faults += first_lines(screen, factories.submitted(people.front_desk, case, record_number=case))
    assert faults == []


def test_a_long_name_and_two_notices_still_leave_room(screen: Page, people: People) -> None:
    """Being corrected by the front desk, and answered by somebody else."""
    intake = factories.submitted(people.front_desk, "PROXY", family_name="Featherstonehaugh-Cholmondeley " * 2)
    intake.state = Intake.State.DRAFT
    intake.save()
    assert first_lines(screen, intake) == []
