"""The front desk is told whom to fetch, and never why: no score, flag or interpretation on any of its pages."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.test import Client
from pypdf import PdfReader

from intake.actions.intakes import complete_intake, start_intake
from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.language.sections import Section
from intake.clinical.rules.combined import COMBINED_RULES, LEVELS
from intake.clinical.rules.instruments import GAD7, PHQ9
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.models import ClinicProfile, Intake
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People
from tests.lanes import sweep
from tests.views.at_the_desk import address, now, save, submit
from tests.views.pages import words


def asked(section: Section) -> list[str]:
    """Every word that the section's page asks with."""
    said = [section.title, section.intro, section.note]
    for question in (question for question in section.questions if question.by == FRONT_DESK):
        labels = getattr(question, "labels", ())
        said += [question.wording, question.help, *(labels.values() if isinstance(labels, dict) else labels)]
    return said


QUESTIONNAIRE = " ".join(text for section in SECTIONS for text in asked(section)).lower()
"""What is asked may say what it says."""

FINDINGS = [
    finding.lower().rstrip(".")
    for finding in (
        *(flag.title for flag in RED_FLAGS),
        *(flag.action for flag in RED_FLAGS),
        *(pattern.name for pattern in PATTERNS),
        *(rule.title for rule in COMBINED_RULES),
        *(step.text for step in STEPS),
        *(text for level in LEVELS.values() for text in level),
        *(band.advice for instrument in (PHQ9, GAD7) for band in instrument.bands),
        *("moderately severe", "less severe", "more severe", "red flag", "tier", "cannot be excluded", "pattern"),
        *("suicid", "depressi", "score of", "scores", "total", "severity", "estimate", "assessment of", "risk of"),
    )
    if finding and finding.lower().rstrip(".") not in QUESTIONNAIRE
]
A_SCORE = re.compile(r"(PHQ-?[289]|GAD-?[27]|AUDIT-C|PEG)\W{0,3}(score|total|of)?\W{0,3}\d")
FETCH, TELL = "Fetch the clinician on duty now", "Tell the clinician on duty now"


def desk_pages(desk: Client, intake: Intake) -> dict[str, str]:
    """What every page says that the front desk can open about this intake."""
    addresses = ["/desk/", f"/patients/{intake.patient_id}/", f"/patients/{intake.patient_id}/details/"]
    addresses += [address(intake), address(intake, "check"), *(address(intake, part) for part in SECTION)]
    return {opened: words(desk.get(opened, follow=True)) for opened in addresses}


def findings_in(said: str) -> list[str]:
    return [finding for finding in FINDINGS if finding in said.lower()] + [found[0] for found in A_SCORE.finditer(said)]


# No finding


def test_the_list_of_findings_is_not_empty() -> None:
    assert len(FINDINGS) > len(RED_FLAGS) + len(STEPS)
    assert findings_in("PHQ-9 11: Moderately severe.") == ["moderately severe", "PHQ-9 1"]
    assert findings_in("Fever: none. Several days. 5 of 10. 540 days.") == []


@pytest.mark.parametrize("case", sweep(("V02", "V10", "V13", "V14", "V35", "PROXY"), few=("V35", "PROXY")))
def test_v8_2_3_no_page_of_the_desk_shows_a_finding(case: str, desk: Client, people: People) -> None:
    intake = factories.draft(people.front_desk, factories.example(case))
    for state in ("draft", "submitted"):
        assert now(intake).state == state
        assert {
            opened: findings_in(said) for opened, said in desk_pages(desk, intake).items() if findings_in(said)
        } == {}
        if state == "draft":
            submit(desk, intake)


def test_v8_2_3_after_the_clinicians_answers_the_desk_sees_no_more(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    complete_intake(
        actor=people.clinician, intake=done, revision=done.revision, changes={"mh.plan": True}, token=uuid.uuid4()
    )
    desk.post(address(done, "reopen"))
    for said in desk_pages(desk, done).values():
        assert findings_in(said) == []
        assert QUESTIONS["mh.plan"].wording not in said


def test_v8_2_3_a_fresh_draft_shows_no_finding_either(desk: Client, people: People) -> None:
    """Nobody has answered anything, and all is open: that is told nowhere."""
    fresh = start_intake(actor=people.front_desk, patient=factories.patient(people.front_desk))
    shown = desk_pages(desk, fresh)
    printed = PdfReader(io.BytesIO(desk.get(f"{address(fresh)}paper-form.pdf").content))
    shown["paper"] = " ".join(page.extract_text() for page in printed.pages)
    assert {opened: findings_in(said) for opened, said in shown.items() if findings_in(said)} == {}


# Whom to fetch


def test_whom_to_fetch_is_said_at_once_and_on_every_page_of_the_draft(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    assert all(TELL not in said for said in desk_pages(desk, draft).values())
    saved = save(desk, draft, "mood", {"phq.q9": 1})
    assert TELL in words(desk.get(saved.headers["Location"]))
    for opened, said in desk_pages(desk, draft).items():
        if opened.startswith(address(draft)):
            assert TELL in said
            assert "Do not leave the person alone" in said
            assert "Samaritans: 116 123" in said
    assert "Clinician to see now" in words(desk.get("/desk/"))


def test_an_emergency_comes_before_the_rest(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    save(desk, draft, "symptoms", {"sx.stroke_signs": True})
    assert FETCH in words(desk.get(address(draft)))
    assert TELL not in words(desk.get(address(draft)))


def test_a_slip_elsewhere_on_the_page_does_not_hold_the_call_back(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    answers = {"sx.stroke_signs": True, "sx.skin": ["warm", "declined"]}
    response = save(desk, draft, "symptoms", answers)
    assert response.status_code == 422
    assert FETCH in words(response)


def test_the_call_stays_when_the_intake_is_submitted(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    assert TELL in words(desk.get(address(done)))


def test_the_call_goes_when_the_answer_is_corrected(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    save(desk, draft, "mood", {"phq.q9": 0})
    assert all(TELL not in said for said in desk_pages(desk, draft).values())


def test_what_the_desk_reads_is_the_clinics_own(desk: Client, people: People) -> None:
    ClinicProfile(
        emergency_text="Ring the red bell.",
        safety_text="Ring the green bell.\n<b>Calmly</b>.",
        own_contacts="Duty room: 12 34",
    ).save()
    tell = desk.get(address(factories.draft(people.front_desk, {"phq.q9": 1})))
    fetch = desk.get(address(factories.draft(people.front_desk, {"sx.stroke_signs": True})))
    assert "Ring the green bell." in words(tell)
    assert "<b>Calmly</b>" not in tell.content.decode()
    assert "Ring the red bell." in words(fetch)
    for shown in (tell, fetch):
        assert "Duty room: 12 34" in words(shown)
        assert "Samaritans" not in words(shown)
