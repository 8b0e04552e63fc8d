"""What the printed strip of scores is made of: this version and the person's earlier intakes, and how it is kept."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.utils import timezone

from intake.actions.intakes import complete_intake, reopen_intake
from intake.clinical.working import trend
from intake.models import Intake, Patient
from intake.stored import history
from intake.stored.frozen_history import freeze, thaw
from tests import factories, over_time
from tests.factories import People
from tests.over_time import answers, visit

Scores = dict[str, list[float]]


@pytest.fixture
def patient(people: People) -> Patient:
    return factories.patient(people.front_desk)


def come(people: People, patient: Patient, days_ago: int, phq: str = "", **more: Any) -> Intake:
    return visit(people.front_desk, patient, days_ago, answers(phq=phq, **more))


def scores(intake: Intake, number: int = 1) -> Scores:
    """By measure, the greatest of each point."""
    intake = Intake.objects.get(pk=intake.pk)
    found = history.up_to(intake, intake.versions.get(number=number))
    return {each.measure.id: [point.reading.greatest for point in each.points] for each in found}


def test_up_to_this_one_by_date_whatever_was_entered_first(people: People, patient: Patient) -> None:
    this = come(people, patient, 10, "111111110")
    come(people, patient, 0, "000000000")
    come(people, patient, 20, "222222220")
    come(people, patient, 30, "333333333")
    assert scores(this) == {"phq9": [27, 16, 8]}


def test_on_one_day_what_was_started_earlier_is_earlier(people: People, patient: Patient) -> None:
    first, second = come(people, patient, 0, "222222220"), come(people, patient, 0, "111111110")
    assert scores(first) == {}
    assert scores(second) == {"phq9": [16, 8]}


def test_the_first_has_no_history(people: People, patient: Patient) -> None:
    first = come(people, patient, 30, "111111110")
    come(people, patient, 0, "111111110")
    assert scores(first) == {}


def test_a_measure_that_this_one_does_not_score_is_left_out(people: People, patient: Patient) -> None:
    """Or its last point would pass for this intake."""
    come(people, patient, 60, "222222220", gad="1111111", peg=(6, 6, 6), average=6)
    come(people, patient, 30, gad="2222222", peg=(3, 3, 3))
    this = come(people, patient, 0, "111111110", peg=(5, 5, 5))
    assert scores(this) == {"phq9": [16, 8], "peg": [6, 3, 5]}


def test_pain_scores_count_only_where_there_is_pain(people: People, patient: Patient) -> None:
    come(people, patient, 60, "222222220", peg=(6, 6, 6))
    without = visit(people.front_desk, patient, 30, answers(phq="111111110", peg=(0, 0, 0)) | {"pain.present": False})
    this = come(people, patient, 0, "111111110", peg=(3, 3, 3))
    assert scores(without) == {"phq9": [16, 8]}
    assert scores(this) == {"phq9": [16, 8, 8], "peg": [6, 3]}


def test_others_void_ones_and_drafts_do_not_count(people: People, patient: Patient) -> None:
    come(people, factories.patient(people.front_desk), 40, "333333333")
    over_time.voided(people.clinician, over_time.signed(people.clinician, come(people, patient, 30, "333333333")))
    factories.draft(people.front_desk, answers(phq="333333333"), patient=patient)
    signed = over_time.signed(people.clinician, come(people, patient, 20, "222222220"))
    corrected = come(people, patient, 15, "222222210")
    reopen_intake(actor=people.clinician, intake=corrected)
    this = come(people, patient, 10, "111111110")
    assert signed.state == "signed"
    assert scores(this) == {"phq9": [16, 15, 8]}


def test_a_void_intake_is_compared_with_nothing(people: People, patient: Patient) -> None:
    come(people, patient, 30, "222222220")
    this = over_time.signed(people.clinician, come(people, patient, 0, "111111110"))
    assert scores(this) == {"phq9": [16, 8]}
    over_time.voided(people.clinician, this)
    assert scores(this) == {}


def test_of_this_one_the_version_asked_for_and_of_others_the_newest(people: People, patient: Patient) -> None:
    earlier, this = come(people, patient, 30, "222222220"), come(people, patient, 0, "1111111--")
    for intake, changes in ((earlier, {"phq.q9": 1}), (this, {"phq.q8": 1, "phq.q9": 0})):
        complete_intake(
            actor=people.clinician, intake=intake, revision=intake.revision, changes=changes, token=uuid.uuid4()
        )
    assert scores(this, 1) == {"phq9": [17, 13]}
    assert scores(this, 2) == {"phq9": [17, 8]}


def test_another_version_of_this_one_is_no_earlier_intake(people: People, patient: Patient) -> None:
    """Though its date was corrected to an earlier one."""
    come(people, patient, 30, "222222220")
    this = come(people, patient, 0, "111111110")
    earlier = (timezone.localdate() - datetime.timedelta(days=9)).isoformat()
    complete_intake(
        actor=people.clinician,
        intake=this,
        revision=this.revision,
        changes={"ctx.encounter_date": earlier},
        token=uuid.uuid4(),
    )
    assert scores(this, 1) == scores(this, 2) == {"phq9": [16, 8]}


def test_one_query_without_large_columns(people: People, patient: Patient, django_assert_num_queries: Any) -> None:
    this = come(people, patient, 0, "111111110", peg=(5, 5, 5))
    version = this.versions.select_related("assessment").get()
    for visits in (1, 5):
        for days_ago in range(visits):
            come(people, patient, 10 * visits + days_ago, "222222220", peg=(6, 6, 6))
        with django_assert_num_queries(1) as asked:
            assert len(history.up_to(this, version)) == 2
        assert not [
            name
            for name in ("result", "reasons", "result_packed", "reasons_packed", "site_settings")
            if f'"{name}"' in asked[0]["sql"]
        ]


# Kept


def test_what_is_kept_comes_back_as_it_was(people: People, patient: Patient) -> None:
    """A whole score, a range that no line passes, one third, and marks."""
    for days_ago, phq, peg in (
        (40, "222222220", (7, 7, 6)),
        (30, "22222----", (6, 6, 6)),
        (20, "211111110", (5, 4, 4)),
    ):
        come(people, patient, days_ago, phq, peg=peg)
    this = come(people, patient, 10, "110110000", peg=(4, 3, 3))
    found = history.up_to(this, this.versions.get())
    kept = thaw(json.loads(json.dumps(freeze(found))))
    assert [point.marks for point in found[0].points][-1]
    assert 1 < sum(len(each.joined) for each in found) < 6
    for before, after in zip(found, kept, strict=True):
        about = [(m.id, m.name, m.greatest, m.items, m.decimals) for m in (before.measure, after.measure)]
        assert about[0] == about[1]
        assert (before.points, before.joined) == (after.points, after.joined)
        assert not after.measure.change.rules


def test_a_line_joins_the_very_points_that_come_back() -> None:
    """Found by where they stand: two visits can be equal in all that is kept."""
    day = timezone.localdate()
    points = [trend.Point(trend.Reading(day, 4, 4)) for _ in range(3)]
    whole = trend.Trend(trend.FOLLOWED["phq9"], tuple(points), ((points[1], points[2]),))
    (kept,) = thaw(freeze([whole]))
    assert [[kept.points.index(point) for point in pair] for pair in kept.joined] == [[0, 0]]  # equal, so the first
    assert all(any(point is own for own in kept.points[1:]) for pair in kept.joined for point in pair)
