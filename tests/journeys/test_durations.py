"""A duration that may be two things: asked back while somebody types, and settled by one press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.views.at_the_desk import address, now

FIELD, DURATION = "#id_pain-duration_days", "pain.duration_days"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True, "ctx.encounter_date": "2026-11-29"})


def buttons(page: Page) -> Locator:
    return page.get_by_role("group", name="Duration of the pain: which is it?").get_by_role("button")


def test_by_keys_alone(page: Page, people: People, draft: Intake) -> None:
    signed_in(page, people.front_desk).goto(address(draft, "time-course"))
    field = page.locator(FIELD)
    expect(field).to_be_focused()
    page.keyboard.type("6")
    expect(buttons(page)).to_have_text(["6 weeks", "6 months"])
    expect(field).to_have_attribute("aria-invalid", "true")
    assert now(draft).malformed[DURATION]["pain-duration_days"] == ["6"]
    page.keyboard.press("Tab")
    expect(buttons(page).first).to_be_focused()
    page.keyboard.press("Enter")
    # The focus is in the field again, from where the keys lead on.
    expect(field).to_be_focused()
    expect(field).to_have_value("6 weeks")
    expect(buttons(page)).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    assert now(draft).answers[DURATION] == {"days": 42, "said": "6 weeks"}
    assert now(draft).malformed == {}
    page.keyboard.press("Enter")
    expect(page.locator("[name=pain-onset_speed]").first).to_be_focused()
    # One letter more says it as well.
    field.fill("6")
    expect(buttons(page)).to_have_count(2)
    field.press_sequentially("m")
    expect(page.locator("#understood-pain-duration_days")).to_have_text("6 months")
    expect(buttons(page)).to_have_count(0)


def test_a_vague_word_asks_for_a_number_which_the_next_keys_type(page: Page, people: People, draft: Intake) -> None:
    signed_in(page, people.front_desk).goto(address(draft, "time-course"))
    page.keyboard.type("ages")
    page.get_by_role("button", name="weeks: how many?", exact=True).click()
    expect(page.get_by_text("How many weeks? Please type it, such as “3 weeks”.")).to_be_visible()
    page.keyboard.type("couple of weeks")
    expect(page.locator("#understood-pain-duration_days")).to_have_text("2 to 3 weeks")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    assert now(draft).answers[DURATION] == {"days": 14, "said": "2 to 3 weeks"}


def test_without_javascript_a_button_saves_the_page_with_its_reading(
    browser: Browser, base_url: str, people: People, draft: Intake
) -> None:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = signed_in(context.new_page(), people.front_desk)
    page.goto(address(draft, "time-course"))
    page.locator(FIELD).fill("03/04/2025")
    page.get_by_role("button", name="Save and go on").click()
    expect(buttons(page)).to_have_text(["3 April 2025", "4 March 2025"])
    # Enter in a field saves as it stands, and chooses none.
    page.locator(FIELD).press("Enter")
    expect(buttons(page)).to_have_count(2)
    page.get_by_role("button", name="4 March 2025").click()
    expect(page.get_by_text("is understood as “since 4 March 2025”. Please check it.")).to_be_visible()
    assert now(draft).answers[DURATION] == {"days": 635, "said": "since 4 March 2025"}
    context.close()
