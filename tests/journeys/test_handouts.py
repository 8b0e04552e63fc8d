"""Handouts: a clinician gives two after a visit; the person opens the page on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from intake.models import HandoutGiven, Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible


def test_giving_a_handout(page: Page, people: People) -> None:
    intake = given_somebody_who_may_have_a_clot(people)
    given_a_clinician_at_the_review(page, people, intake)
    when_they_go_on_to_the_handouts(page)
    then_those_that_fit_come_first(page)
    when_they_give_two_on_paper_with_the_name(page)
    then_both_are_noted_and_can_be_printed(page)
    then_the_review_tells_of_them(page, intake)
    then_the_page_is_accessible_and_fits_a_narrow_screen(page, f"/review/{intake.pk}/handouts/")


def test_a_handout_on_a_phone(page: Page, people: People) -> None:
    given_somebody_who_may_have_a_clot(people)
    for handout in ("after-a-clot-scan", "who-to-call", "ten-questions"):
        page.set_viewport_size(NARROW)
        page.goto(f"/h/{handout}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        then_the_page_is_accessible_and_fits_a_narrow_screen(page, f"/h/{handout}/")
    page.goto("/h/who-to-call/")
    expect(page.get_by_role("link", name="999").first).to_have_attribute("href", "tel:999")
    assert page.context.cookies() == []


def given_somebody_who_may_have_a_clot(people: People) -> Intake:
    intake = factories.submitted(people.front_desk, "V07", family_name="Okafor", given_name="Ada")
    factories.given_handout(people, intake)
    return intake


def given_a_clinician_at_the_review(page: Page, people: People, intake: Intake) -> None:
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")


def when_they_go_on_to_the_handouts(page: Page) -> None:
    page.get_by_role("link", name="Handouts", exact=True).click()
    page.get_by_role("link", name="Give another handout").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handouts")


def then_those_that_fit_come_first(page: Page) -> None:
    fits = page.get_by_role("group", name="Goes with what was found")
    expect(fits.get_by_role("checkbox", name="After a scan for a blood clot in the leg")).not_to_be_checked()


def when_they_give_two_on_paper_with_the_name(page: Page) -> None:
    page.get_by_role("checkbox", name="After a scan for a blood clot in the leg").check()
    page.get_by_role("checkbox", name="Leg pain: signs that need help", exact=True).check()
    page.get_by_role("radio", name="On paper").check()
    page.get_by_role("checkbox", name="With their name, as they wish").check()
    page.get_by_role("button", name="Note as given").click()
    expect(page.get_by_text("Noted as given: 2.")).to_be_visible()


def then_both_are_noted_and_can_be_printed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Given so far: 3")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF to print.*After a scan")).click()
    assert download.value.suggested_filename == "handout-after-a-clot-scan.pdf"
    assert HandoutGiven.objects.filter(with_name=True).count() == 2


def then_the_review_tells_of_them(page: Page, intake: Intake) -> None:
    page.goto(f"/review/{intake.pk}/")
    expect(page.get_by_role("heading", name="Handouts given: 3")).to_be_visible()


def then_the_page_is_accessible_and_fits_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert accessible(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDE) <= 0
    assert accessible(page) == []
