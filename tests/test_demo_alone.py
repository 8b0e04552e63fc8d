"""The demo is made whole in a database of its own, or not at all; and its parts alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from intake.management.demo_over_time import come_four_times
from intake.models import ClinicProfile
from tests import factories
from tests.test_demo import everything_stored


@pytest.mark.parametrize("other", ["a person", "a patient"])
def test_it_refuses_a_database_with_other_data(other: str, db: None) -> None:
    user = factories.user("somebody")
    if other == "a patient":
        factories.patient(user)
    before = everything_stored()
    with pytest.raises(CommandError, match="data that the demo did not make") as refusal:
        call_command("demo", "--no-serve")
    assert refusal.value.returncode == 2
    assert everything_stored() == before


def test_all_of_it_or_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(ClinicProfile, "save", fail)
    with pytest.raises(OSError, match="full"):
        call_command("demo", "--no-serve")
    assert not User.objects.exists()


def test_somebody_who_came_four_times(people: factories.People) -> None:
    patient = factories.patient(people.front_desk)
    visits = come_four_times(desk=people.front_desk, clinician=people.clinician, patient=patient)
    stored = [intake.current for intake in visits if intake.current]
    values = {score: [each.scores.get(score=score).value for each in stored] for score in ("phq9", "pain")}
    assert values == {"phq9": ["16", "11 to 17", "8", "4"], "pain": ["7", "6", "5", "4"]}
    assert [each.assessed_on for each in stored] == sorted({each.assessed_on for each in stored})
