"""Answers given alone stay closed at the desk; screens are told apart; a hand-over ends cleanly: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from intake.actions.hand_over import TRIES
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

TABLET = {"width": 820, "height": 1180}
ITEM_9 = "Thoughts that you would be better off dead or of hurting yourself in some way"
THANKS = "Please give this back to the staff."
IS_BLANK = "The screen is with a person"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {}, family_name="Franklin", given_name="Rosalind")


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], people: People) -> Callable[[str], Page]:
    """A page of the front desk, in a browser of its own."""

    def open_page(address: str) -> Page:
        page = signed_in(new_context(viewport=TABLET).new_page(), people.front_desk)
        page.goto(address)
        return page

    return open_page


def saved(page: Page) -> AbstractContextManager[Any]:
    """What is done within it is saved before the test goes on."""
    return page.expect_response(lambda response: response.request.method == "POST")


def hand_over(page: Page) -> str:
    """Returns the word of the screen."""
    page.get_by_role("button", name="Hand over to the person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Some private questions")
    return page.locator(".this-screen strong").inner_text()


def test_what_is_answered_alone_is_closed_at_the_desk_and_opened_with_a_reason(
    opened: Callable[[str], Page], new_context: Callable[..., BrowserContext], people: People, draft: Intake
) -> None:
    # Given a person who answers item 9 alone, while the desk has the same page open, and reads when they have finished
    desk = opened(f"/intakes/{draft.pk}/mood/")
    tablet = opened(f"/intakes/{draft.pk}/mood/")
    word = hand_over(tablet)
    desk.reload()
    state = desk.get_by_role("status").filter(has_text=word)
    expect(state).to_contain_text("The person is answering, on the screen")
    expect(state).to_be_in_viewport()
    desk.evaluate("window.scrollTo(0, 0); window.notReloaded = true")
    tablet.goto(f"/intakes/{draft.pk}/private/mood/")
    tablet.get_by_role("group", name=ITEM_9).get_by_label("Nearly every day").check()
    tablet.get_by_role("button", name="Save and stop here").click()
    expect(tablet.get_by_text(THANKS)).to_be_visible()

    # Then the desk is told without doing anything, and typing there neither shows nor clears what was answered
    expect(state).to_contain_text(re.compile(r"The person has finished, at \d\d:\d\d\."))
    expect(state).to_be_in_viewport()
    assert desk.evaluate("window.notReloaded")
    with saved(desk):
        desk.get_by_role("group", name="Feeling tired").get_by_label("Several days").check()
    row = desk.locator("#row-phq-q9")
    expect(row).to_contain_text("Answered in private")
    expect(row.locator("input:not([type=hidden])")).to_have_count(0)
    with saved(desk):
        desk.get_by_role("group", name="Trouble falling").get_by_label("Several days").check()
    expect(desk.locator("#save-state")).to_have_text(re.compile(r"Saved"))
    desk.goto(f"/intakes/{draft.pk}/check/")
    expect(desk.locator("body")).not_to_contain_text("Nearly every day")
    draft.refresh_from_db()
    assert draft.answers["phq.q9"] == 3

    # When the desk opens this one answer, it has to say why, and that stands beside it
    desk.get_by_role("link", name=re.compile(f"Ask again or open ?: {ITEM_9}")).click()
    desk.get_by_role("button", name="Open the answer").click()
    expect(desk.get_by_text("Please write why you open this answer.")).to_be_visible()
    desk.get_by_label("Why do you need to see the answer?").fill("She rang: it was a slip")
    desk.get_by_role("button", name="Open the answer").click()
    expect(desk.get_by_text("Nearly every day")).to_be_visible()
    desk.get_by_role("link", name="To the question").click()
    expect(row).to_contain_text("Opened by front-desk")
    expect(row.get_by_label("Nearly every day")).to_be_checked()

    # And a clinician sees it as ever
    desk.goto(f"/intakes/{draft.pk}/check/")
    desk.get_by_role("button", name="Submit", exact=True).click()
    expect(desk.get_by_role("heading", name="Submitted")).to_be_visible()
    clinic = signed_in(new_context().new_page(), people.clinician)
    clinic.goto(f"/review/{draft.pk}/")
    expect(clinic.locator("body")).to_contain_text("Nearly every day")


def test_two_tablets_at_once_are_told_apart_and_one_is_closed_from_the_desk(
    opened: Callable[[str], Page], people: People, draft: Intake
) -> None:
    other = factories.draft(people.front_desk, {}, family_name="Hodgkin", given_name="Dorothy")
    tablets = {each.pk: opened(f"/intakes/{each.pk}/") for each in (draft, other)}
    word = {pk: hand_over(tablet) for pk, tablet in tablets.items()}
    assert word[draft.pk] != word[other.pk]
    desk = opened(f"/intakes/{other.pk}/")
    for each in (other, draft):
        desk.goto(f"/intakes/{each.pk}/")
        expect(desk.locator("#hand-over-state .screen-word")).to_have_text(word[each.pk])
    desk.get_by_text("Screen lost?").click()
    desk.get_by_role("button", name="End the hand-over").click()
    expect(desk.locator("#hand-over-state")).to_contain_text("was ended at the front desk")
    tablets[draft.pk].get_by_role("button", name="Save and continue").click()
    expect(tablets[draft.pk].get_by_text("The staff have closed the questions on this screen")).to_be_visible()
    tablets[other.pk].get_by_role("button", name="Save and continue").click()
    expect(tablets[other.pk]).to_have_title(re.compile("Some private questions, page 2"))


def test_five_wrong_passwords_end_it_and_the_desk_is_told(opened: Callable[[str], Page], draft: Intake) -> None:
    tablet, desk = (opened(f"/intakes/{draft.pk}/") for _ in range(2))
    hand_over(tablet)
    desk.reload()
    tablet.get_by_role("link", name="For staff").click()
    for _ in range(TRIES):
        tablet.get_by_label("Staff password").fill("a guess")
        tablet.get_by_role("button", name="Take the screen back").click()
    expect(tablet.get_by_text("Too many wrong passwords: you are signed out.")).to_be_visible()
    expect(desk.locator("#hand-over-state")).to_contain_text("ended after five wrong passwords, at")
    tablet.goto(f"/intakes/{draft.pk}/")
    expect(tablet).to_have_title(re.compile("Sign in"))


def test_a_second_tab_shows_nothing_once_the_screen_is_handed_over(
    opened: Callable[[str], Page], people: People, draft: Intake
) -> None:
    other = factories.draft(people.front_desk, {}, family_name="Hodgkin", given_name="Dorothy")
    tablet = opened(f"/intakes/{draft.pk}/")
    second, queue = tablet.context.new_page(), tablet.context.new_page()
    second.goto(f"/intakes/{other.pk}/mood/")
    second.get_by_role("group", name="Feeling tired").get_by_label("Several days").check()
    expect(second.locator("#save-state")).to_have_text(re.compile("Saved"))
    queue.goto("/desk/")
    hand_over(tablet)
    for page in (second, queue):
        expect(page.get_by_role("heading", level=1)).to_have_text(IS_BLANK)
        expect(page).to_have_title(IS_BLANK)
        assert not re.search("hodgkin|franklin|Several days", page.content(), re.IGNORECASE)
    queue.get_by_role("link", name="To the questions").click()
    expect(queue).to_have_url(re.compile("/private/"))
    # Taken back, the page is there again.
    tablet.get_by_role("link", name="For staff").click()
    tablet.get_by_label("Staff password").fill(factories.PASSWORD)
    tablet.get_by_role("button", name="Take the screen back").click()
    expect(second.get_by_text("HODGKIN, Dorothy")).to_be_visible()


def test_a_page_whose_browser_tells_no_other_tab_is_blank_as_soon_as_it_asks(
    opened: Callable[[str], Page], draft: Intake
) -> None:
    """Kept for the back button, looked at again, or saving: each asks the server."""
    tablet = opened(f"/intakes/{draft.pk}/")
    tablet.context.add_init_script("delete window.BroadcastChannel")
    second, third = (tablet.context.new_page() for _ in range(2))
    for page in (second, third):
        page.goto(f"/intakes/{draft.pk}/mood/")
    tablet.reload()
    hand_over(tablet)
    second.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    third.get_by_role("group", name="Feeling tired").get_by_label("Several days").check()
    for page in (second, third):
        expect(page.get_by_role("heading", level=1)).to_have_text(IS_BLANK)
        expect(page.locator("body")).not_to_contain_text("Franklin", ignore_case=True)


def test_a_page_from_the_back_button_stays_hidden_until_it_is_known_who_has_the_screen(
    opened: Callable[[str], Page], draft: Intake
) -> None:
    page = opened(f"/intakes/{draft.pk}/")
    page.clock.install()
    page.context.set_offline(True)
    # As a browser shows a page that it kept: this one keeps none.
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_timeout(300)
    expect(page.locator("body")).to_be_hidden()
    page.context.set_offline(False)
    page.clock.run_for(3000)
    expect(page.locator("body")).to_be_visible()
