"""What is folded on the review comes when it is opened: at once, or with a word why not, and the focus stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

pytestmark = pytest.mark.any_database

PARTS = "**/part/**"


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V12")


@pytest.fixture
def review(page: Page, people: People, intake: Intake) -> Page:
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    return page


@pytest.fixture
def without_javascript(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def gone(route: Route) -> None:
    route.abort()


def test_a_reason_comes_by_the_keyboard_and_the_keys_go_on(review: Page) -> None:
    step = review.locator("#key-steps [data-step]").first
    why = step.locator("details.basis")
    why.locator("summary").focus()
    review.keyboard.press("Enter")
    expect(why).to_contain_text("Rule in words:")
    expect(why.locator("ul.reason").first).to_be_visible()
    expect(why.locator("summary")).to_be_focused()
    expect(why.locator("[data-part]")).to_have_count(0)
    assert why.get_attribute("aria-busy") is None
    review.keyboard.press("a")
    expect(review.locator("#save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(step.get_by_label("Accept")).to_be_checked()


def test_what_is_folded_within_a_part_comes_too_and_a_mark_in_it_is_saved(review: Page, intake: Intake) -> None:
    flag = next(flag for flag in factories.found(intake).flags if flag.is_quiet)
    review.locator("#open > details.fold > summary").click()
    row = review.locator("#open .flag-open", has=review.locator(f"#flag-{flag.id}"))
    row.locator("summary", has_text="is open").click()
    row.locator("summary", has_text="Why").click()
    expect(row).to_contain_text("Rule in words:")
    row.locator("summary", has_text="Mark as").click()
    row.get_by_label("What you found").fill("Asked: no.")
    expect(row).to_contain_text("Clinically reviewed by clinician")


def test_an_address_that_ends_within_a_part_arrives_there(page: Page, people: People, intake: Intake) -> None:
    flag = next(flag for flag in factories.found(intake).flags if flag.is_quiet)
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/#flag-{flag.id}")
    place = page.locator(f"#flag-{flag.id}")
    expect(place).to_be_in_viewport()
    expect(place).to_be_focused()


def test_offline_it_says_so_and_comes_once_it_is_tried_again(review: Page) -> None:
    review.route(PARTS, gone)
    fold = review.locator("#answers > details")
    fold.locator("summary").click()
    expect(fold.get_by_role("status")).to_have_text(re.compile("^Not shown: not connected"))
    review.unroute(PARTS, gone)
    fold.get_by_role("link", name="Show all answers").click()
    expect(fold.locator("summary", has_text="Mood: PHQ-9")).to_be_visible()
    expect(fold.locator("> summary")).to_be_focused()
    expect(fold.locator(".part-said")).to_have_count(0)


def test_signed_out_in_between_it_asks_and_shows_it_then(review: Page) -> None:
    review.context.clear_cookies(name="sessionid")
    why = review.locator("#key-steps details.basis").first
    why.locator("summary").click()
    expect(review.get_by_role("heading", name="Please sign in again")).to_be_visible()
    review.get_by_label(re.compile("Password of")).fill(factories.PASSWORD)
    review.get_by_role("button", name="Sign in and save").click()
    expect(why).to_contain_text("Rule in words:")


@pytest.mark.parametrize(("status", "said"), [(500, "the server cannot answer"), (404, "it is not there any more")])
def test_a_part_that_cannot_be_had_says_so(status: int, said: str, review: Page) -> None:
    review.route(PARTS, lambda route: route.fulfill(status=status))
    why = review.locator("#key-steps details.basis").first
    why.locator("summary").click()
    expect(why.get_by_role("status")).to_contain_text(said)


def test_without_javascript_it_opens_as_a_page_and_leads_back(
    without_javascript: Page, people: People, intake: Intake
) -> None:
    page = signed_in(without_javascript, people.clinician)
    page.goto(f"/review/{intake.pk}/")
    page.locator("#answers summary").click()
    page.get_by_role("link", name="Show all answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All answers")
    page.get_by_role("link", name="Review").click()
    expect(page).to_have_url(re.compile(rf"/review/{intake.pk}/1/#answers$"))
