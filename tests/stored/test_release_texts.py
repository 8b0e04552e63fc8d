"""A stored result refers to the texts of its release: it reads as it was written, to the last letter, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from intake.actions.assessing import store_assessment
from intake.actions.release_texts import keep_texts
from intake.clinical.assessment import assess_case
from intake.clinical.rules.site_settings import DEFAULT
from intake.clinical.telling.explanation import reasons
from intake.clinical.telling.settling import settling
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from intake.models import Assessment, Intake, ReleaseTexts
from intake.stored import release_texts
from intake.stored.assessments import (
    findings,
    read_reasons,
    read_settling,
    reasons_document,
    result_document,
    stored_documents,
    stored_result,
)
from intake.stored.release_texts import UnreadableError, made_texts, packed, unpacked, zstd
from tests import factories
from tests.clinical.cases import A_FEW, EXAMPLES
from tests.factories import People
from tests.lanes import each

pytestmark = pytest.mark.django_db
FORM = {"format": 4}


@pytest.fixture
def key() -> str:
    return keep_texts()


@pytest.fixture
def row(people: People) -> Assessment:
    done = factories.submitted(people.front_desk, "V11")
    assert done.current
    return done.current


def check_survives(case: Case, key: str) -> None:
    """As the row is written and read, without the row."""
    whole = assess_case(case).whole()
    row = Assessment(
        result=FORM,
        texts_id=key,
        result_packed=packed(result_document(whole), key),
        reasons_packed=packed(reasons_document(case, whole), key),
    )
    assert repr(stored_result(row)) == repr(whole)
    assert read_reasons(row) == reasons(case, whole)
    assert read_settling(row) == {found.rule_id: found for found in settling(case, whole)}


@each({name: example["answers"] for name, example in EXAMPLES.items()}, few=A_FEW)
def test_every_example_and_its_reasons_read_as_they_were(answers: dict[str, object]) -> None:
    check_survives(Case(read_answers(answers)), keep_texts())


@pytest.mark.parametrize("setting", [{"audit_drink_g": 14}, {"audit_cut": "5"}, {"phq2_step_up": 3}])
def test_words_of_the_clinics_own_settings_stand_in_the_row(setting: dict[str, Any], key: str) -> None:
    check_survives(Case(read_answers(EXAMPLES["V11"]["answers"]), replace(DEFAULT, **setting)), key)


def test_words_that_no_release_has_stand_in_the_row(key: str) -> None:
    words = 'Ça brûle — “terribly” 𝄞 \\ " \n' * 8
    check_survives(Case(read_answers(EXAMPLES["V11"]["answers"] | {"ctx.own_words": words})), key)


def test_a_row_is_small(row: Assessment) -> None:
    """The result was 90 KB as JSON, and its reasons 30."""
    stored = Assessment.objects.get(pk=row.pk)
    assert stored.result == FORM
    assert stored.reasons == {}
    assert len(bytes(stored.result_packed)) < 8000
    assert len(bytes(stored.reasons_packed)) < 4000


def test_texts_are_kept_once_for_a_state_of_the_rules(people: People) -> None:
    for case in ("V01", "V11"):
        factories.submitted(people.front_desk, case)
    with factories.other_rules():
        factories.submitted(people.front_desk, "V11")
    assert ReleaseTexts.objects.count() == 2
    assert {each.texts_id for each in Assessment.objects.all()} == set(
        ReleaseTexts.objects.values_list("pk", flat=True)
    )
    for row in Assessment.objects.all():
        assert findings(row).rule_set


def test_a_process_that_lost_the_race_goes_on_with_what_is_there(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, another one may store them between the look and the write."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    monkeypatch.setattr(ReleaseTexts.objects, "filter", lambda **_: ReleaseTexts.objects.none())
    assert keep_texts() == key
    assert ReleaseTexts.objects.count() == 1


def test_texts_made_twice_are_the_same() -> None:
    """So that two processes that make them at once store one row."""
    first = made_texts("fingerprint")
    made_texts.cache_clear()
    again = made_texts("fingerprint")
    assert (first.key, bytes(first.texts)) == (again.key, bytes(again.texts))


# Missing or damaged


def unread(act: Callable[[], object]) -> None:
    release_texts._dictionary.cache_clear()
    with pytest.raises(UnreadableError):
        act()


def test_without_its_texts_a_row_is_not_read(row: Assessment) -> None:
    row.texts_id = "0" * 64
    for read in (findings, read_reasons, read_settling):
        unread(lambda read=read: read(row))


@pytest.mark.parametrize("column", ["texts_id", "result_packed"])
def test_a_row_that_lacks_a_column_is_not_read(column: str, row: Assessment) -> None:
    setattr(row, column, None)
    unread(lambda: findings(row))


def test_no_row_is_stored_without_its_texts(row: Assessment, people: People) -> None:
    """The database refuses it."""
    version = factories.draft(people.front_desk, {}).versions.create(
        number=1, answers={}, catalogue_version="1", author=people.front_desk
    )
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del columns["id"]

    def store() -> None:
        with transaction.atomic():
            Assessment(**columns | {"version_id": version.pk, "texts_id": "0" * 64}).save()
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        store()


@pytest.mark.parametrize("altered", ["cut", "changed", "another release's", "no dictionary"])
def test_texts_that_are_not_what_was_stored_are_not_read(altered: str, key: str, row: Assessment) -> None:
    texts = zstd.decompress(bytes(ReleaseTexts.objects.get(pk=key).texts))
    wrong = {
        "cut": zstd.compress(texts[:-1]),
        "changed": zstd.compress(texts.replace(b"emergency", b"routine..")),
        "another release's": zstd.compress(texts[::-1]),
        "no dictionary": b"not compressed",
    }[altered]
    ReleaseTexts.objects.bulk_create([ReleaseTexts(key="1" * 64, fingerprint="1", texts=wrong)])
    row.texts_id = "1" * 64
    unread(lambda: findings(row))


def test_with_the_texts_of_another_release_a_row_is_not_read(key: str, row: Assessment) -> None:
    """Even where these are whole: what is read is held against the sum that was written with it."""
    texts = zstd.decompress(bytes(ReleaseTexts.objects.get(pk=key).texts)).replace(b"emergency", b"routine..")
    other = release_texts._key("other", texts)
    ReleaseTexts.objects.create(key=other, fingerprint="other", texts=zstd.compress(texts))
    row.texts_id = other
    unread(lambda: findings(row))


def test_a_document_with_any_byte_altered_never_reads_as_another(key: str, row: Assessment) -> None:
    stored = bytes(row.reasons_packed)
    written = unpacked(stored, key)
    for place in range(0, len(stored), 7):
        damaged = stored[:place] + bytes([stored[place] ^ 0x20]) + stored[place + 1 :]
        try:
            assert unpacked(damaged, key) == written
        except UnreadableError:
            continue
    with pytest.raises(UnreadableError):
        unpacked(stored[:-5], key)


# Rows of earlier forms


def test_a_row_of_format_3_reads_as_it_was(people: People) -> None:
    """As 0.10 wrote it before results were packed."""
    done = factories.submitted(people.front_desk, "V11")
    assert done.current
    result, why = stored_documents(done.current)
    old = Assessment(result=result | {"format": 3}, reasons=why)
    assert repr(findings(old).whole()) == repr(findings(done.current).whole())
    assert read_reasons(old) == read_reasons(done.current)
    assert read_settling(old) == read_settling(done.current)


def test_without_a_case_no_reasons_are_kept(people: People) -> None:
    done = factories.draft(people.front_desk, {})
    version = done.versions.create(number=1, answers={}, catalogue_version="1", author=people.front_desk)
    stored = store_assessment(version=version, result=assess_case(Case(read_answers({}))).whole())
    assert (stored.reasons_packed, read_reasons(stored), read_settling(stored)) == (None, {}, {})


def test_the_notes_about_open_pages_go_with_the_signature(people: People) -> None:
    """Nobody saves to it any more, so that no page is asked what it did not know."""
    done = factories.submitted(people.front_desk, "V11")
    assert Intake.objects.get(pk=done.pk).changed
    assert factories.sign(people.clinician, done).changed == {}
