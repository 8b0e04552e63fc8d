"""Pages that save when their button is pressed: not connected or signed out, nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import FollowUp, Patient
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import sign_in, signed_in
from tests.over_time import planned, signed
from tests.views.at_the_desk import now

pytestmark = pytest.mark.any_database


def test_a_person_is_registered_when_the_connection_and_the_sign_in_are_back(page: Page, people: People) -> None:
    signed_in(page, people.front_desk).goto(reverse("patient-new"))
    page.wait_for_load_state()
    typed = {"Family name": "O’Brien", "Given name": "Áine", "Record number": "A-77"}
    for label, text in typed.items():
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_label("Day").first.fill("3")
    page.get_by_label("Month").first.fill("5")
    page.get_by_label("Year").first.fill("1970")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Not connected.")).to_be_visible()
    expect(page.get_by_label("Family name").first).to_have_value("O’Brien")

    page.context.set_offline(False)
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").first.click()
    dialog = page.get_by_role("dialog", name="Please sign in again")
    dialog.get_by_label("Password").fill(factories.PASSWORD)
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(page).not_to_have_url(reverse("patient-new"))
    expect(page.get_by_role("heading", name="Please sign in again")).to_be_hidden()
    assert Patient.objects.get(record_number="A-77").family_name == "O’Brien"


def test_which_button_was_pressed_is_sent_and_signing_in_again_sends_nothing_by_itself(
    page: Page, people: People
) -> None:
    made = planned(signed(people.clinician, factories.submitted(people.front_desk, "V04")))
    signed_in(page, people.clinician).goto(reverse("follow-up-close", args=[made.pk]))
    page.wait_for_load_state()
    page.get_by_label("In a few words").fill("seen elsewhere")
    page.evaluate("document.dispatchEvent(new Event('signed-in-again'))")
    page.context.set_offline(True)
    page.get_by_role("button", name="Not needed").click()
    expect(page.get_by_text("Not connected.")).to_be_visible()
    assert now_of(made).state == FollowUp.State.OPEN
    page.context.set_offline(False)
    with page.expect_navigation():
        page.get_by_role("button", name="Not needed").click()
    assert (now_of(made).state, now_of(made).words) == (FollowUp.State.NOT_NEEDED, "seen elsewhere")


def now_of(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=follow_up.pk)


def test_the_persons_answers_stay_on_their_page(page: Page, people: People) -> None:
    draft = factories.draft(people.front_desk, {"pt.age_years": 50})
    sign_in(page, people.front_desk.username)
    page.goto(reverse("intake", args=[draft.pk]))
    page.wait_for_load_state()
    page.get_by_role("button", name="Hand over").first.click()
    page.wait_for_url("**/private/**")
    if page.get_by_role("link", name="Begin").count():
        page.get_by_role("link", name="Begin").click()
    page.wait_for_load_state()
    answer = page.get_by_role("radio").first
    answer.check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Not connected.")).to_be_visible()
    expect(answer).to_be_checked()
    page.context.set_offline(False)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    assert len(now(draft).answers) > 1
