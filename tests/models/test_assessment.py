"""The stored assessment: its columns and its scores, as far as the database refuses what is out of range."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intake.actions.assessing import store_assessment
from intake.clinical.assessment import assess
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import FOLLOWED
from intake.fingerprint import rule_set_fingerprint
from intake.models import AnswerVersion, AssessedScore, Assessment, Intake
from intake.stored.assessments import findings
from tests import factories
from tests.factories import People

CASES = ["V01", "V02", "V09", "V10", "V12", "V13", "V14", "V15", "PROXY", "AGE-8", "AGE-MISSING", "EMPTY"]
"""Every scope and every state of the mood screen."""


def stored(people: People) -> Assessment:
    draft = factories.draft(people.front_desk, {})
    version = AnswerVersion.objects.create(
        intake=draft, number=1, answers={}, catalogue_version=rule_set.VERSION, author=people.front_desk
    )
    return store_assessment(version=version, result=assess(draft.read_answers()).whole())


def fields(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


@pytest.mark.parametrize(
    ("field", "value"),
    [("tier", 5), ("tier", -1), ("tier_open", 5), ("tier_open", -1), ("combined_level", "C5"), ("scope", "child")],
)
def test_the_database_refuses_an_assessment_out_of_range(field: str, value: Any, people: People) -> None:
    """Of another version, so that nothing else is wrong with it."""
    as_row = fields(stored(people))
    version = AnswerVersion.objects.create(
        intake=Intake.objects.get(), number=2, answers={}, catalogue_version="x", author=people.front_desk
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment(**as_row | {"version_id": version.pk, field: value}).save()


@pytest.mark.parametrize(
    "wrong",
    [
        {"least": -1},
        {"least": 3, "greatest": 2},
        {"greatest": 28, "scale": 27},
        {"missing": 10, "items": 9},
        {"missing": -1},
    ],
    ids=str,
)
def test_the_database_refuses_a_score_that_is_not_on_its_scale(wrong: dict[str, Any], people: People) -> None:
    row = fields(stored(people).scores.get(score="phq9")) | {"score": "another"}
    AssessedScore(**row).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessedScore(**row | {"score": "a third"} | wrong).save()


def test_a_version_has_one_assessment_and_that_each_score_once(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(IntegrityError), transaction.atomic():
        store_assessment(version=done.versions.get(), result=assess(done.read_answers()).whole())
    assert done.current
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessedScore(**fields(done.current.scores.all()[0])).save()


@pytest.mark.parametrize("case", CASES)
def test_the_columns_say_what_the_result_says(case: str, people: People) -> None:
    row = factories.submitted(people.front_desk, case).current
    wanted = factories.expected(case)
    assert (row.tier, row.tier_open, row.scope) == (wanted["tier"], wanted["tier_open"], wanted["scope"])
    assert row.mood_screen == wanted["mood_screen"]
    assert row.combined_level == (wanted["combined"]["level"] or "")
    assert row.combined_text == findings(row).combined.text
    assert row.rule_set_version == row.version.catalogue_version == rule_set.VERSION
    assert row.fingerprint == rule_set_fingerprint()


@pytest.mark.parametrize("case", CASES)
def test_each_score_that_is_followed_is_a_row_that_says_all_about_itself(case: str, people: People) -> None:
    done = factories.submitted(people.front_desk, case)
    found = factories.found(done)
    rows = {row.score: row for row in done.current.scores.all()}
    assert list(rows) == [each.id for each in FOLLOWED]
    for score in (score for score in found.scores if score.followed):
        row = rows[score.id]
        assert (row.name, row.value, row.unscored, row.scale) == (
            score.name,
            score.value,
            score.unscored,
            score.greatest,
        )
        assert (row.least, row.greatest) == pytest.approx((score.min, score.max))
        assert (row.items, row.missing, row.decimals) == (len(score.items), score.missing, score.decimals)
    average = factories.example(case).get("pain.nrs_avg")
    known = isinstance(average, int)
    assert (rows["pain"].least, rows["pain"].greatest) == ((average, average) if known else (0, 10))
    assert rows["pain"].missing == (not known)
