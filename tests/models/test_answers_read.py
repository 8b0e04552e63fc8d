"""An intake reads its answers once, and anew when they or its person change."""

from __future__ import annotations

from typing import Any

import pytest

from intake.actions.intakes import save_draft
from intake.clinical.language.catalogue import Catalogue
from intake.clinical.rules.questions.context import pt
from tests import factories
from tests.factories import People


def test_the_same_answers_are_read_once_and_others_anew(people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V01"))
    first = draft.placed_answers()
    assert draft.placed_answers() is first
    draft.answers["pain.nrs_now"] = 9
    second = draft.placed_answers()
    assert second.document["pain.nrs_now"] == 9 != first.document["pain.nrs_now"]
    draft.answers = draft.answers | {"pain.present": 1}  # equals true, and is no answer
    assert [each.key for each in draft.placed_answers().unplaced] == ["pain.present"]
    draft.patient.sex_at_birth = ""
    assert pt.sex.id not in draft.placed_answers().document
    assert draft.placed_answers({}).document.keys() <= {pt.age_years.id}


def test_who_changes_the_document_changes_no_later_one(people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True})
    draft.document().clear()
    assert draft.document()["pain.present"] is True


def test_a_save_reads_the_answers_a_few_times(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many questions it has: each reading looks at all of them."""
    draft = factories.draft(people.front_desk, factories.example("V01"))
    whole, place = [], Catalogue.place

    def counted(catalogue: Catalogue, document: Any) -> Any:
        whole.extend([1] if len(document) > 5 else [])
        return place(catalogue, document)

    monkeypatch.setattr(Catalogue, "place", counted)
    save_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, changes={"pain.nrs_now": 1}, malformed={}
    )
    assert len(whole) <= 5
