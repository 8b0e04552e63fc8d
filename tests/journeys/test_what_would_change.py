"""What would change this: from an open flag to its answers in one click, and back to a review that has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from intake.clinical.rules.questions.mood import phq
from intake.clinical.rules.questions.symptoms import sx
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

SETTLED = "Possible cauda equina syndrome"
REPORTED = "Suicide-safety question answered yes"


@pytest.fixture
def without_javascript(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_open_flags_are_settled_one_click_away(page: Page, people: People) -> None:
    the_whole_story(page, people)


@pytest.mark.exhaustive
def test_without_javascript_a_fold_leads_to_a_page_of_its_own(without_javascript: Page, people: People) -> None:
    page = without_javascript
    intake = factories.submitted(people.front_desk, "V12")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    what_nobody_has_asked_yet(page).click()
    page.locator("#open details:has(> summary:has-text('not yet asked or examined')) a[data-part]").first.click()
    expect(flag(page, SETTLED)).to_be_visible()
    when_they_open_what_would_change_cauda_equina(page)
    flag(page, SETTLED).locator("details.settling a[data-part]").click()
    expect(page.locator("main")).to_contain_text("Would be present with: anything but “None of these”")
    page.go_back()
    flag(page, SETTLED).get_by_role("button", name="Answer these").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer what is open")


def the_whole_story(page: Page, people: People) -> None:
    given_v12_on_the_clinicians_screen(page, people)
    when_they_open_what_would_change_cauda_equina(page)
    then_it_says_which_answers_would_settle_it(page)
    when_they_click_and_answer_that_neither_is_so(page)
    then_the_flag_is_excluded(page)
    when_they_ask_about_item_9(page)
    then_that_flag_is_present(page)
    then_the_first_version_reads_as_before(page)


# Given


def given_v12_on_the_clinicians_screen(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V12")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    what_nobody_has_asked_yet(page).click()
    expect(flag(page, SETTLED)).to_be_visible()


def what_nobody_has_asked_yet(page: Page) -> Locator:
    return page.locator("#open summary", has_text="not yet asked or examined")


def flag(page: Page, name: str) -> Locator:
    return page.locator("#open .flag-open").filter(has=page.locator("strong", has_text=name))


# When


def when_they_open_what_would_change_cauda_equina(page: Page) -> None:
    flag(page, SETTLED).locator("summary", has_text="What would change this?").click()


def when_they_click_and_answer_that_neither_is_so(page: Page) -> None:
    flag(page, SETTLED).get_by_role("button", name="Answer these").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer what is open")
    expect(page.locator("#id_sx-sensory_0")).to_be_focused()
    assert page.locator("fieldset").count() == 2
    assert "?" not in page.url
    for question in (sx.sensory, sx.bladder_bowel):
        page.get_by_role("group", name=question.wording, exact=True).get_by_label(
            question.labels["none"], exact=True
        ).check()
    page.get_by_role("button", name="Done").click()


def when_they_ask_about_item_9(page: Page) -> None:
    flag(page, REPORTED).get_by_role("button", name="Answer these").click()
    item9 = page.get_by_role("group", name=phq.q9.wording, exact=True)
    item9.get_by_role("radio", name=phq.q9.labels[1], exact=True).check()
    page.get_by_role("button", name="Done").click()


# Then


def then_it_says_which_answers_would_settle_it(page: Page) -> None:
    fold = flag(page, SETTLED).locator("details.settling")
    expect(fold).to_contain_text("Would be present with: anything but “None of these”")
    expect(fold).to_contain_text("Would be excluded with these answers together")


def then_the_flag_is_excluded(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    expect(
        page.locator("main").get_by_text(re.compile(r"Version 2 holds these answers: \d+ flags? excluded"))
    ).to_be_visible()
    expect(flag(page, SETTLED)).to_have_count(0)
    expect(flag(page, REPORTED)).to_be_visible()


def then_that_flag_is_present(page: Page) -> None:
    expect(page.locator("main").get_by_text(re.compile(r"\d+ flags? now present"))).to_be_visible()
    present = page.locator("#flags .flag").filter(has_text=REPORTED)
    expect(present).to_be_visible()
    present.locator("summary", has_text="Why RF17a").click()
    expect(present.locator("ul.reason").first).to_contain_text("Answered: Several days (1)")


def then_the_first_version_reads_as_before(page: Page) -> None:
    intake = Intake.objects.get()
    assert intake.versions.count() == 3
    page.goto(f"/review/{intake.pk}/1/")
    expect(page.locator("main")).to_contain_text("This is an older version.")
    what_nobody_has_asked_yet(page).click()
    expect(flag(page, SETTLED)).to_be_visible()
    expect(page.get_by_role("button", name="Answer these")).to_have_count(0)
