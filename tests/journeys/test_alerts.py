"""A safety alert, from an answer typed at the front desk to a clinician who sits on another page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.actions.intakes import save_draft
from intake.models import Alert, Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

SPOKE = factories.FITTING[0]
RENEWED = 10_000
"""Milliseconds after which a page asks for the count again. Nobody waits for them: the page's clock is put forward."""


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {}, family_name="Lovelace", given_name="Ada")


@pytest.fixture
def elsewhere(browser: Browser, base_url: str) -> Iterator[Page]:
    """Another browser, on another desk."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


def test_an_alert_reaches_a_clinician_on_another_page_and_is_acknowledged(
    page: Page, elsewhere: Page, people: People, draft: Intake
) -> None:
    given_a_clinician_on_a_page_of_settings(elsewhere, people)
    when_the_front_desk_types_one_answer(page, people, draft)
    then_the_count_rises_by_itself_and_is_said_aloud(elsewhere)

    when_the_clinician_opens_the_list_and_acknowledges(elsewhere)
    then_nothing_is_open_any_more(elsewhere, people)


def test_a_count_that_cannot_be_renewed_says_so_and_comes_back(page: Page, people: People, draft: Intake) -> None:
    given_a_clinician_on_a_page_of_settings(page, people)
    page.context.set_offline(True)
    page.clock.fast_forward(RENEWED)
    expect(page.get_by_text("(count not renewed)")).to_be_visible()
    raise_one(people, draft)
    page.context.set_offline(False)
    page.clock.fast_forward(RENEWED)
    expect(count(page)).to_have_text(re.compile("^1 open"))
    expect(page.get_by_text("(count not renewed)")).to_be_hidden()


def test_signed_out_it_asks_no_more(page: Page, people: People) -> None:
    given_a_clinician_on_a_page_of_settings(page, people)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.clear_cookies()
    page.clock.fast_forward(RENEWED)
    expect(page.get_by_text("(count not renewed)")).to_be_visible()
    page.clock.run_for(6 * RENEWED)
    page.evaluate("fetch('/sign-in/')")  # a request after all that could have been made
    assert [address.partition("localhost")[2].partition("/")[2] for address in asked] == ["alerts/count/", "sign-in/"]


def test_the_focus_stays_on_the_link_while_the_count_renews_itself(page: Page, people: People, draft: Intake) -> None:
    given_a_clinician_on_a_page_of_settings(page, people)
    link = page.get_by_role("link", name="Alerts")
    link.focus()
    raise_one(people, draft)
    page.clock.fast_forward(RENEWED)
    expect(count(page)).to_have_text(re.compile("^1 open"))
    expect(link).to_be_focused()


# Given, when, then


def given_a_clinician_on_a_page_of_settings(page: Page, people: People) -> None:
    page.clock.install()
    signed_in(page, people.clinician).goto("/password/")
    expect(count(page)).to_have_text("0 open")


def when_the_front_desk_types_one_answer(page: Page, people: People, draft: Intake) -> None:
    signed_in(page, people.front_desk).goto(f"/intakes/{draft.pk}/mood/")
    page.locator("[name=phq-q9][value='1']").check()
    expect(page.get_by_role("region", name="Tell the clinician on duty now")).to_be_visible()
    assert page.get_by_role("link", name="Alerts").count() == 0


def then_the_count_rises_by_itself_and_is_said_aloud(page: Page) -> None:
    page.clock.fast_forward(RENEWED)
    expect(count(page)).to_have_text("2 open")  # item 9, and the questions after it that are missing
    expect(page.locator("#alert-said")).to_have_text("Safety alerts: 2 open")
    expect(page).to_have_title(re.compile("^Your settings"))


def when_the_clinician_opens_the_list_and_acknowledges(page: Page) -> None:
    page.get_by_role("link", name="Alerts").click()
    person = page.get_by_role("region", name="LOVELACE, Ada")
    expect(person).to_contain_text("Several days")
    expect(person).to_contain_text("still being filled in")
    for tick in person.get_by_role("checkbox").all():
        expect(tick).to_be_checked()
    person.get_by_label("What was done").select_option(SPOKE)
    person.get_by_label("In your words").fill("She is with her sister now.")
    person.get_by_role("button", name="Acknowledge what is ticked").click()


def then_nothing_is_open_any_more(page: Page, people: People) -> None:
    expect(page.get_by_text("2 alerts acknowledged.")).to_be_visible()
    expect(count(page)).to_have_text("0 open")
    kept: list[Any] = list(Alert.objects.values_list("acknowledged_by", "outcome", "words"))
    assert kept == [(people.clinician.pk, SPOKE, "She is with her sister now.")] * 2


def raise_one(people: People, draft: Intake) -> None:
    changes = {"sx.stroke_signs": True}
    save_draft(actor=people.front_desk, intake=draft, revision=draft.revision, changes=changes, malformed={})


def count(page: Page) -> Any:
    return page.locator("#alert-count")
