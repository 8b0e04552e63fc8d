"""The second factor in a real browser: set up in a minute, given at sign-in, asked for where a sign-in has ended."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from intake.models import Intake
from tests import factories
from tests.factories import PASSWORD, People
from tests.journeys.signing_in import sign_in
from tests.second_factor import code_of, recovery_codes, set_up


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[list[str]]:
    """The browser keeps to the Content-Security-Policy, and finds no fault in a script."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    answers = ("Failed to load resource", "Response Status Error Code 401")  # 401 and 422 are answers, too
    assert [text for text in heard if not text.startswith(answers)] == []


def test_v6_3_3_a_factor_is_set_up_at_the_first_sign_in(page: Page, people: People) -> None:
    """Scanned or typed; then one code, and recovery codes once (ASVS V6.3.3)."""
    sign_in(page, "front-desk")
    expect(page.get_by_role("heading", name="Set up your authenticator app")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_count(0)
    typed = page.locator(".typed-key").inner_text()
    assert re.fullmatch("([A-Z2-7]{4} ){7}[A-Z2-7]{4}", typed)
    picture = Image.open(io.BytesIO(page.locator(".qr").screenshot(scale="device")))
    (scanned,) = zxingcpp.read_barcodes(picture)
    name, secret = "Leg%20pain%20and%20mood%20intake", typed.replace(" ", "")
    assert scanned.text == f"otpauth://totp/{name}%3Afront-desk?secret={secret}&issuer={name}"
    page.keyboard.type(code_of(base64.b32decode(secret)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(10)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def test_v6_3_3_a_passkey_is_added_and_used(page: Page, people: People) -> None:
    """A security key of the browser's own making (ASVS V6.3.3)."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    key = set_up(people.front_desk)
    code = recovery_codes(people.front_desk)[0]
    sign_in(page, "front-desk")
    page.get_by_label("Code of your authenticator app").fill(code_of(key))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto("/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_text("Use a recovery code instead").click()
    page.get_by_role("textbox", name="Recovery code", exact=True).fill(code)
    page.get_by_role("button", name="Use this code").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_text("Blue key")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "front-desk")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def test_v6_3_4_where_a_sign_in_has_ended_the_dialog_asks_for_the_code_too(page: Page, people: People) -> None:
    """What was typed is saved then (ASVS V6.3.4)."""
    key, draft = set_up(people.front_desk), factories.draft(people.front_desk, {"pain.present": True})
    sign_in(page, "front-desk")
    page.get_by_label("Code of your authenticator app").fill(code_of(key, later=-1))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto(f"/intakes/{draft.pk}/mood/")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name='phq-q1']").nth(2).check()
    again = page.get_by_role("dialog")
    expect(again.get_by_role("textbox", name="Recovery code", exact=True)).to_be_hidden()
    again.get_by_label("Password of front-desk").fill(PASSWORD)
    again.get_by_role("button", name="Sign in and save").click()
    again.get_by_label("Code of your authenticator app, or a recovery code").fill(code_of(key))
    again.get_by_role("button", name="Sign in and save").click()
    expect(again).to_be_hidden()
    expect(page.locator("#save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert Intake.objects.get().answers["phq.q1"] == 2
