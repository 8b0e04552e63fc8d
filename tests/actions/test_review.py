"""Deciding: what is kept, what is refused, and what two pages do to each other."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from intake.actions.intakes import StaleError, complete_intake
from intake.actions.review import decide
from intake.models import AuditEvent, Intake, Review
from intake.stored.assessments import findings
from tests import factories, over_time
from tests.factories import People

ACCEPTED = {"choice": "accepted", "reason": ""}
DONE = {"choice": "done", "reason": ""}
NOT_NEEDED = {"choice": "not_needed", "reason": "seen last week"}


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V11")


def steps_of(intake: Intake) -> list[str]:
    return list(factories.found(intake).key_steps)


def keep(people: People, intake: Intake, changes: dict[str, Any], *, revision: int = 0, **more: Any) -> Review:
    return decide(actor=people.clinician, intake=intake, revision=revision, changes=changes, **more)


def test_a_decision_says_who_and_when(people: People, intake: Intake) -> None:
    people.clinician.first_name, people.clinician.last_name = "Chris", "Clinician"
    step, flag = steps_of(intake)[0], factories.found(intake).flags[0].id
    own = {"text": "Ring the daughter", "choice": "", "reason": ""}
    changes = {f"step:{step}": NOT_NEEDED, f"flag:{flag}": {"words": "Spoke."}, "own:0123456789ab": own}
    keep(people, intake, changes | {"text": {"text": "Calm."}})
    review = Review.objects.get()
    who = {"by": "Chris Clinician", "user": people.clinician.pk, "at": review.saved_at.isoformat()}
    assert review.steps == {step: NOT_NEEDED | who}
    assert review.flags == {flag: {"words": "Spoke."} | who}
    assert review.own_steps == {"0123456789ab": own | who}
    assert (review.text, review.revision) == ("Calm.", 1)
    assert AuditEvent.objects.filter(action="decide").count() == 1


def test_leaving_open_and_emptying_words_takes_a_decision_back(people: People, intake: Intake) -> None:
    key = f"step:{steps_of(intake)[0]}"
    own = {"text": "x", "choice": "", "reason": ""}
    keep(people, intake, {key: ACCEPTED, "own:0123456789ab": own, "text": {"text": "x"}})
    keep(people, intake, {key: {}, "own:0123456789ab": {}, "text": {}}, revision=1)
    review = Review.objects.get()
    assert (review.steps, review.own_steps, review.text) == ({}, {}, "")


def test_the_intake_counts_key_steps_that_nobody_decided_on(people: People, intake: Intake) -> None:
    steps = steps_of(intake)
    assert intake.undecided == len(steps) > 2
    keep(people, intake, {f"step:{step}": DONE for step in steps[:2]})
    assert Intake.objects.get().undecided == len(steps) - 2


def test_decisions_carry_over_to_a_new_version_and_are_counted_there(people: People, intake: Intake) -> None:
    steps = steps_of(intake)
    keep(people, intake, {f"step:{step}": DONE for step in steps})
    intake.refresh_from_db()
    version = complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"mh.plan": True},
        token=uuid.uuid4(),
    )
    newest = Intake.objects.get()
    fresh = [step for step in findings(version.assessment).whole().key_steps if step not in steps]
    assert fresh
    assert newest.undecided == len(fresh)
    assert set(Review.objects.get().steps) == set(steps)


def test_nothing_changed_writes_nothing(people: People, intake: Intake) -> None:
    keep(people, intake, {f"step:{steps_of(intake)[0]}": {}, "text": {}})
    assert not Review.objects.exists()
    assert not AuditEvent.objects.filter(action="decide").exists()


@pytest.mark.parametrize("key", ["step:ZZ9", "flag:ZZ9"])
def test_what_the_newest_answers_do_not_raise_is_refused(key: str, people: People, intake: Intake) -> None:
    value = ACCEPTED if key.startswith("step") else {"words": "x"}
    with pytest.raises(StaleError) as refused:
        keep(people, intake, {key: value, "text": {"text": "kept?"}})
    assert refused.value.conflicts == {key}
    assert not Review.objects.exists()


@pytest.mark.parametrize("state", [Intake.State.SIGNED, Intake.State.VOID])
def test_nothing_is_decided_once_it_is_signed(state: str, people: People, intake: Intake) -> None:
    over_time.signed(people.clinician, intake)
    if state == Intake.State.VOID:
        over_time.voided(people.clinician, intake)
    with pytest.raises(StaleError):
        keep(people, intake, {"text": {"text": "late"}})
    assert not Review.objects.exists()


def test_a_revision_from_the_future_is_refused(people: People, intake: Intake) -> None:
    with pytest.raises(StaleError):
        keep(people, intake, {"text": {"text": "x"}}, revision=1)


# Two pages ------------------------------------------------------------------------------------------------------------


def test_two_pages_on_different_things_disturb_nobody(people: People, intake: Intake) -> None:
    first, second = (f"step:{step}" for step in steps_of(intake)[:2])
    keep(people, intake, {first: DONE, second: {}}, page="a")
    keep(people, intake, {first: {}, second: ACCEPTED}, page="b")
    review = Review.objects.get()
    assert [review.value(key) for key in (first, second)] == [DONE, ACCEPTED]


def test_two_pages_on_the_same_thing_are_a_conflict_and_nothing_is_written(people: People, intake: Intake) -> None:
    first, second = (f"step:{step}" for step in steps_of(intake)[:2])
    keep(people, intake, {first: DONE}, page="a")
    with pytest.raises(StaleError) as refused:
        keep(people, intake, {first: ACCEPTED, second: DONE}, page="b")
    assert refused.value.conflicts == {first}
    assert [Review.objects.get().value(key) for key in (first, second)] == [DONE, {}]


def test_the_same_decision_twice_is_no_conflict(people: People, intake: Intake) -> None:
    key = f"step:{steps_of(intake)[0]}"
    keep(people, intake, {key: DONE}, page="a")
    assert keep(people, intake, {key: DONE}, page="b").revision == 1


def test_a_page_is_in_no_conflict_with_itself(people: People, intake: Intake) -> None:
    for text in ("a", "ab", "abc"):
        keep(people, intake, {"text": {"text": text}}, page="a")
    assert Review.objects.get().text == "abc"


def test_a_page_opened_before_somebody_typed_on_and_on_knows_nothing_of_it(people: People, intake: Intake) -> None:
    for text in ("a", "ab", "abc"):
        keep(people, intake, {"text": {"text": text}}, page="a")
    keep(people, intake, {"text": {}, f"step:{steps_of(intake)[0]}": DONE}, page="b")
    assert Review.objects.get().text == "abc"


def test_replacing_is_a_choice_for_what_was_shown_and_no_later_one(people: People, intake: Intake) -> None:
    keep(people, intake, {"text": {"text": "theirs"}}, page="a")
    keep(people, intake, {"text": {"text": "mine"}}, page="b", seen={"text": 1})
    assert Review.objects.get().text == "mine"
    keep(people, intake, {"text": {"text": "theirs again"}}, revision=2, page="a")
    with pytest.raises(StaleError):
        keep(people, intake, {"text": {"text": "mine again"}}, page="c", seen={"text": 2})
