"""Every page of the front desk, in every state, for everybody: WCAG 2.2 AA by axe, and what axe cannot see."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import save_draft
from intake.actions.private_answers import open_private_answer
from intake.actions.review import decide
from intake.clinical.rules.questions import QUESTIONS
from intake.models import Intake
from intake.views.desk.form_pages import QUESTIONS_OF, SECTION
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.lanes import handful, sweep

pytestmark = pytest.mark.any_database

AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NARROW: ViewportSize = {"width": 320, "height": 640}

DANGLING = """() => {
  const names = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list"];
  const lost = [];
  for (const name of names)
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of element.getAttribute(name).split(/\\s+/).filter(Boolean))
        if (!document.getElementById(id)) lost.push(`${element.tagName} ${name}=${id}`);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.getAttribute("href").slice(1))) lost.push(`link ${link.getAttribute("href")}`);
  return lost;
}"""
REPEATED = "() => [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
UNGROUPED = """() => [...document.querySelectorAll('input[type=radio], input[type=checkbox]')]
  .filter(e => document.getElementsByName(e.name).length > 1)
  .filter(e => e.checkVisibility() && !e.closest('fieldset')?.querySelector('legend')?.textContent.trim())
  .map(e => e.name)"""
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary, [role=button]')]
  .filter(e => e.checkVisibility() && !e.closest('p, li, dd, .patient-banner'))
  .map(e => [e.outerHTML.slice(0, 90), (e.closest('.form-check') ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def draft(people: People) -> Intake:
    """Half-done, with an answer that cannot be read, one that no longer applies, and one that calls a clinician."""
    answers = {
        "pt.age_years": 50,
        "pain.present": True,
        "pain.aggravating": ["walking"],
        "phq.q9": 1,
        "pain.starts_at_rest": True,
    }
    intake = factories.draft(people.front_desk, answers)
    intake.answers["pain.aggravating"] = ["stairs"]
    intake.malformed = {
        "pain.morning_stiffness_min": {"pain-morning_stiffness_min": ["long"]},
        "pain.duration_days": {"pain-duration_days": ["6"]},  # asked back with buttons
    }
    intake.save()
    return intake


@pytest.fixture
def desk(page: Page, people: People) -> Page:
    return signed_in(page, people.front_desk)


OTHERS = (
    *("/desk/", "/patients/new/", "/password/", "/patients/{person}/", "/patients/{person}/details/"),
    *("/intakes/{intake}/", "/intakes/{intake}/check/"),
)
SECTIONS = {f"/intakes/{{intake}}/{section_id}/": section_id for section_id in SECTION}


def kinds_of_question(address: str) -> set[type]:
    return {type(question) for question in QUESTIONS_OF[SECTIONS[address]]}


FEW = handful(SECTIONS, kinds_of_question)
"""So many sections that there is a question of each kind."""
REST = [address for address in SECTIONS if address not in FEW]


def accessible(page: Page, within: str | None = None) -> list[str]:
    """What is wrong with the page, in words; empty where nothing is.

    Colours are measured once they have stopped changing.

    ``within``: a sheet that is open. What lies behind it cannot be reached, and is not measured as half hidden.
    """
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))")
    page.evaluate("scrollTo(0, 0)")  # half behind the head that stays in sight, a target counts as too small
    found = Axe().run(page, context=within, options=AA).response["violations"]
    wrong = [f"axe {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
    checks = {"dangling": DANGLING, "repeated id": REPEATED, "no legend": UNGROUPED, "small": SMALL}
    for name, script in checks.items():
        wrong += [f"{name}: {item}" for item in page.evaluate(script)]
    return [f"{page.url}: {fault}" for fault in wrong]


@pytest.mark.parametrize("sections", sweep([FEW, REST], few=[FEW], ids=["a few", "the others"]))
def test_every_page_of_the_front_desk(sections: Collection[str], desk: Page, draft: Intake) -> None:
    faults = []
    for address in (*OTHERS, *sections):
        desk.goto(address.format(intake=draft.pk, person=draft.patient_id))
        faults += accessible(desk)
        size = desk.viewport_size
        assert size
        desk.set_viewport_size(NARROW)  # 1280 pixels at 400 %
        assert desk.evaluate(WIDE) <= 0, address
        desk.set_viewport_size(size)
    assert faults == []


def test_signing_in(page: Page, people: People) -> None:
    page.goto("/")
    faults = accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    assert faults + accessible(page) == []


@pytest.mark.exhaustive
def test_pages_that_show_errors(desk: Page, draft: Intake) -> None:
    """The search with nothing in it, a person without a name, a section with a number that is none."""
    desk.goto("/desk/")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Find").click()
    faults = accessible(desk)
    desk.goto("/patients/new/")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save").click()
    faults += accessible(desk)
    desk.goto(f"/intakes/{draft.pk}/impact/")
    desk.locator("#id_fn-falls_12mo").fill("many")
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk).to_have_title(re.compile("^Error: "))
    faults += accessible(desk)
    assert faults == []


def test_the_dialogs(desk: Page, draft: Intake) -> None:
    desk.goto(f"/intakes/{draft.pk}/impact/")
    desk.evaluate("document.getElementById('sign-in-again').showModal()")
    assert accessible(desk) == []


def test_an_error_summary_has_the_focus_and_links_to_each_field(desk: Page, draft: Intake) -> None:
    desk.goto(f"/intakes/{draft.pk}/impact/")
    desk.locator("#id_fn-falls_12mo").fill("many")
    desk.get_by_role("button", name="Save and go on").click()
    summary = desk.locator("#problems .error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(desk.locator("#id_fn-falls_12mo")).to_be_focused()


def test_the_focus_shows(desk: Page, draft: Intake) -> None:
    desk.goto(f"/intakes/{draft.pk}/mood/")
    style = "element => { element.focus(); const s = getComputedStyle(element); return s.outlineStyle + s.boxShadow; }"
    for selector in ("#id_phq-q1_0", "#section-form button[name=leave]", "a.skip-link"):
        desk.keyboard.press("Tab")
        assert desk.locator(selector).first.evaluate(style) != "nonenone"


def test_nothing_moves_for_those_who_asked_for_no_motion(desk: Page, draft: Intake) -> None:
    desk.emulate_media(reduced_motion="reduce")
    desk.goto(f"/intakes/{draft.pk}/mood/")
    durations = "() => [...document.querySelectorAll('*')].map(e => parseFloat(getComputedStyle(e).transitionDuration))"
    assert max(desk.evaluate(durations)) == 0


def test_what_the_person_sees_alone(desk: Page, draft: Intake) -> None:
    desk.goto(f"/intakes/{draft.pk}/mood/")
    desk.get_by_role("button", name="Hand over to the person").click()
    faults = []
    for section_id in ("symptoms", "history", "mood", "worry", "alcohol", "around-mood"):
        desk.goto(f"/intakes/{draft.pk}/private/{section_id}/")
        faults += accessible(desk)
    desk.goto(f"/intakes/{draft.pk}/take-back/")
    assert faults + accessible(desk) == []


def test_what_was_answered_alone_at_the_desk(desk: Page, draft: Intake, people: People) -> None:
    """Closed, opened, and while the person has a screen."""
    given: dict[str, Any] = {"changes": {"phq.q1": 1, "phq.q9": 1}, "malformed": {}, "in_private": True}
    intake = start_hand_over(actor=people.front_desk, intake=draft)
    intake = save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, **given)
    open_private_answer(
        actor=people.front_desk, intake=intake, question=QUESTIONS["phq.q1"], reason="She rang: it was a slip"
    )
    faults = []
    for address in ("mood/", "check/", "private-answers/phq.q9/", "private-answers/phq.q1/"):
        desk.goto(f"/intakes/{draft.pk}/{address}")
        size = desk.viewport_size
        assert size
        desk.set_viewport_size({"width": size["width"], "height": 6000})  # no row lies under the notice at the foot
        faults += accessible(desk)
        desk.set_viewport_size(NARROW)
        assert desk.evaluate(WIDE) <= 0, address
        desk.set_viewport_size(size)
    assert faults == []


@pytest.mark.exhaustive
def test_the_sheet_of_keys_and_a_likely_duplicate(desk: Page, draft: Intake) -> None:
    desk.goto(f"/intakes/{draft.pk}/impact/")
    desk.get_by_role("button", name="Keys").click()
    faults = accessible(desk)
    desk.goto("/patients/new/")
    born = draft.patient.date_of_birth
    assert born
    values = {"record_number": "D-1", "family_name": draft.patient.family_name, "given_name": "Eva"}
    values |= {
        "date_of_birth_day": str(born.day),
        "date_of_birth_month": str(born.month),
        "date_of_birth_year": str(born.year),
    }
    for name, value in values.items():
        desk.locator(f"[name={name}]").fill(value)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("same person").first).to_be_visible()
    assert faults + accessible(desk) == []


def test_the_clinicians_pages(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V12")
    signed_in(page, people.clinician)
    faults = []
    for address in ("/queue/", f"/review/{intake.pk}/", f"/review/{intake.pk}/complete/"):
        page.goto(address)
        faults += accessible(page)
    assert faults == []


@pytest.mark.exhaustive
def test_correcting_and_sending_back(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V12")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/correct/location/")
    faults = accessible(page)
    page.locator("input[name='pain-present'][value='unknown']").check()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page).to_have_title(re.compile("^Review"))
    page.wait_for_load_state()  # the title is there before the last of the folds
    page.locator("#answers > details > summary").click()
    expect(page.locator("#answers [data-part]")).to_have_count(0)
    for closed in page.locator("#answers details details > summary").all():
        closed.click()
    expect(page.get_by_text("corrected by clinician")).to_be_visible()
    faults += accessible(page)
    page.get_by_role("link", name="Send back to the desk").click()
    page.get_by_role("button", name="Send back").click()
    expect(page).to_have_title(re.compile("^Error: Send back"))
    faults += accessible(page)
    page.get_by_label("Note to the front desk").fill("Which leg?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("With the front desk, sent back.")).to_be_visible()
    assert faults + accessible(page) == []


def test_the_clinical_leads_page(page: Page, people: People) -> None:
    signed_in(page, people.clinical_lead).goto("/rules/approval/")
    faults = accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Record this decision").click()
    faults += accessible(page)
    page.get_by_label("Approved for use at this site").check()
    page.get_by_label("I have reviewed").check()
    page.get_by_label("Your name").fill("Dr Mary Lee")
    page.get_by_label("Your password again").fill(factories.PASSWORD)
    page.get_by_role("button", name="Record this decision").click()
    expect(page.get_by_text("is approved at this site").first).to_be_visible()
    faults += accessible(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDE) == 0
    assert faults == []


@pytest.mark.exhaustive
def test_why_and_what_would_change_it(page: Page, people: People) -> None:
    """With every reason open, wide and narrow; then the form that asks only what is open."""
    intake = factories.submitted(people.front_desk, "V12")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    while page.locator("[data-part]").count():  # what comes has folds of its own
        page.evaluate("document.querySelectorAll('details:not(:has(table))').forEach(fold => { fold.open = true; })")
        page.wait_for_load_state("networkidle")
    faults = accessible(page)
    page.set_viewport_size(NARROW)
    wide = page.evaluate(WIDE)
    page.get_by_role("button", name="Answer these").first.click()
    expect(page).to_have_title(re.compile("^Answer what is open"))
    faults += accessible(page)
    wide = max(wide, page.evaluate(WIDE))
    assert (faults, wide) == ([], 0)


@pytest.fixture
def clinician(page: Page, people: People) -> Page:
    return signed_in(page, people.clinician)


def test_the_intake_page_while_somebody_decides(clinician: Page, people: People) -> None:
    """With many flags, all folds open, a decision, a message beside a field, a conflict and the sheet of keys."""
    intake = factories.submitted(people.front_desk, "V35")
    clinician.goto(f"/review/{intake.pk}/")
    clinician.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    clinician.get_by_label("Not needed").first.check()
    clinician.locator("[name$=-words]").first.fill("x" * 1001)
    expect(clinician.locator("#save-state")).to_have_text("Not all saved")
    faults = accessible(clinician)
    changes = {"text": {"text": "theirs"}}
    decide(actor=people.clinical_lead, intake=intake, revision=1, changes=changes, page="other")
    clinician.get_by_label("Your assessment, in your own words").fill("mine")
    expect(clinician.get_by_role("heading", name="Decided differently elsewhere")).to_be_visible()
    faults += accessible(clinician, within="#conflict")
    clinician.get_by_role("button", name="Keys").click()
    assert faults + accessible(clinician, within="#keys-sheet") == []


@pytest.mark.parametrize("case", sweep(("V35", "V12", "PROXY", "EMPTY"), few=("V35",)))
def test_the_intake_page_fits_320_pixels(case: str, clinician: Page, people: People) -> None:
    clinician.set_viewport_size(NARROW)
    clinician.goto(f"/review/{factories.submitted(people.front_desk, case).pk}/")
    assert clinician.evaluate(WIDE) <= 0


def test_the_alerts(page: Page, people: People) -> None:
    """One and several of one person, an error, the times, and the alerts on the review."""
    several = factories.submitted(people.front_desk, {"phq.q9": 1, "sx.stroke_signs": True})
    factories.draft(people.front_desk, {"mh.plan": True})
    signed_in(page, people.clinician)
    pages = ("/alerts/", "/alerts/times/", f"/review/{several.pk}/")
    faults = []
    for address in pages:
        page.goto(address)
        for closed in page.locator("#alerts summary").all():
            closed.click()
        faults += accessible(page)
    page.goto("/alerts/")
    page.get_by_role("button", name="Acknowledge", exact=True).click()
    expect(page.get_by_text("Choose what was done.")).to_be_visible()
    expect(page.locator("select:focus")).to_have_accessible_description("Choose what was done.")
    assert faults + accessible(page) == []
    page.set_viewport_size(NARROW)
    for address in pages:
        page.goto(address)
        assert page.evaluate(WIDE) <= 0, address
