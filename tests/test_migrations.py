"""Migrations move what clinics have stored, forwards and as far as is honest backwards."""

from __future__ import annotations

import datetime
import importlib
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from intake.actions.assessing import store_assessment
from intake.clinical.assessment import assess
from intake.models import AnswerVersion, AssessedScore, Assessment
from tests import factories
from tests.factories import People

BEFORE, AFTER = "0006_clinical_lead_and_columns", "0007_scores"
CASES = ["V01", "V12", "V14", "V15", "PROXY", "EMPTY", "AGE-8", "AGE-MISSING", "ZERO-RATINGS", "RF19-fires"]


def migrate(to: str) -> Any:
    """As a clinic does it. The models as they were then."""
    call_command("migrate", "intake", to, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([("intake", to)]).apps


@pytest.fixture
def back_again(transactional_db: None) -> Any:
    """Whatever the test does, the tables are those of the code afterwards."""
    yield
    call_command("migrate", verbosity=0)


words = importlib.import_module("intake.migrations.0007_scores")


def test_the_words_that_people_are_found_by_were_made_as_they_were_then() -> None:
    """What the program does today may change, and an upgrade from before stays the same."""
    migration = importlib.import_module("intake.migrations.0012_queue_and_search")
    assert migration.terms_of.__module__ == migration.__name__
    born = datetime.date(1968, 4, 18)
    assert migration.terms_of("AB-17", "O'Brien", "Zoë", "020 7946 0018 ext. 12", born) == {
        "#ab17",
        "obrien",
        "o",
        "brien",
        "zoe",
        "+079460018",
        "=19680418",
    }


def test_a_clinic_does_not_go_back(db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    for target in ("0020", "zero", BEFORE):
        with pytest.raises(CommandError, match="does not go back to an earlier release") as refusal:
            call_command("migrate", "intake", target, verbosity=0)
        assert refusal.value.returncode == 2
    call_command("migrate", "intake", verbosity=0)
    with pytest.raises(CommandError, match="Cannot find a migration"):
        call_command("migrate", "intake", "7777", verbosity=0)


def rows() -> list[dict[str, Any]]:
    return list(AssessedScore.objects.order_by("assessment", "score").values())


@pytest.mark.no_cover
@pytest.mark.exhaustive
def test_scores_become_rows_and_columns_again(back_again: None, people: People) -> None:
    done = [factories.submitted(people.front_desk, case) for case in CASES]
    no_pain = factories.submitted(people.front_desk, factories.example("V01") | {"pain.present": False})
    written = {(row["assessment_id"], row["score"]): row for row in rows()}
    levels = {
        row.pk: words.LEVELS.get(row.combined_level) or words.NO_LEVEL[row.scope] for row in Assessment.objects.all()
    }

    before = migrate(BEFORE).get_model("intake", "Assessment")
    for intake in (*done, no_pain):
        row = before.objects.get(pk=intake.current_id)
        for score in ("phq9", "gad7", "peg"):
            least, greatest = (getattr(row, f"{score}_{end}") for end in ("min", "max"))
            was = written[intake.current_id, score]
            assert (least, greatest) == pytest.approx((was["least"], was["greatest"]))
        pain = written[intake.current_id, "pain"]
        assert row.pain_average == (None if pain["missing"] else pain["least"])
    assert not hasattr(row, "combined_text")

    with CaptureQueriesContext(connection) as asked:
        migrate(AFTER)
    assert not [
        query
        for query in asked
        if "SELECT" in query["sql"][:6] and ('"result"' in query["sql"] or '_packed"' in query["sql"])
    ]
    assert dict(Assessment.objects.values_list("pk", "combined_text")) == levels  # in the words of that release
    for row in rows():
        was = written.pop((row["assessment_id"], row["score"]))
        moved = {name: value for name, value in row.items() if name not in ("id", "bands", "value", "unscored")}
        assert moved == {name: value for name, value in was.items() if name in moved}
        assert row["value"] == was["value"] or was["value"].startswith(("does not know", "chose not", "not asked"))
        # Why there is no score is told in the words of the release that had the columns.
        assert row["unscored"] == was["unscored"] or {row["unscored"], was["unscored"][:10]} == {
            words.NO_PAIN,
            "not asked:",
        }
        assert row["bands"] == was["bands"] or was["unscored"].startswith(("under 18", "age missing"))
    assert written == {}


@pytest.mark.no_cover
@pytest.mark.exhaustive
def test_going_back_loses_no_assessment_with_other_scores(back_again: None, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    again = AnswerVersion.objects.create(
        intake=done, number=2, answers={}, catalogue_version="x", author=people.front_desk
    )
    other = store_assessment(version=again, result=assess(done.read_answers()).whole())
    model = migrate(BEFORE).get_model("intake", "Assessment")
    assert set(model.objects.values_list("pk", flat=True)) == {done.current_id, other.pk}
