"""The screen goes to the person for the private questions, and comes back: on a tablet, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.lanes import sweep

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
QUESTIONS, THANKS = "Some private questions", "Please give this back to the staff."
ITEM_9 = "Thoughts that you would be better off dead or of hurting yourself in some way"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {}, family_name="Franklin", given_name="Rosalind")


def save_and_continue(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


def to_page(page: Page, number: int) -> None:
    """On to this page of the questions, nothing answered on the way."""
    while f"page {number} of" not in page.title():
        save_and_continue(page)


def only_the_persons_pages(page: Page) -> None:
    expect(page).to_have_url(re.compile("/private/"))
    expect(page.locator("body")).not_to_contain_text("Franklin", ignore_case=True)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


@pytest.mark.parametrize("with_script", sweep([True, False], few=[True], ids=["script", "no script"]))
def test_the_person_answers_alone_and_staff_take_the_screen_back(
    with_script: bool, new_context: Callable[..., BrowserContext], people: People, draft: Intake
) -> None:
    tablet = new_context(viewport=TABLET, java_script_enabled=with_script).new_page()

    # Given a front desk that has looked at the list and at the mood section
    signed_in(tablet, people.front_desk).goto("/desk/")
    tablet.get_by_role("link", name="FRANKLIN").click()
    tablet.get_by_role("link", name="Mood: PHQ-9").click()
    expect(tablet.get_by_text("Some questions here are private.")).to_be_visible()

    # When it hands over
    tablet.get_by_role("button", name="Hand over to the person").click()

    # Then the person sees private questions, and item 9 answered shows whom to call at once
    expect(tablet.get_by_role("heading", level=1)).to_have_text(QUESTIONS)
    to_page(tablet, 4)
    expect(tablet.get_by_text("Over the last 2 weeks, how often")).to_be_visible()
    expect(tablet.get_by_text("Samaritans")).to_have_count(0)
    tablet.get_by_role("group", name=ITEM_9).get_by_label("Several days").check()
    save_and_continue(tablet)
    expect(tablet.get_by_role("heading", name="You can talk to somebody now")).to_be_in_viewport()
    expect(tablet.get_by_text("Samaritans: 116 123")).to_be_in_viewport()

    # And nothing else opens, by address or by the back button
    for elsewhere in ("/desk/", "/queue/", "/admin/", f"/review/{draft.pk}/", f"/intakes/{draft.pk}/", "/password/"):
        tablet.goto(elsewhere)
        only_the_persons_pages(tablet)
    for _ in range(20):
        tablet.go_back()
        if tablet.url == "about:blank":
            break
        only_the_persons_pages(tablet)
    tablet.goto(f"/intakes/{draft.pk}/private/around-mood/")
    save_and_continue(tablet)
    expect(tablet.get_by_text(THANKS)).to_be_visible()
    expect(tablet.get_by_text("Samaritans: 116 123")).to_be_visible()

    # Meanwhile the clinician's queue shows the draft
    clinic = new_context().new_page()
    signed_in(clinic, people.clinician).goto("/queue/")
    asking = clinic.get_by_role("region", name="Drafts that ask for a clinician now")
    expect(asking).to_contain_text("FRANKLIN, Rosalind")

    # And the staff take the screen back with their password alone
    tablet.get_by_role("link", name="For staff").click()
    tablet.get_by_label("Staff password").fill("a guess")
    tablet.get_by_role("button", name="Take the screen back").click()
    expect(tablet.get_by_text("That password is not right. 4 more tries")).to_be_visible()
    tablet.get_by_label("Staff password").fill(factories.PASSWORD)
    tablet.get_by_role("button", name="Take the screen back").click()
    expect(tablet.get_by_text("The person has finished")).to_be_visible()
    expect(tablet.get_by_role("heading", name="Tell the clinician on duty now")).to_be_visible()
    draft.refresh_from_db()
    assert draft.answers["phq.q9"] == 1

    # And the person's pages are closed
    tablet.goto(f"/intakes/{draft.pk}/private/mood/")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Intake")


@pytest.mark.parametrize("size", sweep([TABLET, PHONE], few=[PHONE], ids=["tablet", "phone"]))
def test_the_questions_can_be_answered_by_keys_and_fit_the_screen(
    size: dict[str, int], new_context: Callable[..., BrowserContext], people: People, draft: Intake
) -> None:
    page = new_context(viewport=size).new_page()
    signed_in(page, people.front_desk).goto(f"/intakes/{draft.pk}/mood/")
    page.get_by_role("button", name="Hand over to the person").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS)
    to_page(page, 2)
    page.get_by_role("group", name="Is any of this new or changed").get_by_label("None of these").focus()
    page.keyboard.press("Space")
    for _ in range(3):  # over the two ways not to answer, to the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Some private questions, page 3 of 8")
    to_page(page, 4)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = page.locator(".form-check, .btn").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    page.get_by_role("group", name="Feeling tired").get_by_label("Not at all").focus()
    for key in ("Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Some private questions, page 5 of 8")
    draft.refresh_from_db()
    assert (draft.answers["sx.bladder_bowel"], draft.answers["phq.q4"]) == (["none"], 2)
