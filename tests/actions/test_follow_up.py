"""Follow-ups: planned from accepted steps, closed once, reopened."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intake.actions.corrections import mark_in_error, restore_intake
from intake.actions.follow_up import (
    MovedOnError,
    close_follow_up,
    hand_follow_up,
    plan_follow_ups,
    reopen_follow_up,
)
from intake.actions.intakes import correct_intake
from intake.actions.review import decide
from intake.models import AuditEvent, FollowUp, Intake, Review
from tests import factories, over_time
from tests.factories import People


def review(people: People, steps: dict[str, str], own: dict[str, Any] | None = None) -> Review:
    intake = factories.submitted(people.front_desk, "V02")  # raises F01, F03, F04, F05, H03, R08 and more
    chosen = {step_id: {"choice": choice} for step_id, choice in steps.items()}
    return Review.objects.create(intake=intake, steps=chosen, own_steps=own or {})


def plan(people: People, made: Review) -> dict[str, tuple[int, int]]:
    """By step, the days from the visit."""
    current = made.intake.current
    assert current
    found = factories.found(made.intake)
    plan_follow_ups(actor=people.clinician, review=made, findings=found, version=current.version)
    return {
        each.step: ((each.due_from - current.assessed_on).days, (each.due_by - current.assessed_on).days)
        for each in FollowUp.objects.order_by("step")
    }


def test_accepted_steps_are_planned_with_their_time(people: People) -> None:
    made = review(people, {"F01": "accepted", "F03": "accepted", "H03": "accepted", "R08": "accepted"})
    planned = plan(people, made)
    assert planned == {"F01": (14, 28), "F03": (7, 14), "H03": (0, 0), "R08": (0, 14)}
    row = FollowUp.objects.get(step="F01")
    assert row.text == "Repeat PHQ-9 and PEG in 2-4 weeks, same instrument and language."
    assert (row.patient, row.intake) == (made.intake.patient, made.intake)
    assert (row.state, row.words, row.closed_by, row.closed_at) == ("open", "", None, None)


@pytest.mark.parametrize("choice", ["done", "not_needed", ""])
def test_what_is_done_not_needed_or_left_open_is_not_planned(choice: str, people: People) -> None:
    assert plan(people, review(people, {"F01": choice})) == {}


def test_what_is_routine_without_a_time_is_due_in_four_weeks(people: People) -> None:
    assert plan(people, review(people, {"F05": "accepted"})) == {"F05": (28, 28)}


def test_it_is_owned_by_whoever_accepted_it(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    changes = {"step:F05": {"choice": "accepted", "reason": ""}}
    decide(actor=people.clinical_lead, intake=intake, revision=0, changes=changes)
    factories.sign(people.clinician, intake)
    assert FollowUp.objects.get().owner == people.clinical_lead


def test_the_time_counts_from_the_visit_and_not_from_the_signature(people: People) -> None:
    on = (timezone.localdate() - datetime.timedelta(days=10)).isoformat()
    intake = factories.submitted(people.front_desk, factories.example("V02") | {"ctx.encounter_date": on})
    decide(actor=people.clinician, intake=intake, revision=0, changes={"step:R08": {"choice": "accepted"}})
    factories.sign(people.clinician, intake)
    assert (FollowUp.objects.get().due_by - timezone.localdate()).days == 4


def test_a_step_that_the_signed_version_does_not_raise_is_closed_by_it_and_not_lost(people: People) -> None:
    plan(people, review(people, {"F08": "accepted", "X99": "accepted"}))
    rows = {row.step: row for row in FollowUp.objects.all()}
    assert {row.state for row in rows.values()} == {"settled"}
    assert rows["F08"].words == "Version 1, which was signed, raises it no more."
    assert rows["F08"].text.startswith("Re-screen mood")


# Closed by later answers


PHQ_2 = {"pain.present": True, "pt.age_years": 50, "phq.q1": 2, "phq.q2": 2}
PHQ_9 = {f"phq.q{item}": 2 for item in range(1, 9)} | {"phq.q9": 0}


def agreed(people: People, said: dict[str, Any], *steps: str, days_ago: int = 20) -> FollowUp:
    """One that was accepted and signed at a visit so many days ago."""
    patient = factories.patient(people.front_desk, age=50)
    intake = over_time.visit(people.front_desk, patient, days_ago, said)
    raised = {step.id for step in factories.found(intake).steps}
    assert raised >= set(steps)
    changes = {f"step:{step}": {"choice": "accepted", "reason": ""} for step in steps}
    decide(actor=people.clinician, intake=intake, revision=0, changes=changes)
    factories.sign(people.clinician, intake)
    return FollowUp.objects.get(step=steps[0], patient=patient)


def test_a_questionnaire_that_is_complete_at_a_later_visit_closes_the_step_that_asked_for_it(people: People) -> None:
    first = agreed(people, PHQ_2, "M01", "S03")
    over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    first.refresh_from_db()
    on = timezone.localdate() - datetime.timedelta(days=2)
    assert (first.state, first.closed_by) == ("settled", None)
    assert first.words.startswith(f"Closed by the intake of {on.day} {on:%b %Y}: PHQ-9 16")
    # What that does not settle is still to be done.
    assert FollowUp.objects.get(step="S03").state == "open"


PEG = {"peg.p": 4, "peg.e": 3, "peg.g": 2}


@pytest.mark.parametrize(
    ("said", "days_ago", "state"),
    [
        (PHQ_9 | PEG, 5, "settled"),
        (PHQ_9 | PEG, 10, "open"),
        (PHQ_9 | PEG | {"peg.g": None}, 5, "open"),
        (PHQ_9 | PEG | {"ctx.respondent": "proxy"}, 5, "open"),
    ],
    ids=["all of it", "before it is due", "one item is missing", "somebody else answered"],
)
def test_a_questionnaire_to_be_repeated_is_closed_once_it_is(
    said: dict[str, Any], days_ago: int, state: str, people: People
) -> None:
    """F01: PHQ-9 and PEG again, from two weeks on."""
    first = agreed(people, PHQ_2 | PHQ_9 | PEG, "F01")
    over_time.visit(people.front_desk, first.patient, days_ago, PHQ_2 | said)
    first.refresh_from_db()
    assert first.state == state
    assert ("PHQ-9 16 of 27; PEG 3.0 of 10" in first.words) == (state == "settled")


def test_a_visit_signed_after_the_next_one_leaves_nothing_to_do_that_is_done(people: People) -> None:
    patient = factories.patient(people.front_desk, age=50)
    first = over_time.visit(people.front_desk, patient, 20, PHQ_2 | PHQ_9 | PEG)
    over_time.visit(people.front_desk, patient, 2, PHQ_2 | PHQ_9 | PEG)
    changes = {f"step:{step}": {"choice": "accepted", "reason": ""} for step in ("F01", "S03")}
    decide(actor=people.clinician, intake=first, revision=0, changes=changes)
    factories.sign(people.clinician, first)
    assert dict(FollowUp.objects.values_list("step", "state")) == {"F01": "settled", "S03": "open"}


def test_what_is_settled_by_its_own_rule_names_the_answers(people: People) -> None:
    first = agreed(people, PHQ_2 | PHQ_9, "M02")
    gad_7 = {f"gad.q{item}": 1 for item in range(1, 8)}
    over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9 | gad_7)
    first.refresh_from_db()
    assert first.state == "settled"
    assert "GAD-7 7" in first.words


def test_an_answer_that_is_otherwise_today_closes_nothing(people: People) -> None:
    """The blood test was agreed on a pain in the big toe: that it is the knee today does not make it done."""
    toe = {"pain.present": True, "pain.main_region": "big_toe"}
    first = agreed(people, toe, "L08")
    over_time.visit(people.front_desk, first.patient, 2, {"pain.present": True, "pain.main_region": "knee"})
    first.refresh_from_db()
    assert first.state == "open"


def test_answers_that_do_not_count_any_more_open_it_again(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    later = over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    mark_in_error(actor=people.clinician, intake=later, revision=later.revision, reason="Of her sister")
    first.refresh_from_db()
    assert (first.state, first.words, first.settled_by) == ("open", "", None)


def test_restored_they_close_it_again(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    later = over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    wrong = mark_in_error(actor=people.clinician, intake=later, revision=later.revision, reason="Of her sister")
    restore_intake(actor=people.clinician, intake=wrong)
    first.refresh_from_db()
    assert first.state == "settled"


def test_what_somebody_said_before_stays_when_answers_close_it_and_when_they_count_no_more(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    close_follow_up(actor=people.clinician, follow_up=first, state="done", words="Rang, no answer")
    reopen_follow_up(actor=people.clinician, follow_up=first)
    later = over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    first.refresh_from_db()
    assert first.words.startswith("Rang, no answer\nClosed by the intake of ")
    mark_in_error(actor=people.clinician, intake=later, revision=later.revision, reason="Of her sister")
    first.refresh_from_db()
    assert (first.state, first.words) == ("open", "Rang, no answer")


def test_signing_an_old_visit_leaves_what_is_closed_elsewhere_as_it_is(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    unsigned = over_time.visit(people.front_desk, first.patient, 15, PHQ_2)
    over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    first.refresh_from_db()
    closed_at = first.closed_at
    factories.sign(people.clinician, unsigned)
    first.refresh_from_db()
    assert first.closed_at == closed_at is not None


def test_a_correction_of_the_later_visit_is_looked_at_anew(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    later = over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    changes = {"phq.q3": None}
    correct_intake(actor=people.clinician, intake=later, revision=later.revision, changes=changes, token=uuid.uuid4())
    first.refresh_from_db()
    assert first.state == "open"


def test_opened_again_by_hand_it_stays_open(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    over_time.visit(people.front_desk, first.patient, 2, PHQ_2 | PHQ_9)
    reopen_follow_up(actor=people.clinician, follow_up=first)
    over_time.visit(people.front_desk, first.patient, 1, PHQ_2 | PHQ_9)
    first.refresh_from_db()
    assert first.state == "open"


def test_an_earlier_visit_closes_nothing_of_a_later_one(people: People) -> None:
    first = agreed(people, PHQ_2, "M01")
    over_time.visit(people.front_desk, first.patient, 40, PHQ_2 | PHQ_9)
    first.refresh_from_db()
    assert first.state == "open"


def test_own_steps_are_due_in_two_weeks(people: People) -> None:
    own = {
        "own1": {"text": "Ring about the brace", "choice": "accepted"},
        "own2": {"text": "Ring the pharmacy", "choice": "done"},
    }
    assert plan(people, review(people, {}, own)) == {"own1": (0, 14)}
    assert FollowUp.objects.get().text == "Ring about the brace"


def test_a_step_that_todays_rules_no_longer_have_goes_by_its_urgency(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.actions.follow_up._DUE", {})
    assert plan(people, review(people, {"H03": "accepted", "F01": "accepted"})) == {"H03": (0, 0), "F01": (28, 28)}


def test_planning_leaves_the_audit_to_the_signature(people: People) -> None:
    made = review(people, {"F01": "accepted"})
    before = AuditEvent.objects.count()
    plan(people, made)
    assert AuditEvent.objects.count() == before


@pytest.fixture
def planned(people: People) -> FollowUp:
    return over_time.planned(factories.submitted(people.front_desk, "V11"))


@pytest.mark.parametrize("state", ["done", "not_needed"])
def test_closing_says_who_when_and_why(state: str, people: People, planned: FollowUp) -> None:
    closed = close_follow_up(actor=people.clinician, follow_up=planned, state=state, words="Seen elsewhere")
    stored = FollowUp.objects.get()
    assert (stored.state, stored.words, stored.closed_by) == (state, "Seen elsewhere", people.clinician)
    assert stored.closed_at == closed.closed_at is not None


def test_closing_twice_keeps_the_first_and_tells_who(people: People, planned: FollowUp) -> None:
    close_follow_up(actor=people.clinician, follow_up=planned, state="done", words="First")
    with pytest.raises(MovedOnError) as told:
        close_follow_up(actor=people.clinical_lead, follow_up=planned, state="not_needed", words="Second")
    assert (told.value.follow_up.closed_by, told.value.follow_up.words) == (people.clinician, "First")
    assert FollowUp.objects.get().words == "First"
    assert AuditEvent.objects.filter(action="close").count() == 1


def test_closing_closes_the_same_of_other_visits_each_with_its_audit_row_and_its_words(people: People) -> None:
    visit = factories.submitted(people.front_desk, {})
    before = factories.submitted(people.front_desk, {}, patient=visit.patient)
    row, other = (over_time.planned(each, step="own1") for each in (visit, before))
    for words in ("Rang, no answer", "Seen"):
        close_follow_up(actor=people.clinician, follow_up=row, state="done", words=words)
        row, other = (reopen_follow_up(actor=people.clinician, follow_up=each) for each in (row, other))
    assert (row.words, other.words) == ("Seen", "Rang, no answer\nSeen")
    closed = AuditEvent.objects.filter(action="close").values_list("record_id", flat=True)
    assert sorted(closed) == sorted([str(row.pk), str(other.pk)] * 2)


def test_it_opens_again_and_what_was_said_stays(people: People, planned: FollowUp) -> None:
    close_follow_up(actor=people.clinician, follow_up=planned, state="done", words="Seen elsewhere")
    reopen_follow_up(actor=people.clinical_lead, follow_up=planned)
    stored = FollowUp.objects.get()
    assert (stored.state, stored.closed_by, stored.closed_at, stored.words) == ("open", None, None, "Seen elsewhere")
    with pytest.raises(MovedOnError):
        reopen_follow_up(actor=people.clinician, follow_up=planned)


def test_a_state_that_does_not_exist_is_refused(people: People, planned: FollowUp) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        close_follow_up(actor=people.clinician, follow_up=planned, state="nonsense", words="")
    assert Intake.objects.get().follow_ups.get().state == "open"


def test_what_is_handed_on_takes_along_what_was_agreed_at_other_visits(people: People) -> None:
    first, second = two_visits(people)
    handed = hand_follow_up(actor=people.clinician, follow_up=second, to=people.clinician)
    assert handed.owner == people.clinician
    first.refresh_from_db()
    assert first.owner == people.clinician
    assert AuditEvent.objects.filter(action="hand", record_type="followup").count() == 2


def test_only_between_clinicians(people: People) -> None:
    _, second = two_visits(people)
    for actor, to in ((people.front_desk, people.clinician), (people.clinician, people.front_desk)):
        with pytest.raises(PermissionDenied):
            hand_follow_up(actor=actor, follow_up=second, to=to)


def test_what_was_closed_or_handed_on_first_stays(people: People) -> None:
    _, second = two_visits(people)
    seen = FollowUp.objects.get(pk=second.pk)
    hand_follow_up(actor=people.clinician, follow_up=second, to=people.clinician)
    with pytest.raises(MovedOnError):
        hand_follow_up(actor=people.clinician, follow_up=seen, to=people.clinician)
    now = FollowUp.objects.get(pk=second.pk)
    close_follow_up(actor=people.clinician, follow_up=now, state="done", words="")
    with pytest.raises(MovedOnError):
        hand_follow_up(actor=people.clinician, follow_up=now, to=people.clinician)


def two_visits(people: People) -> tuple[FollowUp, FollowUp]:
    """The same step, agreed at both."""
    first = factories.submitted(people.front_desk, "V02")
    second = factories.submitted(people.front_desk, "V02", patient=first.patient)
    return over_time.planned(first), over_time.planned(second)
