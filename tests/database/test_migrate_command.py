"""A clinic's own database, and manage.py as a person starts it: it fails, is killed, goes back, starts over."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from intake.database import triggers
from intake.models import guards
from tests import factories
from tests.factories import People
from tests.interrupts import hear_interrupts

ROOT = Path(__file__).resolve().parents[2]
REFUSED = "refused, the record"
ALL_GUARDS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'",
}[connection.vendor]
RENAME = "UPDATE intake_signature SET name = 'Somebody Else'"


NEWEST = max(path.stem for path in (ROOT / "intake" / "migrations").glob("0*.py"))
"""The newest migration that is no trial's."""


class Clinic:
    """A database with a signed intake, and migrations to which a trial adds its own."""

    def __init__(self, url: str, connect: Callable[[], Any], folder: Path) -> None:
        self.connect, self.folder = connect, folder
        (folder / "trial_settings.py").write_text(
            'from clinic_site.settings import *\nMIGRATION_MODULES = {"intake": "trial_migrations"}\n'
        )
        shutil.copytree(ROOT / "intake" / "migrations", folder / "trial_migrations")
        self.environment = os.environ | {
            "CLINIC_MODE": "test",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "trial_settings",
            "PYTHONPATH": str(folder),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=pipe,
            stderr=pipe,
            preexec_fn=hear_interrupts,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit status, and all that was printed."""
        started = self.start(*arguments)
        printed = started.communicate(timeout=120)
        return started.returncode, "".join(printed)

    def manage(self, *arguments: str) -> tuple[int, str]:
        return self.run("manage.py", *arguments)

    def sql(self, statement: str) -> list[Any]:
        """As somebody who has the database, with no application in between."""
        with closing(self.connect()) as raw, raw:
            cursor = raw.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def refuses(self, statement: str) -> bool:
        try:
            self.sql(statement)
        except (sqlite3.IntegrityError, psycopg.IntegrityError) as error:
            return REFUSED in str(error)
        return False

    def add_migration(self, operations: str, *, atomic: bool = True) -> None:
        """``act`` and ``wait`` are steps: the first runs SQL, the second says that it is there and never comes back."""
        last = max(path.stem for path in (self.folder / "trial_migrations").glob("0*.py") if path.stem != "0999_trial")
        text = f"""
            import pathlib, time
            from django.db import connection, migrations, models
            from intake.database.operations import WithoutGuards

            def act(sql):
                return migrations.RunPython(lambda apps, editor: connection.cursor().execute(sql))

            def hang(apps, editor):
                pathlib.Path({str(self.folder / "there")!r}).touch()
                time.sleep(100)

            def fail(apps, editor):
                raise RuntimeError("the migration fails")

            wait, fails = migrations.RunPython(hang), migrations.RunPython(fail)

            class Migration(migrations.Migration):
                atomic = {atomic}
                dependencies = [("intake", {last!r})]
                operations = [{operations}]
        """
        (self.folder / "trial_migrations" / "0999_trial.py").write_text(textwrap.dedent(text))

    def end_while_it_migrates(self, how: signal.Signals) -> int:
        started = self.start("manage.py", "migrate")
        deadline = time.monotonic() + 60
        while not (self.folder / "there").exists():
            assert started.poll() is None, started.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        started.send_signal(how)
        started.communicate(timeout=60)
        return started.returncode

    def end_as_it_applies(self, migration: str) -> bool:
        """Killed as soon as it says that it applies this one. False where it was quicker."""
        started = self.start("manage.py", "migrate")
        assert started.stdout
        printed = ""
        while migration not in printed and (letter := started.stdout.read(1)):
            printed += letter
        started.send_signal(signal.SIGKILL)
        started.communicate(timeout=60)
        return started.returncode == -signal.SIGKILL

    def is_guarded(self) -> None:
        assert self.refuses(RENAME)
        assert self.refuses("DELETE FROM intake_auditevent")
        assert self.sql(ALL_GUARDS) == [(len(guards.every_guard(connection.vendor)),)]


@pytest.fixture
def clinic(transactional_db: None, people: People, tmp_path: Path) -> Iterator[Clinic]:
    factories.signed(people)
    with copied(tmp_path) as clinic:
        yield clinic


@pytest.fixture
def clinic_without_signatures(transactional_db: None, people: People, tmp_path: Path) -> Iterator[Clinic]:
    factories.submitted(people.front_desk, "V11")
    with copied(tmp_path) as clinic:
        yield clinic


@contextmanager
def copied(tmp_path: Path) -> Iterator[Clinic]:
    """The test's database as it is now, in a copy."""
    settings = connection.settings_dict
    connection.close()
    if connection.vendor == "sqlite":
        file = tmp_path / "clinic.sqlite3"
        shutil.copy(settings["NAME"], file)
        yield Clinic(f"sqlite:///{file}", lambda: sqlite3.connect(file), tmp_path)
        return
    login = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    login = {key: value for key, value in (login | {"password": settings["PASSWORD"]}).items() if value}
    name = f"trial_{uuid.uuid4().hex}"
    with closing(psycopg.connect(**login, dbname="postgres", autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {settings['NAME']}")
        try:
            at = f"{login['user']}:{login.get('password', '')}@{login['host']}:{login.get('port', 5432)}"
            yield Clinic(f"postgres://{at}/{name}", lambda: psycopg.connect(**login, dbname=name), tmp_path)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


WSGI = "import clinic_site.wsgi"
ASGI = "import asyncio\nasync def main():\n    import clinic_site.asgi\nasyncio.run(main())"
REMAKE = 'migrations.AddField("signature", "trial", models.TextField(default="x"))'
NAMED = f'WithoutGuards("signature", ["UPDATE"], [act("{RENAME}"), {{}}])'


@pytest.mark.parametrize(
    ("operations", "atomic"),
    [
        (f"{REMAKE}, fails", True),
        (NAMED.format("fails"), False),
        (f'act("{RENAME}")', True),
    ],
)
def test_a_migration_that_fails_leaves_every_guard_up(operations: str, atomic: bool, clinic: Clinic) -> None:
    clinic.add_migration(operations, atomic=atomic)
    status, printed = clinic.manage("migrate")
    assert status == 1
    assert "the migration fails" in printed or REFUSED in printed
    clinic.is_guarded()
    assert clinic.sql("SELECT name FROM intake_signature WHERE name = 'Somebody Else'") == []


@pytest.mark.parametrize(("how", "atomic"), [(signal.SIGKILL, True), (signal.SIGKILL, False), (signal.SIGINT, True)])
def test_a_migration_that_is_killed_leaves_every_guard_up(how: signal.Signals, atomic: bool, clinic: Clinic) -> None:
    clinic.add_migration(NAMED.format("wait"), atomic=atomic)
    assert clinic.end_while_it_migrates(how) != 0
    clinic.is_guarded()
    assert clinic.sql("SELECT name FROM intake_signature WHERE name = 'Somebody Else'") == []


@pytest.mark.exhaustive
def test_killed_between_two_steps_and_started_over(clinic: Clinic) -> None:
    clinic.add_migration(f"{REMAKE}, wait")
    assert clinic.end_while_it_migrates(signal.SIGKILL) != 0
    clinic.is_guarded()
    clinic.add_migration(REMAKE)
    assert clinic.manage("migrate", "--verbosity", "0") == (0, "")
    assert clinic.refuses("UPDATE intake_signature SET trial = 'y'")
    assert clinic.manage("migrate", "--verbosity", "0", "intake", NEWEST) == (0, "")
    clinic.is_guarded()
    assert clinic.manage("migrate", "--fake")[0] == 0
    assert clinic.refuses(RENAME)


@pytest.mark.exhaustive
def test_killed_in_each_migration_of_this_release_and_started_over(clinic_without_signatures: Clinic) -> None:
    clinic = clinic_without_signatures
    stored = "SELECT id, answers FROM intake_answerversion", "SELECT id, result FROM intake_assessment"
    before = [clinic.sql(statement) for statement in stored]
    assert clinic.manage("migrate", "--verbosity", "0", "intake", "0020") == (0, "")
    killed = 0
    for name in sorted(path.stem for path in (ROOT / "intake" / "migrations").glob("0*.py")):
        if name > "0021":
            killed += clinic.end_as_it_applies(name)
            assert [clinic.sql(statement) for statement in stored] == before
            for table in ("answerversion", "assessment", "submissiontoken", "auditevent"):
                assert clinic.refuses(f"DELETE FROM intake_{table}")  # noqa: S608
    assert killed
    assert clinic.manage("migrate", "--verbosity", "0") == (0, "")
    assert clinic.sql(ALL_GUARDS) == [(len(guards.every_guard(connection.vendor)),)]
    assert clinic.manage("check")[0] == 0


@pytest.mark.exhaustive
def test_what_is_signed_does_not_go_back_to_before_there_were_signatures(clinic: Clinic) -> None:
    status, printed = clinic.manage("migrate", "intake", "0003")
    assert status == 1
    assert "intake_state_known" in printed
    assert clinic.refuses(RENAME)
    assert clinic.manage("migrate", "--verbosity", "0") == (0, "")
    clinic.is_guarded()


@pytest.mark.exhaustive
def test_back_and_forth_again(clinic_without_signatures: Clinic) -> None:
    """What is there on the way is guarded on the way; the columns that 0006 fills belong to rows written once."""
    clinic = clinic_without_signatures
    scores = "SELECT score, least, greatest, missing FROM intake_assessedscore ORDER BY assessment_id, score"
    before = clinic.sql(scores), clinic.sql("SELECT assessed_on FROM intake_assessment")
    assert clinic.manage("migrate", "--verbosity", "0", "intake", "0003") == (0, "")
    status, printed = clinic.manage("check")
    assert status == 1
    assert triggers.REMEDY in printed
    for table in ("answerversion", "assessment", "submissiontoken", "auditevent"):
        assert clinic.refuses(f"DELETE FROM intake_{table}")  # noqa: S608
    assert clinic.manage("migrate", "--verbosity", "0") == (0, "")
    assert (clinic.sql(scores), clinic.sql("SELECT assessed_on FROM intake_assessment")) == before
    assert clinic.refuses("UPDATE intake_assessment SET tier = 0")
    assert clinic.manage("check")[0] == 0


def test_a_missing_guard_stops_what_would_serve_and_migrate_mends_it(clinic: Clinic) -> None:
    on = " ON intake_signature" if connection.vendor == "postgresql" else ""
    clinic.sql(f"DROP TRIGGER guard_intake_signature_update_kept{on}")
    line = (
        "Guards that keep signed records from being changed are missing or altered: guard_intake_signature_update_kept."
    )
    for serving in (WSGI, ASGI):
        status, printed = clinic.run("-c", serving)
        assert (status, printed.splitlines()) == (3, [f"Not started: {line} {triggers.REMEDY}"])
    for command in (
        ["check"],
        ["check", "--database", "default"],
        ["runserver", "--noreload", "0"],
        ["migrate", "--check"],
    ):
        status, printed = clinic.manage(*command)
        assert status == 1
        assert line in printed
        assert "Traceback" not in printed
    assert clinic.manage("migrate", "--verbosity", "0") == (0, "")
    clinic.is_guarded()
    assert clinic.run("-c", WSGI) == (0, "")


@pytest.mark.exhaustive
def test_a_second_database_has_guards_of_its_own(clinic: Clinic) -> None:
    other = clinic.folder / "other.sqlite3"
    with (clinic.folder / "trial_settings.py").open("a") as settings:
        settings.write(f"from clinic_site import databases\nDATABASES['other'] = databases.sqlite({str(other)!r})\n")
    assert clinic.manage("migrate", "--verbosity", "0", "--database", "other") == (0, "")
    with closing(sqlite3.connect(other)) as raw, raw:
        raw.execute("DROP TRIGGER guard_intake_alert_delete_kept")
    assert clinic.manage("check")[0] == 0
    assert clinic.manage("check", "--database", "other")[0] == 1
    assert clinic.manage("migrate", "--verbosity", "0", "--database", "other") == (0, "")
    assert clinic.manage("check", "--database", "other")[0] == 0
    clinic.is_guarded()
