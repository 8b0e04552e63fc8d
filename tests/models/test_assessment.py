"""The stored assessment: the whole result as it was, whatever the rules say later."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intake.clinical import assessment as clinical_assessment
from intake.clinical.assessment import assess
from intake.clinical.language.answers import Answers
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.working import findings
from intake.exchange.contract import as_contract
from intake.fingerprint import rule_set_fingerprint
from intake.models import AnswerVersion, Assessment, Intake
from tests import factories
from tests.factories import EXAMPLES, People

CASES = ["V01", "V02", "V09", "V10", "V12", "V13", "V14", "V15", "PROXY", "AGE-8", "AGE-MISSING", "EMPTY"]
"""Every scope and every state of the mood screen."""


def unsaved(people: People) -> Assessment:
    """An assessment that fits, of a version that has none yet."""
    draft = factories.draft(people.front_desk, {})
    version = AnswerVersion.objects.create(
        intake=draft, number=1, answers={}, catalogue_version=rule_set.VERSION, author=people.front_desk
    )
    return Assessment.of(version, assess(draft.read_answers()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tier", 5),
        ("tier", -1),
        ("tier_open", 5),
        ("tier_open", -1),
        ("phq9_min", -1),
        ("phq9_min", 28),
        ("phq9_max", 28),
        ("phq9_max", -1),
        ("gad7_min", -1),
        ("gad7_max", 22),
        ("peg_min", -0.5),
        ("peg_max", 10.5),
        ("pain_average", 11),
        ("combined_level", "C5"),
        ("scope", "child"),
    ],
)
def test_the_database_refuses_an_assessment_out_of_range(field: str, value: Any, people: People) -> None:
    assessment = unsaved(people)
    setattr(assessment, field, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        assessment.save()


def test_the_least_total_is_not_above_the_greatest(people: People) -> None:
    assessment = unsaved(people)
    assessment.phq9_min, assessment.phq9_max = 12, 11
    with pytest.raises(IntegrityError, match="assessment_phq9_0_to_27"), transaction.atomic():
        assessment.save()


def test_a_version_has_one_assessment(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.of(done.versions.get(), assess(done.read_answers())).save()


@pytest.mark.parametrize("case", CASES)
def test_what_is_stored_comes_back_as_it_was(case: str, people: People) -> None:
    done = factories.submitted(people.front_desk, case)
    result = assess(done.read_answers())
    stored = Assessment.objects.get(version__intake=done)
    assert stored.findings == result
    assert repr(stored.findings) == repr(result)
    assert as_contract(stored.findings) == as_contract(result)


def test_every_example_survives_as_json() -> None:
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        result = assess(Answers.parse(json.loads(line)["answers"], QUESTIONS))
        as_row = Assessment.of(AnswerVersion(intake=Intake()), result)
        read_back = Assessment(result=json.loads(json.dumps(as_row.result))).findings
        assert repr(read_back) == repr(result)


@pytest.mark.parametrize("case", CASES)
def test_the_columns_say_what_the_result_says(case: str, people: People) -> None:
    row = factories.submitted(people.front_desk, case).current
    wanted = factories.expected(case)
    assert (row.tier, row.tier_open, row.scope) == (wanted["tier"], wanted["tier_open"], wanted["scope"])
    assert row.mood_screen == wanted["mood_screen"]
    assert (row.phq9_min, row.phq9_max) == (wanted["scores"]["phq9"]["min"], wanted["scores"]["phq9"]["max"])
    assert (row.gad7_min, row.gad7_max) == (wanted["scores"]["gad7"]["min"], wanted["scores"]["gad7"]["max"])
    assert (row.peg_min, row.peg_max) == pytest.approx(
        (wanted["scores"]["peg"]["min"], wanted["scores"]["peg"]["max"]), abs=0.0001
    )
    average = factories.example(case).get("pain.nrs_avg")
    assert row.pain_average == (average if isinstance(average, int) else None)
    assert row.combined_level == (wanted["combined"]["level"] or "")
    assert row.rule_set_version == row.version.catalogue_version == rule_set.VERSION
    assert row.fingerprint == rule_set_fingerprint()


def test_new_rules_change_no_stored_result(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    done = factories.submitted(people.front_desk, "V09")
    before = Assessment.objects.get(pk=done.current_id).findings
    assert before.present
    monkeypatch.setattr(clinical_assessment, "RED_FLAGS", ())
    monkeypatch.setattr(rule_set, "VERSION", "another rule set")
    after = Assessment.objects.get(pk=done.current_id)
    assert isinstance(after.findings, findings.Assessment)
    assert after.findings == before
    assert assess(done.read_answers()) != before
