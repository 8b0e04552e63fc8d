"""Nobody is at the screen: it shows nothing, and what was typed is there again with the password (ASVS V7.3.1)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from intake.models import Addendum, StaffSession
from tests import factories
from tests.factories import PASSWORD, People
from tests.journeys.signing_in import signed_in

pytestmark = pytest.mark.any_database


def nobody_is_here(page: Page, minutes: int) -> None:
    """For the server and for the page."""
    StaffSession.objects.update(last_used_at=timezone.now() - datetime.timedelta(minutes=minutes))
    page.clock.fast_forward(minutes * 60 * 1000)


def test_a_locked_page_hides_itself_and_keeps_what_was_typed(page: Page, people: People) -> None:
    done = factories.signed(people)
    page.clock.install()
    signed_in(page, people.clinician).goto(f"/review/{done.pk}/addendum/", wait_until="load")
    page.locator("#id_text").fill("The late result is normal.")
    nobody_is_here(page, 16)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("This screen is locked")
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("#id_text")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Not now")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_be_hidden()
    dialog.get_by_label("Password of clinician").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(page.locator("#id_text")).to_have_value("The late result is normal.")
    assert not Addendum.objects.exists()
    page.locator("#id_reason").fill("Late result")
    page.get_by_role("button", name="Add the addendum").click()
    expect(page.get_by_text("The addendum is part of the record.")).to_be_visible()


def test_a_handed_over_screen_closes_itself_and_sends_what_was_answered(page: Page, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    page.clock.install()
    signed_in(page, people.front_desk).goto(f"/intakes/{draft.pk}/", wait_until="load")
    page.get_by_role("button", name="Hand").first.click()
    page.goto(f"/intakes/{draft.pk}/private/mood/", wait_until="load")
    page.locator("[name=phq-q1][value='2']").check()
    nobody_is_here(page, 61)
    expect(page.get_by_role("heading")).to_have_text("For staff: take the screen back")
    expect(page.get_by_text("Nobody has used this screen for a while")).to_be_visible()
    draft.refresh_from_db()
    assert draft.answers["phq.q1"] == 2
