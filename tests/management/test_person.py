"""Everything about one person in one file; and what can be erased of them is erased, and nothing else."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from intake.actions.corrections import discard_draft
from intake.actions.merging import merge_patients
from intake.clinical.rules.confidential import KEPT
from intake.management import whole_file
from intake.management.commands import export_person
from intake.models import Alert, Appointment, AuditEvent, Correction, Document, Intake, Patient, SearchTerm
from intake.stored.of_person import rows_of
from intake.stored.printing import document_pdf
from tests import factories, over_time, referring
from tests.factories import People

BY = ("--by", "administrator")
CONFIDENTIAL = sorted(question.id for question in KEPT)[0]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def erase(monkeypatch: pytest.MonkeyPatch, number: str, typed: str | None = None) -> str:
    monkeypatch.setattr("builtins.input", lambda _: number if typed is None else typed)
    return run("erase_person", number, *BY)


def everything() -> dict[str, list[Any]]:
    models = apps.get_app_config("intake").get_models()
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


# Export


@pytest.fixture
def signed(people: People) -> Intake:
    """Of somebody with a letter, a planned visit, and a confidential answer."""
    intake = factories.signed(people, factories.example("V11") | {CONFIDENTIAL: True}, printer=document_pdf)
    over_time.planned(factories.submitted(people.front_desk, "V11", patient=intake.patient))
    referring.in_state(people, "sent", referring.accepted(people, patient=intake.patient))
    factories.appointment(people.front_desk, patient=intake.patient)
    return intake


def exported(tmp_path: Path, number: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    path = tmp_path / "all.zip"
    run("export_person", number, "--output", str(path), *BY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("person.json")), files


def test_everything_about_a_person_is_in_one_file(signed: Intake, people: People, tmp_path: Path) -> None:
    other = factories.submitted(people.front_desk, "V11", family_name="Lovelace")
    told, files = exported(tmp_path, signed.patient.record_number.lower())
    tables = told["tables"]
    assert {
        "patient",
        "intake",
        "answerversion",
        "assessment",
        "signature",
        "document",
        "referral",
        "appointment",
    } <= set(tables)
    assert [row["id"] for row in tables["patient"]] == [str(signed.patient_id)]
    document = Document.objects.get(intake=signed)
    assert files[f"document-{document.pk}.pdf"] == bytes(document.pdf)
    version = next(row for row in tables["answerversion"] if row["intake_id"] == str(signed.pk))
    assert version["answers"][CONFIDENTIAL] is True
    assert version["confidential"] == [CONFIDENTIAL]
    assessment = next(row for row in tables["assessment"] if row["version_id"] == version["id"])
    assert assessment["result"]["lines"]
    assert assessment["reasons"]["rules"]
    assert not {"texts_id", "result_packed", "reasons_packed"} & set(assessment)
    done = {(event["action"], event["record_type"]) for event in told["who_did_and_saw_what"]}
    assert {("register", "patient"), ("sign", "intake")} <= done
    assert "clinician" in told["staff"].values()
    whole = json.dumps(told)
    assert "Lovelace" not in whole
    assert str(other.pk) not in whole
    assert AuditEvent.objects.filter(action="export", actor=people.administrator).count() == 1


def test_no_table_about_people_is_left_out(signed: Intake, people: People) -> None:
    """Whatever refers to a person, or to what does, is found; a table that is not, is about nobody."""
    about_nobody = {
        "Logo",
        "ReleaseTexts",
        "ClinicProfile",
        "AuditEvent",
        "RuleSetApproval",
        "Preferences",
        "Service",
        "StaffMember",
    }
    found = {kind.__name__ for kind in rows_of(Patient, [signed.patient_id])}
    tables = {model.__name__ for model in apps.get_app_config("intake").get_models()}
    reachable = {
        model.__name__ for model in apps.get_app_config("intake").get_models() if _leads_to_patient(model, set())
    }
    about_staff = {"Proposal", "FactorReset", "Authenticator", "RecoveryCode", "Identity", "StaffSession"}
    of_the_program = {"Heartbeat", "TokenBucket"}
    assert tables - reachable == about_nobody | about_staff | of_the_program
    assert found <= reachable


def _leads_to_patient(model: Any, seen: set[Any]) -> bool:
    seen.add(model)
    to = {column.related_model for column in model._meta.concrete_fields if column.related_model} - seen
    return model is Patient or any(_leads_to_patient(other, seen) for other in to)


def test_a_record_that_was_merged_is_exported_with_the_one_in_use(people: People, tmp_path: Path) -> None:
    kept, merged = factories.patient(people.front_desk), factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="Registered twice")
    told, _ = exported(tmp_path, merged.record_number)
    assert {row["id"] for row in told["tables"]["patient"]} == {str(kept.pk), str(merged.pk)}


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
@pytest.mark.parametrize(
    ("number", "by", "told"),
    [
        ("no-such-number", "administrator", "Nobody has this record number"),
        ("a\0b", "administrator", "Nobody has this record number"),
        ("R1", "clinician", "no administrator who is active"),
        ("R1", "\udcff", "no administrator who is active"),
    ],
)
def test_what_is_refused(command: str, number: str, by: str, told: str, people: People, tmp_path: Path) -> None:
    factories.patient(people.front_desk, record_number="R1")
    more = ("--output", str(tmp_path / "a.zip")) if command == "export_person" else ()
    with pytest.raises(CommandError, match=told):
        run(command, number, "--by", by, *more)
    assert not list(tmp_path.iterdir())


def test_where_the_file_cannot_be_written_nothing_is_noted(people: People, tmp_path: Path) -> None:
    factories.patient(people.front_desk, record_number="R1")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_person", "R1", "--output", str(tmp_path / "no" / "a.zip"), *BY)
    assert not AuditEvent.objects.filter(action="export").exists()


def test_nobody_waits_while_the_file_is_made(
    transactional_db: None, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of the audit events is taken for the event alone."""
    factories.patient(people.front_desk, record_number="R1")
    waiting = []
    for place, name in ((export_person, "person_file"), (whole_file.os, "fsync")):
        real = getattr(place, name)
        monkeypatch.setattr(
            place, name, lambda given, real=real: waiting.append(connection.in_atomic_block) or real(given)
        )
    run("export_person", "R1", "--output", str(tmp_path / "a.zip"), *BY)
    assert waiting == [False, False]
    assert AuditEvent.objects.filter(action="export").count() == 1


def test_where_it_cannot_be_noted_nothing_is_written(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.patient(people.front_desk, record_number="R1")
    (tmp_path / "a.zip").write_text("another")

    def refuse(**given: Any) -> None:
        raise DatabaseError  # as where the disk is full

    monkeypatch.setattr(export_person, "note_export", refuse)
    with pytest.raises(CommandError, match="cannot be used"):
        run("export_person", "R1", "--output", str(tmp_path / "a.zip"), *BY)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.zip", "another")]


# Erasure


def test_who_was_only_registered_goes_altogether(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = factories.patient(people.front_desk, phone="0113 496 0999")
    factories.draft(people.front_desk, {"pain.nrs_now": 4}, patient=patient)
    factories.appointment(people.front_desk, patient=patient)
    factories.appointment(people.front_desk, record_number=patient.record_number, family_name="Nowak", time="10:00")
    said = erase(monkeypatch, patient.record_number)
    assert "Was kept: nothing" in said
    for model in (Patient, Intake, Appointment, SearchTerm):
        assert not model._base_manager.exists(), model
    last = AuditEvent.objects.latest("pk")
    assert (last.action, last.record_id, last.actor) == ("erase", str(patient.pk), people.administrator)


def test_what_was_signed_stays_to_the_last_byte(
    signed: Intake, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    Patient.objects.filter(pk=signed.patient_id).update(phone="0113 496 0999", gp_name="Dr Lee", may_phone=True)
    before = everything()
    said = erase(monkeypatch, signed.patient.record_number)
    assert "What was submitted or signed is kept" in said
    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"Patient", "Appointment", "SearchTerm", "AuditEvent"}
    patient = Patient.objects.get()
    assert (patient.family_name, patient.phone, patient.gp_name, patient.may_phone) == ("Nowak", "", "", None)
    assert list(SearchTerm.objects.values_list("term", flat=True)) == [f"#{patient.record_number.lower()}"]
    assert not Appointment.objects.exists()


def test_a_draft_that_raised_an_alert_leaves_the_alert_and_no_name(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1, "pain.nrs_now": 4})
    assert Alert.objects.count() == 2
    said = erase(monkeypatch, draft.patient.record_number)
    assert "2 alert" in said
    draft = Intake.objects.get()
    assert (draft.state, draft.answers, draft.changed) == ("discarded", {}, {})
    assert Correction.objects.get().reason == "Erased at the person's request"
    patient = Patient.objects.get()
    assert (patient.family_name, patient.given_name, patient.date_of_birth, patient.sex_at_birth) == (
        "Erased",
        "",
        None,
        "",
    )
    assert Alert.objects.count() == 2


def test_a_discarded_draft_is_emptied_too(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = factories.draft(people.front_desk, {"pain.nrs_now": 4})
    discard_draft(actor=people.front_desk, intake=draft, revision=draft.revision, reason="Started twice")
    second = factories.draft(people.front_desk, {"phq.q9": 1}, patient=draft.patient)
    erase(monkeypatch, draft.patient.record_number)
    assert {(kept.pk, kept.state) for kept in Intake.objects.all()} == {
        (draft.pk, "discarded"),
        (second.pk, "discarded"),
    }
    assert not [kept for kept in Intake.objects.all() if kept.answers]


def test_records_of_one_person_are_erased_together(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, merged = factories.patient(people.front_desk), factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="Registered twice")
    erase(monkeypatch, kept.record_number)
    assert set(Patient.objects.values_list("family_name", flat=True)) == {"Erased"}


def test_nobody_else_is_touched(signed: Intake, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    other = factories.draft(people.front_desk, {"pain.nrs_now": 4}, phone="0113 496 0998").patient
    factories.appointment(people.front_desk, patient=other, time="11:00")

    def of_other() -> Any:
        return {
            kind: [row.__dict__ | {"_state": 0} for row in rows] for kind, rows in rows_of(Patient, [other.pk]).items()
        }

    before = of_other()
    erase(monkeypatch, signed.patient.record_number)
    assert of_other() == before


def test_first_it_says_what_and_asks(signed: Intake, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    assert "Would be deleted: 1 appointment" in run("erase_person", signed.patient.record_number, *BY, "--dry-run")
    assert "Nothing was changed" in erase(monkeypatch, signed.patient.record_number, typed="R0")

    def nobody_there(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody_there)
    assert "Nothing was changed" in run("erase_person", signed.patient.record_number, *BY)
    assert everything() == before


def test_a_number_with_a_sign_that_nobody_sees_is_nobodys(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the sign it would be somebody else's."""
    factories.patient(people.front_desk, record_number="AB17")
    before = everything()
    with pytest.raises(CommandError, match="Nobody has this record number"):
        erase(monkeypatch, "AB\u00a017")
    assert everything() == before
