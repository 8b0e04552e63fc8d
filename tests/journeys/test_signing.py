"""Decide, sign, hand out a document that anybody can verify, add an addendum, declare void: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from intake.models import Intake, Review
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import WIDE, accessible


def download(page: Page, name: str, to: Path) -> str:
    """The document's number."""
    link = page.get_by_role("link", name=name)
    number = (link.get_attribute("href") or "").split("/")[-2]
    with page.expect_download() as found:
        link.click()
    found.value.save_as(to)
    assert found.value.suggested_filename == f"document-{number}.pdf"
    return number


def check(page: Page, number: str, file: Path) -> None:
    page.goto("/check-document/")
    page.get_by_label("The PDF").set_input_files(file)
    expect(page.get_by_label("SHA-256")).to_have_value(sha256(file.read_bytes()).hexdigest())
    page.get_by_label("Document number").fill(number.lower())
    page.get_by_role("button", name="Check").click()


def decided(people: People) -> Intake:
    intake = factories.submitted(people.front_desk, "V35", family_name="Franklin", given_name="Rosalind")
    factories.acknowledged(people.clinician, intake)
    assert intake.current
    step = factories.found(intake).steps[0]
    by = {"by": "clinician", "at": "2026-11-26T10:00:00+00:00"}
    steps = {step.id: {"choice": "done", "reason": "", **by}}
    Review.objects.create(intake=intake, steps=steps, text="Seen today.", revision=1)
    return intake


def test_from_the_decision_to_void(new_context: Callable[..., BrowserContext], people: People, tmp_path: Path) -> None:
    clinic, anybody = new_context().new_page(), new_context().new_page()
    file, changed = tmp_path / "signed.pdf", tmp_path / "changed.pdf"

    # Given a decided intake with things left open
    intake = decided(people)
    signed_in(clinic, people.clinician).goto(f"/review/{intake.pk}/")
    clinic.get_by_role("link", name="Sign", exact=True).click()
    expect(clinic.get_by_text("Seen today.")).to_be_visible()
    faults = accessible(clinic)

    # When it is signed without a word, or with a wrong password, it is not signed
    clinic.get_by_label("Your role").fill("GP")
    clinic.get_by_label("Your password").fill(factories.PASSWORD)
    clinic.get_by_role("button", name="Sign", exact=True).click()
    expect(clinic.get_by_text("Please say a word on this.").last).to_be_visible()
    faults += accessible(clinic)
    clinic.get_by_label("The same words").fill("To be seen on Monday.")
    clinic.get_by_label("Your password").fill("a guess")
    clinic.get_by_role("button", name="Sign", exact=True).click()
    expect(clinic.locator("#id_password_error")).to_have_text(re.compile("That password is not right"))
    expect(clinic.get_by_label("The same words")).to_have_value("To be seen on Monday.")
    clinic.get_by_label("Your password").fill(factories.PASSWORD)
    clinic.get_by_role("button", name="Sign", exact=True).click()

    # Then it is signed, and anybody can verify the file without signing in
    signing = clinic.locator("#signing")
    expect(signing).to_contain_text("SIGNED")
    expect(signing).to_contain_text("Signed by clinician, GP")
    number = download(clinic, "Download the SIGNED PDF", file)
    check(anybody, number, file)
    expect(anybody.locator(".verdict")).to_have_text("Genuine")
    faults += accessible(anybody)
    changed.write_bytes(file.read_bytes().replace(b"/Title", b"/Titel", 1))
    check(anybody, number, changed)
    expect(anybody.locator(".verdict")).to_have_text("Altered")
    check(anybody, "0000-0000-0000", file)
    expect(anybody.locator(".verdict")).to_have_text("Unknown")
    expect(anybody.locator("body")).not_to_contain_text("Franklin", ignore_case=True)

    # And a copy without the record goes on to others, under the same number
    with clinic.expect_download() as copied:
        clinic.get_by_role("button", name="Download without the record").click()
    copied.value.save_as(changed)
    check(anybody, number, changed)
    expect(anybody.locator(".verdict")).to_have_text("Genuine")

    # And a correction is an addendum
    with clinic.expect_navigation():
        clinic.get_by_role("link", name="Write an addendum").click()
    faults += accessible(clinic)
    clinic.get_by_label("Reason").fill("Late laboratory result")
    clinic.get_by_label("Addendum").fill("CK normal.")
    clinic.get_by_role("group", name="This corrects").get_by_label("Scores").check()
    clinic.get_by_role("button", name="Add the addendum").click()
    expect(signing).to_contain_text("AMENDED")
    expect(signing).to_contain_text("Corrects what page 1 says about: Scores")
    expect(signing).to_contain_text("CK normal.")
    check(anybody, download(clinic, "Download the AMENDED PDF", changed), changed)
    expect(anybody.locator(".verdict")).to_have_text("Genuine")
    check(anybody, number, file)
    expect(anybody.locator(".verdict")).to_have_text("Genuine, but superseded by an addendum")
    faults += accessible(anybody)

    # And the wrong person's intake is void, and still readable
    with clinic.expect_navigation():
        clinic.get_by_role("link", name="Declare void").click()
    faults += accessible(clinic)
    clinic.get_by_label("Entered for the wrong person").check()
    clinic.get_by_label("Reason").fill("Entered for her sister")
    clinic.get_by_label("I understand").check()
    clinic.get_by_label("Your password").fill(factories.PASSWORD)
    clinic.get_by_role("button", name="Declare void").click()
    expect(signing).to_contain_text("VOID Not valid")
    expect(signing).to_contain_text("Entered for her sister")
    expect(clinic.get_by_text("Item 9").first).to_be_attached()
    download(clinic, "Download the VOID PDF", changed)
    check(anybody, number, file)
    expect(anybody.locator(".verdict")).to_have_text("Void: do not use")
    assert faults + accessible(clinic) == []


@pytest.mark.any_database
def test_the_pages_fit_320_pixels(new_context: Callable[..., BrowserContext], people: People) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    signed_in(page, people.clinician)
    done, waiting = factories.signed(people, "V12"), factories.submitted(people.front_desk, "V35")
    addresses = [f"/review/{done.pk}/{name}/" for name in ("addendum", "void")]
    for address in (f"/review/{waiting.pk}/sign/", f"/review/{done.pk}/", *addresses, "/check-document/"):
        page.goto(address)
        assert page.evaluate(WIDE) <= 0, address


def test_the_check_works_without_script(new_context: Callable[..., BrowserContext], people: People) -> None:
    document = factories.signed(people).documents.get()
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/check-document/")
    expect(page.get_by_label("The PDF")).to_be_hidden()
    page.get_by_label("Document number").fill(document.pk)
    page.get_by_label("SHA-256").fill(document.sha256)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_text("Genuine")


def sent_once_connected(page: Page, button: str) -> None:
    """Offline, the browser's own page would take the place of this one, with all that was typed."""
    page.context.set_offline(True)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Not connected. Nothing was sent yet")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name=button, exact=True).click()


def test_offline_nothing_typed_is_lost_on_the_way_to_a_signature_an_addendum_or_void(
    page: Page, people: People
) -> None:
    intake = decided(people)
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/sign/")
    page.get_by_label("Your role").fill("GP")
    page.get_by_label("The same words").fill("To be seen on Monday.")
    page.get_by_label("Your password").fill(factories.PASSWORD)
    sent_once_connected(page, "Sign")
    expect(page.locator("#signing")).to_contain_text("Signed by clinician, GP")

    page.goto(f"/review/{intake.pk}/addendum/")
    page.get_by_label("Reason").fill("Late laboratory result")
    page.get_by_label("Addendum").fill("CK normal.")
    sent_once_connected(page, "Add the addendum")
    expect(page.locator("#signing")).to_contain_text("CK normal.")

    page.goto(f"/review/{intake.pk}/void/")
    page.get_by_label("Entered for the wrong person").check()
    page.get_by_label("Reason").fill("Entered for her sister")
    page.get_by_label("I understand").check()
    page.get_by_label("Your password").fill(factories.PASSWORD)
    sent_once_connected(page, "Declare void")
    expect(page.locator("#signing")).to_contain_text("Entered for her sister")
