"""Over time: four visits in months, one with questions left open, and a follow-up that is closed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from intake.models import FollowUp, Patient
from tests import factories, over_time
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible

VISITS = ((150, "333322110"), (110, "2222211--"), (70, "111111110"), (10, "111000000"))
"""Days ago, and the PHQ-9 items: 18, 12 to 18, 8, 3."""


def test_a_person_over_time(page: Page, people: People) -> None:
    patient = given_four_visits_one_with_open_questions(people)
    given_a_clinician_at_a_review(page, people, patient)
    when_they_look_at_the_person_over_time(page)
    then_the_chart_shows_three_dots_and_one_range_that_no_line_passes(page)
    then_the_change_is_marked_in_words(page)
    then_the_same_reads_as_a_table(page)
    then_the_pages_are_accessible_and_fit_a_narrow_screen(page, patient)
    when_they_close_the_follow_up_from_the_worklist(page)
    then_it_is_done_and_the_person_page_says_so(page, people)


def given_four_visits_one_with_open_questions(people: People) -> Patient:
    patient = factories.patient(people.front_desk)
    visits = [
        over_time.visit(people.front_desk, patient, days_ago, over_time.answers(phq=items, peg=(6, 6, 6), average=6))
        for days_ago, items in VISITS
    ]
    signed = over_time.signed(people.clinician, visits[2], days_ago=70)
    over_time.planned(signed, due_in=-20, window=14)
    return patient


def given_a_clinician_at_a_review(page: Page, people: People, patient: Patient) -> None:
    signed_in(page, people.clinician).goto(f"/review/{patient.intakes.order_by('submitted_at')[0].pk}/")


def when_they_look_at_the_person_over_time(page: Page) -> None:
    page.get_by_role("link", name="Over time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Over time")


def then_the_chart_shows_three_dots_and_one_range_that_no_line_passes(page: Page) -> None:
    chart = page.get_by_role("img", name="PHQ-9 over time")
    expect(chart).to_be_visible()
    expect(chart.locator(".chart-dot")).to_have_count(3)
    expect(chart.locator(".chart-range")).to_have_count(1)
    expect(chart.locator(".chart-line")).to_have_count(1)
    expect(chart).to_contain_text("12 to 18")
    # Both in one look: a stylesheet that arrives between two looks moves the chart.
    range_ends, line_starts = chart.evaluate(
        """chart => [chart.querySelector(".chart-range").getBoundingClientRect().right,
                     chart.querySelector(".chart-line").getBoundingClientRect().left]"""
    )
    assert range_ends < line_starts


def then_the_change_is_marked_in_words(page: Page) -> None:
    marks = page.locator("[aria-labelledby=phq9-title] .marks li")
    expect(marks).to_have_count(2)
    expect(marks.nth(0)).to_contain_text("8: reliable change: down by 5 or more; response: down by half or more")
    expect(marks.nth(1)).to_contain_text("remission: below 5")


def then_the_same_reads_as_a_table(page: Page) -> None:
    page.get_by_text("PHQ-9 as a table").click()
    rows = page.get_by_role("table", name="PHQ-9").get_by_role("row")
    expect(rows).to_have_count(5)
    expect(rows.nth(2)).to_contain_text("12 to 18")
    expect(rows.nth(2)).to_contain_text("not compared")
    expect(rows.nth(4)).to_contain_text("down 15")


def then_the_pages_are_accessible_and_fit_a_narrow_screen(page: Page, patient: Patient) -> None:
    size = page.viewport_size
    faults, wide = [], []
    for address in (f"/people/{patient.pk}/", "/follow-up/", f"/follow-up/{FollowUp.objects.get().pk}/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        faults += accessible(page)
        page.set_viewport_size(NARROW)
        if page.evaluate(WIDE) > 0:
            wide.append(address)
        assert size
        page.set_viewport_size(size)
    assert (faults, wide) == ([], [])


def when_they_close_the_follow_up_from_the_worklist(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Follow-up").click()
    overdue = page.get_by_role("region", name="Overdue")
    expect(overdue).to_contain_text("A new intake was submitted on")
    overdue.get_by_text("Done or not needed").click()
    overdue.get_by_role("button", name="Not needed").click()
    expect(page.get_by_text("Say in a few words why it is not needed.")).to_be_visible()
    page.get_by_label("In a few words").fill("Repeated at the last visit")
    page.get_by_role("button", name="Done", exact=True).click()


def then_it_is_done_and_the_person_page_says_so(page: Page, people: People) -> None:
    expect(page.get_by_text("Marked as done.")).to_be_visible()
    expect(page.get_by_text("Nothing is due now")).to_be_visible()
    follow_up = FollowUp.objects.get()
    assert (follow_up.state, follow_up.closed_by) == ("done", people.clinician)
    page.goto(f"/people/{follow_up.patient_id}/")
    page.get_by_text("Done, not needed or closed by later answers: 1").click()
    expect(page.get_by_text("“Repeated at the last visit”")).to_be_visible()
