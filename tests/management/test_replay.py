"""``manage.py replay``: what would change is told, and nothing is written."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import tracemalloc
import uuid
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from intake.actions.intakes import complete_intake, submit_intake
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import always
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.red_flag import RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working import flags, steps
from intake.fingerprint import fingerprint_of, rule_set_fingerprint
from intake.management.replaying import processes, stored
from intake.models import Assessment, ClinicProfile, Intake, birth
from tests import factories
from tests.factories import People
from tests.interrupts import hear_interrupts
from tests.lanes import sweep
from tests.management.stored_intakes import many
from tests.migrated import Migrated
from tests.stored.releases import RELEASES

ROOT = Path(__file__).resolve().parents[2]
RULES = f"{rule_set.VERSION}, fingerprint {rule_set_fingerprint()[:12]}"
SEVERAL = ["V01", "V02", "V05", "V10", "V12", "V13", "V14", "V15", "V31", "EMPTY", "PROXY", "AGE-8", "AGE-MISSING"]


def replayed(*arguments: str) -> str:
    stdout = io.StringIO()
    call_command("replay", *arguments, stdout=stdout)
    return stdout.getvalue()


def settings_text(**changed: int | str) -> str:
    return ", ".join(f"{name}={value}" for name, value in SiteSettings(**changed).as_document().items())  # type: ignore[arg-type]


def lines(*arguments: str) -> list[Any]:
    return [json.loads(line) for line in replayed("--lines", *arguments).splitlines()]


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as ended:
        replayed(*arguments)
    assert ended.value.returncode == 2
    return str(ended.value)


@pytest.fixture
def several(people: People) -> list[Intake]:
    return [factories.submitted(people.front_desk, case) for case in SEVERAL]


def ids(intakes: list[Intake], *cases: str) -> set[str]:
    return {str(intakes[SEVERAL.index(case)].pk) for case in cases}


def raising(case: str) -> list[str]:
    """The red flags that are present in a worked case."""
    return [flag["id"] for flag in factories.expected(case)["flags"] if flag["status"] == "present"]


def without_flag(monkeypatch: pytest.MonkeyPatch, id_: str, *instead: RedFlag) -> None:
    changed = [flag for kept in RED_FLAGS for flag in ([kept] if kept.id != id_ else instead)]
    monkeypatch.setattr(flags, "RED_FLAGS", tuple(changed))


def flag(id_: str) -> RedFlag:
    return next(flag for flag in RED_FLAGS if flag.id == id_)


# The program's own rules


def test_the_same_rules_change_nothing(several: list[Intake]) -> None:
    said = replayed()
    number = len(SEVERAL)
    assert f"Compared {number}: unchanged {number}, changed 0, not readable 0." in said
    assert f"Stored with: {RULES}, {settings_text()} ({number})" in said
    assert f"Replayed with: {RULES}, {settings_text()} ({number})" in said
    assert lines() == []


def test_nothing_stored(db: None) -> None:
    assert "Compared 0: unchanged 0" in replayed()
    assert lines() == []


def test_a_flag_that_is_gone(several: list[Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    without_flag(monkeypatch, "RF03")
    told = {line["intake"]: line["changes"] for line in lines()}
    lost = {line: change["flags_lost"] for line, change in told.items() if "flags_lost" in change}
    before = {
        str(intake.pk): flag
        for intake in several
        for flag in factories.expected(SEVERAL[several.index(intake)])["flags"]
        if flag["id"] == "RF03"
    }
    assert before
    assert lost == {pk: [{"id": "RF03", "status": flag["status"], "tier": flag["tier"]}] for pk, flag in before.items()}
    assert "Flags lost" in replayed()


def test_a_flag_that_is_new_moves_the_tier(several: list[Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    new = RedFlag("RF99", "Everybody", 1, always(), "Consider it.", ("TOOL",))
    monkeypatch.setattr(flags, "RED_FLAGS", (*RED_FLAGS, new))
    told = lines()
    assert len(told) == len(SEVERAL)
    for line in told:
        assert {"id": "RF99", "status": "present", "tier": 1} in line["changes"]["flags_gained"]
        before = Intake.objects.get(pk=line["intake"]).current.tier
        assert line["changes"].get("tier") == (None if before == 1 else {"from": before, "to": 1})
    said = replayed("--limit", "2")
    row = next(text for text in said.splitlines() if "RF99 present, tier 1" in text)
    assert row.split()[0] == str(len(SEVERAL))
    assert len(re.findall(r"[0-9a-f]{8}-", row)) == 2
    none = next(text for text in said.splitlines() if text.split()[:1] == ["none"] and "." in text)
    assert none.split()[2] == str(Assessment.objects.filter(tier=0).count())


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("flag_tiers", lambda was: dataclasses.replace(was, tier=3)),
        ("flags_moved", lambda was: dataclasses.replace(was, when=was.when & NEVER_KNOWN)),
        ("flag_reasons", lambda was: dataclasses.replace(was, when=was.when | ALSO_BECAUSE)),
    ],
    ids=["another tier", "cannot be excluded any more", "other reasons"],
)
def test_a_flag_that_stays_in_another_way(
    kind: str, changed: Any, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.submitted(people.front_desk, "V05")
    present = raising("V05")[0]
    was = flag(present)
    without_flag(monkeypatch, present, changed(was))
    (line,) = lines()
    found = {
        "flag_tiers": [{"id": present, "from": was.tier, "to": 3}],
        "flags_moved": [{"id": present, "from": "present", "to": "cannot_exclude"}],
        "flag_reasons": [present],
    }
    assert line["changes"][kind] == found[kind]
    assert "flags" not in line["changes"].get("other", [])
    assert present in replayed()


class Unknown(Condition):
    def truth(self, case: Any) -> None:
        return None

    def say(self, *, negated: bool = False) -> str:
        return "it is not known"


class AlsoBecause(Condition):
    """True for everybody who said whether there is pain."""

    def truth(self, case: Any) -> bool:
        return True

    def evidence(self, case: Any, *, wanted: bool = True) -> Any:
        return iter([pain.present])

    def say(self, *, negated: bool = False) -> str:
        return "it was asked"


NEVER_KNOWN, ALSO_BECAUSE = Unknown(), AlsoBecause()


def test_another_setting(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a step that hangs on the setting alone: the rule book's own is raised for every PHQ-9 that was begun."""
    m01 = next(step for step in rule_set.STEPS if step.id == "M01")
    alone = dataclasses.replace(m01, when=m01.when.parts[0].parts[0])
    told = tuple(each._replace(step=alone) if each.step is m01 else each for each in steps._STEPS)
    monkeypatch.setattr(steps, "_STEPS", told)
    for second in (0, 1, 2):
        factories.submitted(people.front_desk, {"pt.age_years": 50, "phq.q1": 1, "phq.q2": second})
    assert lines() == []
    (line,) = lines("--set", "phq2_step_up=3")
    assert line["changes"]["steps_lost"] == ["M01"]
    assert Intake.objects.get(pk=line["intake"]).answers["phq.q2"] == 1
    assert f"Replayed with: {RULES}, {settings_text(phq2_step_up=3)} (3)" in replayed("--set", "phq2_step_up=3")


def test_another_cut_off_for_alcohol(people: People) -> None:
    drinks = {"auditc.q1": 2, "auditc.q2": 1, "auditc.q3": 0}
    medicines = {"rx.current": ["opioid", "gabapentinoid"], "rx.list_complete": True}
    factories.submitted(people.front_desk, {"pt.age_years": 50, "pt.sex": "female"} | drinks | medicines)
    assert lines() == []
    (line,) = lines("--set", "audit_cut=5")
    assert {"id": "RF25b", "status": "present", "tier": 3} in line["changes"]["flags_lost"]
    assert settings_text(audit_cut="5") in replayed("--set", "audit_cut=5")


def test_a_hint_that_holds_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.submitted(people.front_desk, "EMPTY")
    was = flag("RF30")
    without_flag(monkeypatch, "RF30", dataclasses.replace(was, hint=ALSO_BECAUSE))
    (line,) = lines()
    assert line["changes"]["hints_gained"] == ["RF30"]
    assert line["changes"]["tier_open"]["to"] == 1
    assert "other" not in line["changes"]
    assert "Open flags that something points to now" in replayed()


def test_a_hint_that_holds_no_more_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.submitted(people.front_desk, "RF05c-hint")
    assert factories.found(Intake.objects.get()).pointed_to
    pointed_to = [flag.id for flag in factories.found(Intake.objects.get()).pointed_to]
    monkeypatch.setattr(flags, "RED_FLAGS", tuple(dataclasses.replace(flag, hint=None) for flag in RED_FLAGS))
    (line,) = lines()
    assert line["changes"]["hints_lost"] == pointed_to
    assert line["changes"]["tier_open"]["to"] == 0
    assert "Tier of what was not asked or answered" in replayed()


def test_a_step_in_another_group_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.submitted(people.front_desk, "V01")
    e01 = next(step for step in rule_set.STEPS if step.id == "E01")
    alone = dataclasses.replace(e01, group="")
    told = tuple(each._replace(step=alone) if each.step is e01 else each for each in steps._STEPS)
    monkeypatch.setattr(steps, "_STEPS", told)
    (line,) = lines()
    assert line["changes"]["step_groups"] == [{"id": "E01", "from": "always", "to": None}]
    assert "E01: always → by itself" in replayed()


@pytest.mark.parametrize("case", ["V05", "V12", "PROXY", "AGE-8", "EMPTY"])
def test_what_0_9_2_stored_is_replayed(
    case: str, people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its rules told no hints and no groups."""
    (release,) = (release for release in RELEASES if release.name == "release_0_9_2")
    old = next(each for each in release.results(tmp_path) if each.version == f"CASE-{case}, version 1")
    factories.submitted(people.front_desk, case)
    monkeypatch.setattr(stored.Row, "result", old.result)
    (line,) = lines()
    found = factories.found(Intake.objects.get())
    assert set(line["changes"].get("hints_gained", [])) >= {
        flag.id for flag in found.pointed_to if flag.id in {old_flag["id"] for old_flag in old.result["flags"]}
    }
    assert line["changes"]["step_groups"]
    assert "Steps printed in another group" in replayed()


def test_what_was_stored_is_replayed_with_the_settings_of_its_day(people: People) -> None:
    factories.submitted(people.front_desk, "V01")
    ClinicProfile(phq2_step_up=3).save()
    factories.submitted(people.front_desk, "V01")
    said = replayed()
    for settings in (settings_text(), settings_text(phq2_step_up=3)):
        assert f"Stored with: {RULES}, {settings} (1)" in said
        assert f"Replayed with: {RULES}, {settings} (1)" in said


def test_it_says_which_were_stored_with_the_rules_replayed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.submitted(people.front_desk, "V01")
    with factories.other_rules():
        factories.submitted(people.front_desk, "V01")
    with monkeypatch.context() as before:
        before.setattr("intake.actions.assessing.rule_set_fingerprint", str)
        factories.submitted(people.front_desk, "V01")
    said = replayed()
    assert "Stored with the rules replayed, by their fingerprint: 1 of 3." in said
    for fingerprint in (rule_set_fingerprint()[:12], factories.OTHER_RULES[:12], "not known"):
        assert f"Stored with: {rule_set.VERSION}, fingerprint {fingerprint}, {settings_text()} (1)" in said
    assert f"Replayed with: {RULES}, {settings_text()} (3)" in said


def test_the_newest_version_alone_unless_all_are_asked_for(
    several: list[Intake], people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = several[0]
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"ex.hr": 70},
        token=factories.uuid.uuid4(),
    )
    monkeypatch.setattr(flags, "RED_FLAGS", (*RED_FLAGS, RedFlag("RF99", "A", 4, always(), "B", ("TOOL",))))
    versions = [line["version"] for line in lines() if line["intake"] == str(intake.pk)]
    assert versions == [2]
    versions = [line["version"] for line in lines("--all-versions") if line["intake"] == str(intake.pk)]
    assert versions == [1, 2]
    assert len(lines("--all-versions")) == len(SEVERAL) + 1


def test_answers_that_no_question_has_a_place_for_any_more_are_told_without_the_answer(people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V02"))
    draft.answers |= {"pain.was": "a secret", "fn.falls_12mo": 4321}
    draft.save()
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    (told,) = lines()
    assert told["changes"] == {"unplaced": ["fn.falls_12mo", "pain.was"]}
    assert "not readable 0." in replayed()
    assert "Answers that no question of today has a place for" in replayed()
    assert "a secret" not in replayed()
    assert "4321" not in replayed()


def test_answers_that_are_none_are_told(several: list[Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored.Row, "answers", ["pain.present"])
    told = lines()
    assert {frozenset(line) for line in told} == {frozenset({"intake", "version", "refused"})}
    assert {line["refused"]["question"] for line in told} == {None}
    assert f"not readable {len(several)}." in replayed()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--set", "phq3=2"],
            "--set: there is no setting 'phq3'; phq2_step_up, audit_drink_g, audit_cut is allowed.",
        ),
        (["--set", "phq2_step_up"], "--set: phq2_step_up: '' is refused: a whole number is allowed."),
        (["--set", "phq2_step_up=three"], "--set: phq2_step_up: 'three' is refused: a whole number is allowed."),
        (["--set", "phq2_step_up=-2"], "--set: phq2_step_up: -2 is refused: 2 or 3 is allowed."),
        (["--set", "audit_cut=7"], "--set: audit_cut: 7 is refused: 4/3 or 5 is allowed."),
        (["--set", "audit_cut=five"], "--set: audit_cut: five is refused: 4/3 or 5 is allowed."),
        (["--set", "audit_drink_g=9"], "--set: audit_drink_g: 9 is refused: 8, 10 or 14 is allowed."),
        (["--set", "phq2_step_up=4"], "--set: phq2_step_up: 4 is refused: 2 or 3 is allowed."),
        (["--set", "phq2_step_up=3", "--rules", "."], "--set counts for this program's own rules"),
        (["--limit", "-1"], "--limit: 0 or more is allowed."),
        (["--after", "-1"], "--after: 0 or more is allowed."),
        (["--jobs", "-1"], "--jobs: 0 or more is allowed."),
        (["--jobs", "62"], "--jobs: at most 61 is allowed."),
        (["--jobs", "2", "--rules", "."], "--jobs counts for this program's own rules"),
        (["--rules", "no-such-folder"], "--rules: 'no-such-folder' holds no manage.py"),
        (["--rules", "a\0b"], "--rules: 'a\\x00b' "),
    ],
)
def test_wrong_input(arguments: list[str], message: str, db: None) -> None:
    assert message in refused(*arguments)


# Nothing is written


def everything_stored() -> dict[str, Any]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


class ReadOnly:
    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert sql.strip().startswith("SELECT"), sql
        return execute(sql, params, many, context)


def test_nothing_is_written(several: list[Intake], other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything_stored()
    with connection.execute_wrapper(ReadOnly()):
        for arguments in ((), ("--lines",), ("--set", "phq2_step_up=3"), ("--all-versions",), ("--rules", str(other))):
            replayed(*arguments)
    assert everything_stored() == before


def test_names_and_answers_stay_out_of_what_is_printed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.submitted(
        people.front_desk,
        {"pt.age_years": 50, "ctx.language": "Yoruba", "phq.q9": 1},
        family_name="Nguyen",
        given_name="Phuong",
        record_number="R-0815",
    )
    monkeypatch.setattr(flags, "RED_FLAGS", RED_FLAGS[1:3])
    said = replayed() + replayed("--lines")
    assert "changed 1" in said
    for secret in ("Nguyen", "Phuong", "R-0815", "Yoruba"):
        assert secret not in said


# The rules of another release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This program, unpacked elsewhere."""
    folder = tmp_path_factory.mktemp("release")
    shutil.copy(ROOT / "manage.py", folder)
    for part in ("intake", "clinic_site"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("static", "*.pyc.*"))
    return folder


@pytest.fixture
def other(release: Path, tmp_path: Path) -> Path:
    """... where it can be changed."""
    return Path(shutil.copytree(release, tmp_path / "other"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_rules_of_an_equal_release_change_nothing(several: list[Intake], release: Path) -> None:
    said = replayed("--rules", str(release))
    assert f"unchanged {len(SEVERAL)}, changed 0, not readable 0." in said
    assert f"Replayed with: {RULES}, its own defaults ({len(SEVERAL)})" in said
    assert f"by their fingerprint: {len(SEVERAL)} of {len(SEVERAL)}." in said


def test_durations_as_said_and_an_estimated_age_are_replayed(people: People, release: Path) -> None:
    person = factories.patient(people.front_desk, age=None)
    person.estimate = birth.about_age(70, timezone.localdate())
    person.save()
    said = {"days": 21, "said": "about three weeks"}
    intake = factories.submitted(people.front_desk, {"pain.present": True, "pain.duration_days": said}, patient=person)
    assert intake.current
    stored_answers = intake.current.version.answers
    assert (stored_answers["pain.duration_days"], stored_answers["pt.age_years"]) == (said, [65, 75])
    assert "unchanged 1, changed 0, not readable 0." in replayed("--rules", str(release))


def compiled(folder: Path) -> set[Path]:
    return set(folder.rglob("*.pyc"))


def test_a_red_flag_in_another_tier(several: list[Intake], other: Path) -> None:
    edit(
        other,
        "intake/clinical/rules/red_flags.py",
        '"Possible deep vein thrombosis",\n        tier=2',
        '"Possible deep vein thrombosis",\n        tier=1',
    )
    edit(other, "intake/clinical/rules/rule_set.py", rule_set.VERSION, "LPD-CDS 0.9.3")
    before = compiled(other)
    told = lines("--rules", str(other))
    expected = {
        str(intake.pk)
        for intake in several
        if any(flag["id"] == "RF03" for flag in factories.expected(SEVERAL[several.index(intake)])["flags"])
    }
    assert expected
    assert {line["intake"] for line in told} == expected
    assert all({"id": "RF03", "from": 2, "to": 1} in line["changes"]["flag_tiers"] for line in told)
    said = replayed("--rules", str(other))
    fingerprint = fingerprint_of(other / "intake" / "clinical")[:12]
    assert f"Replayed with: LPD-CDS 0.9.3, fingerprint {fingerprint}, its own defaults" in said
    assert "by their fingerprint: 0 of" in said
    assert compiled(other) == before


def test_an_answer_that_the_other_rules_refuse_is_a_change_and_not_the_end(several: list[Intake], other: Path) -> None:
    edit(other, "intake/exchange/contract.py", "Answers.parse(document, QUESTIONS)", "_parse(document)")
    with (other / "intake/exchange/contract.py").open("a") as file:
        file.write(
            "\ndef _parse(document):\n    if 'pain.quality' in document:\n"
            "        raise AnswerError('pain.quality', document['pain.quality'], 'there is no such question')\n"
            "    return Answers.parse(document, QUESTIONS)\n"
        )
    told = lines("--rules", str(other))
    having = {str(intake.pk) for intake in several if "pain.quality" in intake.answers}
    assert 0 < len(having) < len(several)
    assert {line["intake"] for line in told} == having
    reason = {"question": "pain.quality", "reason": "there is no such question"}
    assert all(line["refused"] == reason for line in told)


STOPS = {
    "at its start": (
        "import sys; sys.exit('No module named medicine')",
        "stopped (exit status 1): No module named medicine.",
    ),
    "with the first answers": (
        """
        import sys, json
        sys.stdin.readline(); print(json.dumps(GOOD), flush=True)
        raise ValueError("an answer: " + sys.stdin.readline())
        """,
        "stopped (exit status 1): ValueError. Nothing was written.",
    ),
    "in the middle of a line": (
        """
        import sys, json
        sys.stdin.readline(); print(json.dumps(GOOD), flush=True)
        sys.stdout.write("{"); sys.stdout.flush()
        """,
        "stopped (exit status 0). Nothing was written.",
    ),
    "with nonsense": ("print('hello')", "said something that is no assessment."),
    "with another shape": ("print('{\"flags\": []}')", "said something that is no assessment."),
}


@pytest.mark.parametrize("case", STOPS)
def test_other_rules_that_stop_end_it_with_a_message(case: str, several: list[Intake], tmp_path: Path) -> None:
    program, message = STOPS[case]
    good = json.dumps(factories.expected("EMPTY") | {"rule_set": "1"})
    text = f"import json\nGOOD = json.loads({good!r})\n{textwrap.dedent(program)}"
    (tmp_path / "manage.py").write_text(text, encoding="utf-8")
    assert message in refused("--rules", str(tmp_path))


def test_long_answers_on_both_sides_do_not_make_each_wait_for_the_other(people: People, tmp_path: Path) -> None:
    """Far more than a pipe holds, and the other side writes before it has read everything."""
    many(people.front_desk, 100, ["EMPTY"])
    said = json.dumps(factories.expected("EMPTY") | {"rule_set": "1", "more": "x" * 200_000})
    program = f"import sys\nfor line in sys.stdin:\n    sys.stdout.write({said!r} + chr(10))\n    sys.stdout.flush()\n"
    (tmp_path / "manage.py").write_text(program, encoding="utf-8")
    told = lines("--rules", str(tmp_path))
    assert len(told) == 100
    assert told[0]["changes"] == {"other": ["more"]}
    assert "Replayed with: 1, fingerprint not known, its own defaults (100)" in replayed("--rules", str(tmp_path))


# Many


@pytest.mark.no_cover  # other tests run the same lines
@pytest.mark.parametrize("number", sweep((100, 1000), few=(100,)))
def test_many_intakes(number: int, people: People, capsys: pytest.CaptureFixture[str]) -> None:
    many(people.front_desk, number, SEVERAL)
    assert f"Compared {number}: unchanged {number}, changed 0" in replayed("--progress")
    shown = capsys.readouterr().err
    assert f"{number}/{number}" in shown
    assert "100%" in shown


def test_queries_do_not_grow_with_what_stands_beside(
    several: list[Intake], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(stored, "AT_ONCE", 5)
    # Which migrations are done; the last row and how many; their keys; 13 rows by five: each with their end.
    with django_assert_num_queries(2 + 2 + 2 + 4):
        replayed()


@pytest.mark.exhaustive
@pytest.mark.no_cover  # other tests run the same lines
def test_memory_does_not_grow_with_the_intakes(people: People) -> None:
    peaks = []
    for _ in range(2):
        many(people.front_desk, 40 if not peaks else 160, ["V12"])
        tracemalloc.start()
        replayed()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


class AtOnce:
    """In the place of other processes, which would see nothing of a test's transaction and start for a second."""

    def __init__(self, processes: int, context: Any, start: Any) -> None:
        self.processes, self.under_way = processes, 0

    def submit(self, run: Any, *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(run(*arguments))
        return done

    def shutdown(self, *, cancel_futures: bool) -> None:
        assert cancel_futures


def test_several_processes_tell_the_same(several: list[Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "SPAN", 2)
    monkeypatch.setattr(flags, "RED_FLAGS", RED_FLAGS[1:])
    alone = replayed(), replayed("--lines")
    monkeypatch.setattr(processes, "ProcessPoolExecutor", AtOnce)
    assert (replayed("--jobs", "2"), replayed("--jobs", "2", "--lines")) == alone
    assert alone[1]


def test_few_intakes_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: range(4), raising=False)
    asked = (0, 1999, 2000, 7999, 8000, 1_000_000)
    assert [processes.usual_number(number) for number in asked] == [1, 1, 1, 3, 4, 4]


@pytest.mark.exhaustive
@pytest.mark.any_database
def test_processes_of_their_own_tell_the_same(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CLINIC_MODE": "demo", "DATA_DIR": str(tmp_path)}

    def run(*arguments: str) -> bytes:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout

    run("demo", "--no-serve")
    alone, by_two = (run("replay", "--set", "phq2_step_up=3", "--jobs", jobs) for jobs in ("1", "2"))
    assert b"Compared" in alone
    assert by_two == alone


def test_one_that_was_stopped_goes_on_from_there(several: list[Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "SPAN", 5)
    parts = iter([processes.compared_part])

    def interrupted(*arguments: Any) -> Any:
        for part in parts:
            return part(*arguments)
        raise KeyboardInterrupt

    stdout = io.StringIO()
    with monkeypatch.context() as first:
        first.setattr(processes, "compared_part", interrupted)
        with pytest.raises(CommandError) as stopped:
            call_command("replay", stdout=stdout)
    last = Assessment.objects.order_by("pk")[4].pk
    number = len(SEVERAL)
    assert str(stopped.value) == f"Stopped after 5 of {number}: --after {last} goes on from there. Nothing was written."
    assert stopped.value.returncode == 130
    assert "Compared 5: unchanged 5" in stdout.getvalue()
    assert f"Compared {number - 5}: unchanged {number - 5}" in replayed("--after", str(last))


def test_no_bar_where_nobody_looks(several: list[Intake], capsys: pytest.CaptureFixture[str]) -> None:
    replayed()
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="signals as on a POSIX terminal")
def test_ctrl_c_ends_it_cleanly(tmp_path: Path, django_db_setup: None, migrated: Migrated) -> None:
    """As a person runs it: other rules that never answer, and then enough of it."""
    rules = tmp_path / "rules"
    rules.mkdir()
    started = tmp_path / "started"
    (rules / "manage.py").write_text(f"open({str(started)!r}, 'w').close()\nimport time; time.sleep(600)\n")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CLINIC_MODE": "demo", "DATA_DIR": str(tmp_path)}
    manage = [sys.executable, "manage.py"]
    migrated.copy_to(tmp_path / "demo.sqlite3")
    subprocess.run([*manage, "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [*manage, "replay", "--rules", str(rules)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as running:
        try:
            while not started.exists():
                assert running.poll() is None
                time.sleep(0.05)
            # A terminal interrupts every process that runs in it. Told to one alone, just before it waits for the
            # other, the signal is not noticed until the other ends.
            os.killpg(running.pid, signal.SIGINT)
            out, err = running.communicate(timeout=120)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    assert (running.returncode, out) == (130, b"")
    assert err == b"CommandError: Stopped. Nothing was written.\n"
