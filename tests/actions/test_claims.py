"""Two clinicians do not work on one intake: claiming, releasing, taking over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from intake.actions.claims import ClaimRefusedError, claim_intake, release_intake, take_over_intake
from intake.models import AuditEvent, Intake
from intake.roles import CLINICIAN
from tests import factories, over_time
from tests.actions.test_at_once import THREADS, at_once
from tests.factories import People


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V02")


@pytest.fixture
def colleague(people: People) -> User:
    return factories.user("colleague", CLINICIAN)


def holder(intake: Intake) -> tuple[object, bool]:
    """Who has it, and whether since when is known."""
    now = Intake.objects.get(pk=intake.pk)
    return now.claimed_by, now.claimed_at is not None


def audited() -> list[tuple[str, str]]:
    wanted = ("claim", "release", "take over")
    rows = AuditEvent.objects.filter(action__in=wanted).order_by("pk").select_related("actor")
    return [(row.action, str(row.actor)) for row in rows]


def test_the_second_to_claim_gets_nothing_and_learns_who_has_it(
    people: People, intake: Intake, colleague: User
) -> None:
    claim_intake(actor=people.clinician, intake=intake)
    with pytest.raises(ClaimRefusedError) as refused:
        claim_intake(actor=colleague, intake=intake)
    assert refused.value.intake.claimed_by == people.clinician
    assert refused.value.intake.claimed_at is not None
    assert holder(intake) == (people.clinician, True)
    assert audited() == [("claim", "clinician")]


def test_claiming_twice_is_claiming_once(people: People, intake: Intake) -> None:
    first = claim_intake(actor=people.clinician, intake=intake).claimed_at
    assert claim_intake(actor=people.clinician, intake=intake).claimed_at == first
    assert audited() == [("claim", "clinician")]


def test_what_is_released_anybody_can_claim(people: People, intake: Intake, colleague: User) -> None:
    claim_intake(actor=people.clinician, intake=intake)
    release_intake(actor=people.clinician, intake=intake)
    release_intake(actor=people.clinician, intake=intake)
    assert holder(intake) == (None, False)
    claim_intake(actor=colleague, intake=intake)
    assert holder(intake) == (colleague, True)
    assert audited() == [("claim", "clinician"), ("release", "clinician"), ("claim", "colleague")]


def test_nobody_releases_what_a_colleague_has(people: People, intake: Intake, colleague: User) -> None:
    claim_intake(actor=people.clinician, intake=intake)
    with pytest.raises(ClaimRefusedError):
        release_intake(actor=colleague, intake=intake)
    assert holder(intake) == (people.clinician, True)


def test_taking_over_is_from_the_colleague_who_was_named(people: People, intake: Intake, colleague: User) -> None:
    claim_intake(actor=people.clinician, intake=intake)
    third = factories.user("third", CLINICIAN)
    take_over_intake(actor=colleague, intake=intake, holder_id=people.clinician.pk)
    take_over_intake(actor=colleague, intake=intake, holder_id=people.clinician.pk)  # sent twice
    with pytest.raises(ClaimRefusedError):
        take_over_intake(actor=third, intake=intake, holder_id=people.clinician.pk)
    assert holder(intake) == (colleague, True)
    assert audited() == [("claim", "clinician"), ("take over", "colleague")]


def test_what_nobody_has_is_not_taken_over(people: People, intake: Intake, colleague: User) -> None:
    with pytest.raises(ClaimRefusedError):
        take_over_intake(actor=colleague, intake=intake, holder_id=people.clinician.pk)
    assert holder(intake) == (None, False)


@pytest.mark.parametrize("state", [Intake.State.SIGNED, Intake.State.VOID])
def test_a_frozen_intake_stays_as_it_is(state: str, people: People, intake: Intake, colleague: User) -> None:
    claim_intake(actor=people.clinician, intake=intake)
    over_time.signed(people.clinician, intake)
    if state == Intake.State.VOID:
        over_time.voided(people.clinician, intake)
    tries: list[Callable[[], Intake]] = [
        lambda: claim_intake(actor=people.clinician, intake=intake),
        lambda: claim_intake(actor=colleague, intake=intake),
        lambda: release_intake(actor=people.clinician, intake=intake),
        lambda: take_over_intake(actor=colleague, intake=intake, holder_id=people.clinician.pk),
    ]
    for act in tries:
        with pytest.raises(ClaimRefusedError):
            act()
    assert holder(intake) == (people.clinician, True)


def test_claiming_touches_no_answer(people: People, intake: Intake) -> None:
    before = Intake.objects.filter(pk=intake.pk).values("answers", "revision", "saved_at", "state").get()
    claim_intake(actor=people.clinician, intake=intake)
    assert Intake.objects.filter(pk=intake.pk).values("answers", "revision", "saved_at", "state").get() == before


def test_ten_clinicians_at_once(transactional_db: None, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    clinicians = [factories.user(f"clinician-{number}", CLINICIAN) for number in range(THREADS)]

    def claim(number: int) -> object:
        try:
            return claim_intake(actor=clinicians[number], intake=intake)
        except ClaimRefusedError as refused:
            return refused

    results = at_once(claim)
    refused = [result for result in results if isinstance(result, ClaimRefusedError)]
    winner = Intake.objects.get(pk=intake.pk).claimed_by
    assert len(refused) == THREADS - 1
    assert {result.intake.claimed_by for result in refused} == {winner}
    assert len(audited()) == 1
