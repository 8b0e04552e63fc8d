"""What is due, in one list by owner and date: narrowed down, handed to a colleague, closed, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, ViewportSize, expect

from intake.models import FollowUp, Intake
from intake.roles import CLINICIAN
from tests import factories, over_time
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible
from tests.over_time import answers, planned, referral, visit

pytestmark = pytest.mark.any_database

SCREENS: dict[str, ViewportSize] = {"wide": {"width": 1280, "height": 800}, "narrow": NARROW}


@pytest.fixture
def zoe(people: People) -> User:
    user = User.objects.create_user("zoe", first_name="Zoe", last_name="Ash")
    user.groups.add(Group.objects.get(name=CLINICIAN))
    return user


@pytest.fixture
def intake(people: People, zoe: User) -> Intake:
    """Signed 20 days ago, with something to be done by each."""
    patient = factories.patient(people.front_desk, record_number="A1", family_name="Okafor", given_name="Chidi")
    made = over_time.signed(
        people.clinician, visit(people.front_desk, patient, 20, answers(phq="111111110")), days_ago=20
    )
    planned(made, due_in=-5, step="F01", owner=people.clinician)
    planned(made, due_in=-9, step="R08", text="Ring the daughter", owner=zoe)
    planned(made, due_in=2, step="R03", text="See a vascular surgeon", owner=people.clinician)
    referral(made, people.clinician, due_in=-30, name="Vascular clinic", steps=("R03",))
    referral(made, people.clinician, due_in=-2, name="Pain service", state="declined")
    return made


def test_one_list_by_owner_and_date(page: Page, people: People, intake: Intake, zoe: User) -> None:
    signed_in(page, people.clinician).set_viewport_size(SCREENS["wide"])

    # Given steps and referrals of several people, when the clinician opens the list
    page.goto("/follow-up/")

    # Then what is overdue stands first, by owner
    expect(page.get_by_role("heading", level=3)).to_have_text(["Yours", "Zoe Ash’s", "The front desk’s"])
    expect(page.get_by_text("Carries out: See a vascular surgeon")).to_be_visible()

    # When it is narrowed down to what is theirs and refers
    page.get_by_role("link", name="mine", exact=True).click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Yours"])
    page.get_by_role("link", name="referrals", exact=True).last.click()
    expect(page.get_by_role("link", name="Referral to Pain service", exact=True)).to_be_visible()
    expect(page.get_by_text("Repeat PHQ-9")).to_have_count(0)

    # And the questionnaires are handed to a colleague
    page.goto("/follow-up/?whose=mine&kind=questionnaire")
    page.get_by_role("link", name="Hand to a colleague").click()
    page.get_by_label("To whom").select_option("Zoe Ash")
    page.get_by_role("button", name="Hand over").click()

    # Then they stand on that list
    expect(page.get_by_text("Handed to Zoe Ash.")).to_be_visible()
    assert FollowUp.objects.get(step="F01").owner == zoe

    # And a referral leads to its page
    page.get_by_role("link", name="Referral to Vascular clinic", exact=True).click()
    expect(page.get_by_role("heading", name="Referral to Vascular clinic")).to_be_visible()


@pytest.mark.parametrize("size", SCREENS)
def test_for_everybody(size: str, page: Page, people: People, intake: Intake, tmp_path: Path) -> None:
    signed_in(page, people.clinician).set_viewport_size(SCREENS[size])
    first = FollowUp.objects.get(step="F01")
    for address in ("/follow-up/", "/follow-up/?when=later", f"/follow-up/{first.pk}/hand/", f"/follow-up/{first.pk}/"):
        page.goto(address)
        assert accessible(page) == []
        assert page.evaluate(WIDE) == 0
