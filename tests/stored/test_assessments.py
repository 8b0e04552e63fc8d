"""What is stored comes back as it was, whatever the rules say by then."""

from __future__ import annotations

import pytest

from intake.clinical.assessment import assess
from intake.clinical.rules import rule_set
from intake.clinical.working import flags
from intake.exchange.contract import as_contract
from intake.models import Assessment
from intake.stored.assessments import findings, read_reasons, read_settling
from tests import factories
from tests.factories import People
from tests.models.test_assessment import CASES


@pytest.mark.parametrize("case", CASES)
def test_what_is_stored_comes_back_as_it_was(case: str, people: People) -> None:
    done = factories.submitted(people.front_desk, case)
    result = assess(done.read_answers())
    stored = findings(Assessment.objects.get(version__intake=done))
    assert (stored, stored.whole()) == (result, result.whole())
    assert repr(stored.whole()) == repr(result.whole())
    assert as_contract(stored) == as_contract(result)


def test_new_rules_change_no_stored_result(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    done = factories.submitted(people.front_desk, "V09")
    before = factories.found(done)
    assert before.present
    monkeypatch.setattr(flags, "RED_FLAGS", ())
    monkeypatch.setattr(rule_set, "VERSION", "another rule set")
    assert factories.found(done) == before
    assert assess(done.read_answers()).whole() != before


def test_a_row_without_reasons_has_none(people: People) -> None:
    done = factories.submitted(people.front_desk, "V12")
    assert done.current
    assert read_reasons(done.current)
    assert read_settling(done.current)
    bare = Assessment(result=done.current.result, texts_id=done.current.texts_id)
    assert (read_reasons(bare), read_settling(bare)) == ({}, {})
