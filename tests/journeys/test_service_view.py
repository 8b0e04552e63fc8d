"""The service view and the list of services in a browser: readable by everybody, at any width, and on paper."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from intake.management.demo_services import keep_services
from intake.models import Service
from intake.stored.services import FIELDS
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import AA, NARROW, WIDE, accessible
from tests.many_intakes import many_intakes

DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(page: Page, people: People) -> Page:
    """Some weeks of intakes, one of them with few."""
    today = timezone.localdate()
    about: dict[str, Any] = {
        "flags": [("RF02", "Deep vein thrombosis cannot be excluded", True)],
        "sections": [("symptoms", 20, 15, 2, 1), ("history", 10, 9, 0, 0)],
        "unanswered": ["phq.q9", "sx.swelling"],
    }
    many_intakes(people.front_desk, [about | {"on": today - (place % 5) * 7 * DAY} for place in range(60)])
    many_intakes(people.front_desk, [{"on": today - 42 * DAY, "tier": 1, "pattern": "several"}] * 3)
    return signed_in(page, people.clinical_lead)


@pytest.mark.any_database
def test_the_service_view_is_accessible_at_every_width(lead: Page) -> None:
    lead.goto("/service-view/")
    expect(lead.get_by_role("heading", level=1)).to_have_text("Service view")
    faults = accessible(lead)
    for width in (820, 390, NARROW["width"]):
        lead.set_viewport_size({"width": width, "height": 800})
        assert lead.evaluate(WIDE) <= 0, width
    assert faults + accessible(lead) == []


@pytest.mark.any_database
def test_each_plot_has_its_table_and_small_numbers_are_on_neither(lead: Page) -> None:
    lead.goto("/service-view/")
    lead.get_by_role("link", name="Last year").click()
    expect(lead.get_by_text("Last year, ")).to_contain_text("63 intakes")
    expect(lead.get_by_role("link", name="Last year")).to_have_attribute("aria-current", "true")
    plots = lead.locator("svg.plot")
    for place in range(plots.count()):
        part = plots.nth(place).locator("xpath=ancestor::section")
        expect(part.get_by_role("table")).to_have_count(1)
    tiers = lead.get_by_role("region", name="Intakes by urgency")
    expect(tiers.get_by_role("row", name="Tier 1, emergency now")).to_contain_text("fewer than 5")
    expect(tiers.get_by_role("row", name="Tier 3, urgent")).to_contain_text("not shown")
    expect(tiers.locator("svg")).to_contain_text("fewer than 5")


def upload(page: Page, *rows: dict[str, str]) -> None:
    lines = [",".join(FIELDS), *(",".join(row.get(name, "") for name in FIELDS) for row in rows)]
    content = "\ufeff" + "\r\n".join(lines)
    page.locator("#id_file").set_input_files(
        {"name": "services.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Look at the file").click()


def test_an_administrator_takes_services_from_a_file(page: Page, people: People) -> None:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    keep_services(people.administrator)
    signed_in(page, people.administrator).goto("/admin/intake/service/")
    page.get_by_role("link", name="Take from a CSV file").click()
    upload(page, {"name": "Riverside Pain Service", "phone": "1"}, {"name": "Sleep clinic"}, {"name": "", "kind": "x"})
    expect(page.get_by_role("status")).to_contain_text("2 would be stored, 0 are unchanged, and 1 cannot be read")
    expect(page.get_by_role("row", name="4 – name: This field cannot be blank.")).to_be_visible()
    assert not Service.objects.filter(name="Sleep clinic").exists()
    assert page.evaluate(WIDE) <= 0
    within = [rule["id"] for rule in Axe().run(page, context="#content-main", options=AA).response["violations"]]
    assert within == []
    page.get_by_role("button", name="Store these 2").click()
    expect(page.get_by_text("1 new, 1 changed.")).to_be_visible()
    assert Service.objects.get(name="Riverside Pain Service").phone == "1"
    assert Service.objects.count() == 9
