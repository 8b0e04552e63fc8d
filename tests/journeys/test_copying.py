"""A clinician copies a summary with one key and pastes it elsewhere, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from intake.models import Intake
from tests import factories, referring
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible

pytestmark = pytest.mark.any_database

WIDE_SCREEN: ViewportSize = {"width": 1280, "height": 800}
CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V31", family_name="Nguyễn", given_name="Phương")


@pytest.fixture
def clinic(page: Page, people: People) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size(WIDE_SCREEN)
    return signed_in(page, people.clinician)


def copied(page: Page) -> str:
    return str(page.evaluate(CLIPBOARD)).replace("\r\n", "\n")


def test_one_key_copies_what_can_be_pasted(clinic: Page, intake: Intake) -> None:
    # Given an intake to review
    clinic.goto(f"/review/{intake.pk}/")
    text = clinic.request.get(f"/review/{intake.pk}/1/summary.txt").text()
    assert "NGUYỄN, Phương\n" in text

    # When the clinician presses c
    clinic.keyboard.press("c")

    # Then the brief is on the clipboard, and the page says so
    expect(clinic.locator("[data-copied]")).to_have_text("Copied")
    assert copied(clinic) == text

    # And with the plan under Shift
    clinic.keyboard.press("Shift+C")
    expect(clinic.locator("[data-copied]")).to_have_text("Copied, with the plan")
    assert "SAFETY-NETTING" in copied(clinic)

    # And pasted elsewhere, it is what it was
    clinic.set_content("<textarea rows=200 cols=78></textarea>")
    clinic.locator("textarea").focus()
    clinic.keyboard.press("ControlOrMeta+V")
    pasted = clinic.locator("textarea").input_value()
    assert pasted == clinic.request.get(f"/review/{intake.pk}/1/summary.txt?plan=yes").text()
    assert max(map(len, pasted.split("\n"))) <= 78


def test_typing_a_c_copies_nothing(clinic: Page, intake: Intake) -> None:
    clinic.goto(f"/review/{intake.pk}/")
    clinic.evaluate("navigator.clipboard.writeText('before')")
    clinic.locator("textarea:visible").first.click()
    clinic.keyboard.press("c")
    clinic.keyboard.press("Shift+C")
    expect(clinic.locator("[data-copied]")).to_have_text("")
    assert copied(clinic) == "before"


def test_what_was_signed_is_copied_from_the_signed_page(clinic: Page, people: People) -> None:
    signed = factories.signed(people)
    clinic.goto(f"/review/{signed.pk}/")
    clinic.get_by_role("link", name="Copy as text", exact=False).first.click()
    expect(clinic.locator("[data-copied]")).to_have_text("Copied")
    assert copied(clinic).startswith("INTAKE SUMMARY\nSIGNED\n")


def test_the_letter_is_copied_from_its_referral(clinic: Page, people: People) -> None:
    signed = referring.signed(people)
    clinic.goto(f"/referrals/{signed.pk}/")
    clinic.keyboard.press("c")
    expect(clinic.locator("[data-copied]")).to_have_text("Copied")
    assert copied(clinic).startswith("REFERRAL LETTER\nSIGNED\n")
    assert accessible(clinic) == []
    for size in (WIDE_SCREEN, NARROW):
        clinic.set_viewport_size(size)
        clinic.goto(f"/referrals/{signed.pk}/copy/")
        assert accessible(clinic) == []
        assert clinic.evaluate(WIDE) == 0


def test_where_the_clipboard_cannot_be_reached(clinic: Page, intake: Intake) -> None:
    """Over plain HTTP what is selected is copied. Where that is refused, a page shows the text."""
    clinic.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    clinic.goto(f"/review/{intake.pk}/")
    clinic.keyboard.press("c")
    expect(clinic.locator("[data-copied]")).to_have_text("Copied")
    clinic.add_init_script("document.execCommand = () => false")
    clinic.goto(f"/review/{intake.pk}/")
    clinic.keyboard.press("c")
    expect(clinic).to_have_url(f"{clinic.url.split('/review')[0]}/review/{intake.pk}/1/copy/#brief")
    clinic.get_by_role("button", name=re.compile("^Copy ?: Brief$")).click()
    expect(clinic.get_by_text("Selected: now copy it with Ctrl C")).to_be_visible()
    chosen = (
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )
    assert clinic.evaluate(chosen) == clinic.get_by_role("textbox", name="Brief", exact=True).input_value()


def test_who_is_signed_out_meanwhile_is_led_to_the_sign_in(clinic: Page, intake: Intake) -> None:
    clinic.goto(f"/review/{intake.pk}/")
    clinic.context.clear_cookies()
    clinic.keyboard.press("c")
    expect(clinic.get_by_label("Password")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE_SCREEN, NARROW], ids=["wide", "narrow"])
def test_the_page_with_the_text_is_for_everybody(size: ViewportSize, clinic: Page, intake: Intake) -> None:
    clinic.set_viewport_size(size)
    clinic.goto(f"/review/{intake.pk}/1/copy/")
    expect(clinic.get_by_role("button", name=re.compile("^Copy ?: Brief and plan$"))).to_be_visible()
    assert accessible(clinic) == []
    assert clinic.evaluate(WIDE) == 0
    clinic.goto(f"/review/{intake.pk}/")
    assert accessible(clinic) == []
    assert clinic.evaluate(WIDE) == 0
