"""Referring in a browser: three keys to a letter that is filled, and all the way until it is closed."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from intake.models import Intake, Referral
from tests import factories, referring
from tests.factories import PASSWORD, People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible
from tests.referring import STEP

pytestmark = pytest.mark.any_database


@pytest.fixture
def intake(people: People) -> Intake:
    about = factories.patient(people.front_desk, address="1 Mill Lane", phone="0123 456", sex_at_birth="female")
    return factories.submitted(people.front_desk, "V11", patient=about)


def at(page: Page, user: User, address: str) -> Page:
    signed_in(page, user).goto(address)
    return page


def step_of(page: Page) -> Locator:
    return page.locator(f"#row-step-{STEP}")


def in_sight(page: Page) -> None:
    """Opens whatever fold the step lies in, and puts the focus on it."""
    choice = step_of(page).locator("input[type=radio]").first
    for fold in page.locator(f"details:has(#row-step-{STEP})").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
    choice.focus()


def minute(**later: float) -> str:
    return f"{timezone.localtime() + datetime.timedelta(**later):%Y-%m-%dT%H:%M}"


def record(page: Page, fold: str, **typed: str) -> None:
    """Opens the fold, fills in what is given by the fields' names, and records it."""
    part = page.locator("details.record").filter(has=page.get_by_text(fold, exact=True))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    for name, value in typed.items():
        field = part.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():  # what was recorded before says so, too
        part.get_by_role("button", name=f"Record: {fold.lower()}").click()
    expect(page.get_by_role("status").get_by_text("Recorded.")).to_be_visible()


def state(page: Page, said: str) -> None:
    expect(page.locator(".referral-head dd").first).to_have_text(said)


def test_accept_refer_and_the_letter_is_there_in_three_keystrokes(page: Page, people: People, intake: Intake) -> None:
    referring.service("Vascular ward", steps=[STEP])
    at(page, people.clinician, f"/review/{intake.pk}/")
    in_sight(page)
    page.keyboard.press("a")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Begin the letter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Letter to Vascular ward")
    assert page.get_by_label("What you ask of them").input_value()
    assert page.get_by_label("Line of “In one line”").first.input_value()
    page.goto(f"/review/{intake.pk}/")
    in_sight(page)
    expect(step_of(page).get_by_role("link", name="Track")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("h1")).to_have_text("Referral to Vascular ward")
    assert Referral.objects.count() == 1


def test_from_the_letter_to_the_end(page: Page, people: People, intake: Intake) -> None:
    """Edited, signed, sent, overdue, not attended, booked again, seen, reported, closed."""
    referring.accept(people.clinician, intake)
    referral = referring.begun(people, intake, service=referring.service("Vascular ward"))
    at(page, people.clinician, f"/referrals/{referral.pk}/letter/")
    page.get_by_label("Reason, in one line").fill("Pain on walking, new")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The letter is saved.")).to_be_visible()
    page.get_by_label("What you ask of them").fill("Please see the legs")
    page.get_by_role("button", name="Save, and go on to sign").click()
    expect(page.locator("h1")).to_have_text("Sign the letter")
    page.get_by_label("Your registration number").fill("GMC 1234567")
    if page.get_by_label("Sign all the same").count():
        page.get_by_label("Sign all the same").check()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. Nothing was sent")).to_be_visible()
    with page.expect_download() as taken:
        page.locator("#documents-title ~ ul a").first.click()
    assert taken.value.suggested_filename.startswith("letter-")
    record(page, "Sent", channel="secure_mail")
    state(page, "Sent")
    at(page, people.front_desk, f"/desk/referrals/{referral.pk}/")
    record(page, "Accepted by the service")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        at(page, people.front_desk, "/desk/referrals/")
        expect(page.locator(".overdue").first).to_be_visible()
        expect(page.locator(".referral-count")).to_contain_text("1")
    page.goto(f"/desk/referrals/{referral.pk}/")
    record(page, "Appointment booked", appointment_at=minute(minutes=1), appointment_where="Room 3")
    record(page, "Not attended")
    at(page, people.clinician, "/referrals/")
    expect(page.get_by_text("decide now", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("NOWAK")).click()
    record(page, "Attempt to contact the person", channel="phone", reached="yes")
    record(page, "Appointment booked", appointment_at=minute(minutes=1))
    record(page, "Seen by the service")
    record(page, "Report received", report="A letter of two pages, in the tray")
    today = timezone.localdate().isoformat()
    record(page, "Close", question_answered="yes", told_on=today, advice="Walk every day")
    state(page, "Closed")
    expect(page.get_by_text("Walk every day")).to_be_visible()


def test_a_decline_is_answered_by_another_service(page: Page, people: People, intake: Intake) -> None:
    referring.accept(people.clinician, intake)
    referring.service("Other ward", steps=[STEP])
    referral = referring.in_state(people, "sent", intake, service=referring.service("Vascular ward"))
    at(page, people.front_desk, f"/desk/referrals/{referral.pk}/")
    record(page, "Declined by the service", reason="capacity")
    at(page, people.clinician, "/queue/")
    page.locator(".referral-count").click()
    page.get_by_role("link", name=re.compile("NOWAK")).click()
    page.get_by_role("link", name="Refer to another service").click()
    page.get_by_label("Other ward").check()
    page.get_by_role("button", name="Begin the letter").click()
    expect(page.locator("h1")).to_have_text("Letter to Other ward")
    page.get_by_role("link", name="The referral", exact=True).click()
    page.get_by_role("link", name="a referral that was declined").click()
    state(page, "Closed")


def test_what_was_typed_in_a_letter_outlives_the_sign_in(page: Page, people: People, intake: Intake) -> None:
    referring.accept(people.clinician, intake)
    referral = referring.begun(people, intake)
    at(page, people.clinician, f"/referrals/{referral.pk}/letter/")
    page.get_by_label("Reason, in one line").fill("Typed with care")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label(re.compile("^Password of")).fill(PASSWORD)
    page.get_by_role("button", name="Sign in and save").click()
    expect(page.get_by_text("The letter is saved.")).to_be_visible()
    expect(page.get_by_label("Reason, in one line")).to_have_value("Typed with care")


def test_what_was_typed_of_what_happened_outlives_the_sign_in(page: Page, people: People, intake: Intake) -> None:
    """Also in a fold that is not the first."""
    referring.accept(people.clinician, intake)
    referral = referring.in_state(people, "sent", intake)
    at(page, people.front_desk, f"/desk/referrals/{referral.pk}/")
    fold = page.locator("details.record").filter(has=page.get_by_text("Declined by the service", exact=True))
    fold.locator("summary").click()
    fold.locator("[name=reason]").select_option("capacity")
    fold.locator("[name=words]").fill("Typed with care")
    page.context.clear_cookies()
    fold.get_by_role("button").click()
    page.get_by_label(re.compile("^Password of")).fill(PASSWORD)
    page.get_by_role("button", name="Sign in and save").click()
    state(page, "Declined")
    assert referral.events.get(after="declined").words == "Typed with care"


ADDRESSES = {
    "clinician": (
        *("/referrals/", "/referrals/?list=overdue", "/referrals/?list=waiting", "/referrals/?list=all"),
        *("/referrals/states/", "/referrals/{sent}/", "/referrals/{declined}/", "/referrals/{declined}/elsewhere/"),
        *("/referrals/{draft}/", "/referrals/{draft}/letter/", "/referrals/{draft}/sign/", "/referrals/{sent}/amend/"),
        *("/review/{intake}/refer/", "/review/{intake}/", "/people/{person}/"),
    ),
    "front-desk": ("/desk/referrals/", "/desk/referrals/?list=all", "/desk/referrals/{sent}/", "/referrals/states/"),
}


@pytest.mark.parametrize("who", ADDRESSES)
def test_the_pages_are_for_everybody(who: str, page: Page, people: People, intake: Intake) -> None:
    """Wide, and as narrow as 1280 pixels at 400 %; with every fold open."""
    referring.accept(people.clinician, intake)
    made = {
        name: referring.in_state(people, name, intake, service=referring.service(f"Ward {name}"))
        for name in ("sent", "declined", "draft")
    }
    Referral.objects.update(due_at=referring.ago(days=2))
    ids = {name: each.pk for name, each in made.items()} | {"intake": intake.pk, "person": intake.patient_id}
    referring.service("Ward of all steps")
    signed_in(page, User.objects.get(username=who))
    faults: list[str] = []
    for address in ADDRESSES[who]:
        page.goto(address.format(**ids))
        page.evaluate("document.querySelectorAll('main details:not(:has(table))').forEach(fold => fold.open = true)")
        faults += accessible(page)
        size = page.viewport_size
        assert size
        page.set_viewport_size(NARROW)
        if (wide := page.evaluate(WIDE)) > 0:
            faults.append(f"{address} is {wide} pixels too wide")
        page.set_viewport_size(size)
    assert faults == []
