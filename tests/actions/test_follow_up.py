"""Follow-ups: planned from accepted steps, closed once, reopened."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from intake.actions.follow_up import MovedOnError, close_follow_up, plan_follow_ups, reopen_follow_up
from intake.models import AuditEvent, FollowUp, Intake, Review
from tests import factories, over_time
from tests.factories import People

SIGNED_ON = datetime.date(2026, 3, 2)


def review(people: People, steps: dict[str, str], own: dict[str, Any] | None = None) -> Review:
    intake = factories.submitted(people.front_desk, "V02")  # raises F01, F03, F04, F05, F07, H01, R08 and more
    chosen = {step_id: {"choice": choice} for step_id, choice in steps.items()}
    return Review.objects.create(intake=intake, steps=chosen, own_steps=own or {})


def plan(made: Review) -> dict[str, tuple[int, int]]:
    """By step, the days from the signature."""
    assert made.intake.current
    plan_follow_ups(review=made, findings=factories.found(made.intake), signed_on=SIGNED_ON)
    return {
        each.step: ((each.due_from - SIGNED_ON).days, (each.due_by - SIGNED_ON).days)
        for each in FollowUp.objects.order_by("step")
    }


def test_accepted_steps_are_planned_with_their_time(people: People) -> None:
    made = review(people, {"F01": "accepted", "F03": "accepted", "H01": "accepted", "R08": "accepted"})
    planned = plan(made)
    assert planned == {"F01": (14, 28), "F03": (7, 14), "H01": (0, 0), "R08": (0, 14)}
    row = FollowUp.objects.get(step="F01")
    assert row.text == "Repeat PHQ-9 and PEG in 2-4 weeks, same instrument and language."
    assert (row.patient, row.intake) == (made.intake.patient, made.intake)
    assert (row.state, row.words, row.closed_by, row.closed_at) == ("open", "", None, None)


@pytest.mark.parametrize("choice", ["done", "not_needed", ""])
def test_what_is_done_not_needed_or_left_open_is_not_planned(choice: str, people: People) -> None:
    assert plan(review(people, {"F01": choice})) == {}


def test_what_is_routine_without_a_time_has_no_date(people: People) -> None:
    assert plan(review(people, {"F05": "accepted"})) == {}


def test_a_step_that_the_signed_version_does_not_raise_is_left_out(people: People) -> None:
    assert plan(review(people, {"F08": "accepted", "X99": "accepted"})) == {}


def test_own_steps_are_due_in_two_weeks(people: People) -> None:
    own = {
        "own1": {"text": "Ring about the brace", "choice": "accepted"},
        "own2": {"text": "Ring the pharmacy", "choice": "done"},
    }
    assert plan(review(people, {}, own)) == {"own1": (0, 14)}
    assert FollowUp.objects.get().text == "Ring about the brace"


def test_a_step_that_todays_rules_no_longer_have_goes_by_its_urgency(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.actions.follow_up._DUE", {})
    assert plan(review(people, {"H01": "accepted", "F01": "accepted"})) == {"H01": (0, 0)}


def test_planning_leaves_the_audit_to_the_signature(people: People) -> None:
    made = review(people, {"F01": "accepted"})
    before = AuditEvent.objects.count()
    plan(made)
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
