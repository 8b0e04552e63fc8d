"""An intake's way from the first answer to the clinician, and back for corrections."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from intake.actions import intakes
from intake.actions.intakes import StaleError, complete_intake, reopen_intake, save_draft, start_intake, submit_intake
from intake.clinical.language.answers import Answers
from intake.clinical.rules import rule_set
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import Case
from intake.models import AnswerVersion, AuditEvent, ClinicProfile, Intake
from tests import factories
from tests.factories import People


def save(people: People, draft: Intake, changes: dict[str, Any], malformed: dict[str, Any] | None = None) -> Intake:
    return save_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, changes=changes, malformed=malformed or {}
    )


def submit(people: People, draft: Intake, token: uuid.UUID | None = None) -> AnswerVersion:
    return submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=token or uuid.uuid4())


def test_a_new_intake_is_dated_today(people: People) -> None:
    intake = start_intake(actor=people.front_desk, patient=factories.patient(people.front_desk))
    assert intake.answers == {"ctx.encounter_date": timezone.localdate().isoformat()}
    assert intake.is_draft
    assert intake.author == people.front_desk


def test_starting_again_goes_on_with_the_same_draft(people: People) -> None:
    patient = factories.patient(people.front_desk)
    first = start_intake(actor=people.front_desk, patient=patient)
    assert start_intake(actor=people.front_desk, patient=patient) == first
    assert AuditEvent.objects.filter(action="start").count() == 1


def test_each_author_has_a_draft_of_their_own(people: People) -> None:
    patient = factories.patient(people.front_desk)
    first = start_intake(actor=people.front_desk, patient=patient)
    assert start_intake(actor=people.clinician, patient=patient) != first


def test_saving_adds_and_clears_and_keeps_the_rest(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True, "pain.nrs_now": 3})
    draft = save(people, draft, {"pain.nrs_now": None, "pain.course": "stable"})
    assert draft.answers["pain.present"] is True
    assert draft.answers["pain.course"] == "stable"
    assert "pain.nrs_now" not in draft.answers


def test_what_cannot_be_read_is_kept_until_it_can(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    draft = save(people, draft, {"fn.falls_12mo": None}, {"fn.falls_12mo": {"fn-falls_12mo": ["two"]}})
    assert draft.malformed == {"fn.falls_12mo": {"fn-falls_12mo": ["two"]}}
    draft = save(people, draft, {"fn.falls_12mo": 2}, {"fn.falls_12mo": None})
    assert draft.malformed == {}
    assert draft.answers["fn.falls_12mo"] == 2


def test_v15_4_2_somebody_elses_save_is_never_overwritten_unseen(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    saved = save(people, draft, {"pain.course": "worsening"})
    with pytest.raises(StaleError) as stale:
        save(people, draft, {"pain.course": "stable"})
    assert stale.value.intake == saved
    assert stale.value.intake.answers["pain.course"] == "worsening"
    assert Intake.objects.get(pk=draft.pk).revision == saved.revision


@pytest.mark.parametrize(
    ("answers", "call"),
    [
        ({}, ""),
        ({"phq.q9": 0}, ""),
        ({"phq.q9": 1}, "safety"),
        ({"phq.q9": 3}, "safety"),
        ({"phq.q9": "declined"}, ""),
        ({"phq.q9": "declined", "phq.q1": 1, "phq.q2": 1}, "safety"),
        ({"sx.stroke_signs": True}, "emergency"),
        ({"sx.stroke_signs": True, "phq.q9": 3}, "emergency"),
    ],
)
def test_whom_to_fetch_is_known_as_soon_as_the_draft_holds_the_answers(
    answers: dict[str, Any], call: str, people: People
) -> None:
    assert factories.draft(people.front_desk, answers).call == call


@pytest.mark.parametrize(
    ("case", "call"), [("V01", ""), ("V07", "emergency"), ("V09", ""), ("V10", "emergency"), ("V11", "safety")]
)
def test_whom_to_fetch_follows_the_worked_cases(case: str, call: str, people: People) -> None:
    assert factories.submitted(people.front_desk, case).call == call


@pytest.mark.parametrize("question", ["phq.q9", "sx.stroke_signs"])
def test_the_call_ends_when_the_answer_is_corrected(question: str, people: People) -> None:
    draft = factories.draft(people.front_desk, {question: 1 if question == "phq.q9" else True})
    assert draft.call
    assert save(people, draft, {question: None}).call == ""


def test_submitting_makes_version_1_with_its_assessment(people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V11"))
    version = submit(people, draft)
    intake = Intake.objects.get(pk=draft.pk)
    assert (version.number, version.catalogue_version, version.author) == (1, rule_set.VERSION, people.front_desk)
    assert version.answers == intake.document()
    assert version.answers["pt.age_years"] == intake.patient.age
    assert intake.current == version.assessment
    assert not intake.is_draft
    assert intake.submitted_at == version.made_at == version.assessment.made_at


@pytest.mark.parametrize("case", ["V01", "V12", "EMPTY"])
def test_open_questions_do_not_stop_anybody_from_submitting(case: str, people: People) -> None:
    assert factories.submitted(people.front_desk, case).current


def test_sending_twice_with_one_token_makes_one_version(people: People) -> None:
    draft, token = factories.draft(people.front_desk, {}), uuid.uuid4()
    assert submit(people, draft, token) == submit(people, draft, token)
    assert AnswerVersion.objects.count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


def test_a_page_checked_before_the_last_save_cannot_be_submitted(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    save(people, draft, {"phq.q9": 2})
    with pytest.raises(StaleError):
        submit(people, draft)
    assert not AnswerVersion.objects.exists()


def test_v2_3_1_what_is_submitted_can_neither_be_saved_nor_submitted(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(StaleError):
        save(people, done, {"phq.q9": 2})
    with pytest.raises(StaleError):
        submit(people, done)


def test_correcting_makes_version_2_and_leaves_version_1_as_it_was(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    first = done.versions.values().get()
    result = bytes(done.current.result_packed)
    draft = reopen_intake(actor=people.front_desk, intake=done)
    second = submit(people, save(people, draft, {"phq.q9": 2}))
    intake = Intake.objects.get(pk=done.pk)
    assert [version.number for version in intake.versions.all()] == [1, 2]
    assert intake.versions.filter(number=1).values().get() == first
    assert bytes(intake.versions.get(number=1).assessment.result_packed) == result
    assert intake.current == second.assessment
    assert (done.current.tier, second.assessment.tier) == (0, 2)
    assert intake.submitted_at == done.submitted_at


def test_while_it_is_corrected_the_clinician_keeps_the_version_before(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    draft = save(people, reopen_intake(actor=people.front_desk, intake=done), {"phq.q9": 2})
    assert draft.current == done.current
    assert draft.call == "safety"


def test_reopening_hands_the_draft_to_who_reopens_it(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    assert reopen_intake(actor=people.clinician, intake=done).author == people.clinician
    assert done.versions.get().author == people.front_desk


def test_reopening_a_draft_changes_nothing(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    assert reopen_intake(actor=people.clinician, intake=draft).author == people.front_desk
    assert not AuditEvent.objects.filter(action="reopen").exists()


def test_an_open_draft_for_the_person_comes_before_reopening_another_intake(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    draft = start_intake(actor=people.front_desk, patient=done.patient)
    assert reopen_intake(actor=people.front_desk, intake=done) == draft
    assert not Intake.objects.get(pk=done.pk).is_draft


def complete(people: People, intake: Intake, changes: dict[str, Any], token: uuid.UUID | None = None) -> AnswerVersion:
    return complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes=changes,
        token=token or uuid.uuid4(),
    )


def test_a_clinicians_answers_make_a_new_version(people: People) -> None:
    done = factories.submitted(people.front_desk, "RF17a-fires")
    version = complete(people, done, {"asq.q5": True, "mh.plan": True})
    intake = Intake.objects.get(pk=done.pk)
    assert (version.number, version.author) == (2, people.clinician)
    assert version.answers == done.versions.get(number=1).answers | {"asq.q5": True, "mh.plan": True}
    assert intake.current == version.assessment
    assert (done.current.tier, intake.current.tier) == (2, 1)
    assert (done.call, intake.call) == ("safety", "emergency")


def test_completing_twice_with_one_token_makes_one_version(people: People) -> None:
    done, token = factories.submitted(people.front_desk, "V11"), uuid.uuid4()
    assert complete(people, done, {"mh.plan": True}, token) == complete(people, done, {"mh.plan": True}, token)
    assert done.versions.count() == 2


def test_a_clinician_cannot_complete_what_has_moved_on(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    complete(people, done, {"mh.plan": True})
    with pytest.raises(StaleError):
        complete(people, done, {"mh.plan": False})
    assert Intake.objects.get(pk=done.pk).answers["mh.plan"] is True


def test_a_clinician_cannot_complete_a_mere_draft(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    with pytest.raises(StaleError):
        complete(people, draft, {"mh.plan": True})


def test_the_clinics_settings_are_stored_with_what_was_worked_out_with_them(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V05")
    default = {"phq2_step_up": 2, "audit_drink_g": 10, "audit_cut": "4/3"}
    assert intake.versions.get().assessment.site_settings == default
    changed = {"phq2_step_up": 3, "audit_drink_g": 8, "audit_cut": "5"}
    ClinicProfile(**changed).save()
    version = complete_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes={"ex.hr": 70}, token=uuid.uuid4()
    )
    assert version.assessment.site_settings == changed
    assert intake.versions.get(number=1).assessment.site_settings == default


def test_the_rules_are_asked_with_the_clinics_settings(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """When saving, too: what a draft calls for is what its version will say."""
    asked: list[SiteSettings] = []

    def noting(answers: Answers, settings: SiteSettings) -> Case:
        asked.append(settings)
        return Case(answers, settings)

    monkeypatch.setattr(intakes, "Case", noting)
    ClinicProfile(phq2_step_up=3).save()
    submit(people, factories.draft(people.front_desk, {"phq.q1": 2}))
    assert asked == [SiteSettings(3), SiteSettings(3)]


def test_a_version_says_why_it_was_made(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V11")
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"pain.nrs_now": 2},
        token=uuid.uuid4(),
    )
    assert [version.cause for version in intake.versions.all()] == ["submitted", "completed"]
