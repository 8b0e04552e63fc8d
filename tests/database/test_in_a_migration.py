"""Guards while a migration runs. Each trial ends by a failure, which also takes back what it did to the tables."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.serializer import serializer_factory
from django.db.models import Model

from intake.database import triggers
from intake.database.operations import WithoutGuards
from intake.models import Addendum, Assessment, AuditEvent, Document, Intake, Signature, guards
from tests import factories
from tests.factories import People
from tests.lanes import sweep

pytestmark = pytest.mark.usefixtures("transactional_db")

EVENTS = ["INSERT", "UPDATE", "DELETE"]
REFUSED = "refused, the record"


class Stop(Exception):
    """The failure at the end of each trial."""


def run(act: Callable[[], object]) -> migrations.RunPython:
    return migrations.RunPython(lambda apps, schema_editor: act(), migrations.RunPython.noop)


def fail() -> None:
    raise Stop


def migrate(*operations: Operation, atomic: bool = True) -> None:
    """As ``manage.py migrate`` would, with one more migration."""
    kind = type("Migration", (migrations.Migration,), {"operations": operations, "atomic": atomic})
    executor = MigrationExecutor(connection)
    executor.apply_migration(executor.loader.project_state(), kind("9999_trial", "intake"))


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        execute(sql)


def all_are_up() -> None:
    assert triggers.missing(connection) == []


CHANGES: dict[str, Callable[[str], list[Operation]]] = {
    "a column more": lambda model: [migrations.AddField(model, "trial", models.TextField(null=True))],
    "a column more, with a default": lambda model: [migrations.AddField(model, "trial", models.TextField(default="x"))],
    "a column altered": lambda model: [
        migrations.AddField(model, "trial", models.TextField(null=True)),
        migrations.AlterField(model, "trial", models.CharField(max_length=9, default="x")),
        migrations.RenameField(model, "trial", "tried"),
    ],
    "a column less": lambda model: [
        migrations.AddField(model, "trial", models.TextField(default="x")),
        migrations.RemoveField(model, "trial"),
    ],
    "a constraint more": lambda model: [
        migrations.AddConstraint(model, models.CheckConstraint(condition=~models.Q(pk=None), name="trial")),
        migrations.RemoveConstraint(model, "trial"),
    ],
    "renamed and back": lambda model: [
        migrations.AlterModelTable(model, "trial"),
        migrations.AlterModelTable(model, f"intake_{model.lower()}"),
    ],
}


SOME_TABLES = [Intake, Signature, AuditEvent]
"""What other guards speak of, what they are about, and what stands alone."""


@pytest.mark.parametrize(
    ("change", "tables"),
    sweep(
        [*itertools.product(CHANGES, [SOME_TABLES, guards.guarded_models()])],
        few=[(change, SOME_TABLES) for change in ("a column less", "renamed and back")],
    ),
)
def test_tables_change_and_the_guards_are_up_after_each_step(
    change: str, tables: list[type[Model]], people: People
) -> None:
    """With rows in them: those of a signed intake are what a guard would not let anybody rewrite."""
    factories.signed(people)
    tried: list[Operation] = []
    for model in tables:
        other = Document if model is Signature else Signature
        still_refused = run(lambda table=other._meta.db_table: refused(f"DELETE FROM {table}"))  # noqa: S608
        for step in CHANGES[change](model.__name__):
            tried += [step, still_refused]
        tried.append(run(all_are_up))
    with pytest.raises(Stop):
        migrate(*tried, run(fail))
    all_are_up()
    refused("UPDATE intake_signature SET name = 'x'")


def test_a_new_column_is_guarded_at_once(people: People) -> None:
    factories.signed(people)
    column = migrations.AddField("intake", "trial", models.TextField(default="x"))
    with pytest.raises(Stop):
        migrate(column, run(lambda: refused("UPDATE intake_intake SET trial = 'y'")), run(fail))


@pytest.mark.parametrize("atomic", [True, False])
@pytest.mark.parametrize("kind", [Stop, KeyboardInterrupt, SystemExit])
def test_whatever_ends_a_migration_the_guards_are_up(kind: type[BaseException], atomic: bool, people: People) -> None:
    factories.signed(people)

    def end() -> None:
        execute("UPDATE intake_signature SET name = 'somebody else'")
        raise kind

    tried = WithoutGuards("signature", ["UPDATE"], [run(end)])
    with pytest.raises(kind):
        migrate(tried, atomic=atomic)
    all_are_up()
    assert Signature.objects.get().name != "somebody else"
    refused("UPDATE intake_signature SET name = 'x'")


def test_one_operation_of_many_fails_in_a_migration_that_is_no_transaction(people: People) -> None:
    factories.signed(people)
    column = migrations.AddField("signature", "trial", models.TextField(default="x"))
    try:
        with pytest.raises(Stop):
            migrate(column, run(fail), atomic=False)
        all_are_up()
        refused("UPDATE intake_signature SET trial = 'y'")
    finally:
        state = MigrationExecutor(connection).loader.project_state()
        after = state.clone()
        column.state_forwards("intake", after)
        with connection.schema_editor() as editor:
            column.database_backwards("intake", editor, after, state)
    all_are_up()


def test_rows_that_are_kept_do_not_change_unless_the_migration_says_so(people: People) -> None:
    factories.signed(people)
    for model in (Signature, Assessment, Document):
        with pytest.raises(IntegrityError, match=REFUSED):
            migrate(run(lambda model=model: execute(f"DELETE FROM {model._meta.db_table}")))  # noqa: S608
    all_are_up()


def test_only_what_the_migration_names_is_down(people: People) -> None:
    factories.signed(people)

    def act() -> None:
        execute("UPDATE intake_signature SET name = 'New Name'")
        refused("DELETE FROM intake_signature")
        refused("UPDATE intake_assessment SET tier = 0")
        refused("UPDATE intake_intake SET revision = 99")

    migrate(WithoutGuards("signature", ["UPDATE"], [run(act)]), run(all_are_up))
    assert Signature.objects.get().name == "New Name"
    refused("UPDATE intake_signature SET name = 'x'")


def test_a_table_that_changes_meanwhile_brings_no_guard_back_too_early(people: People) -> None:
    factories.signed(people)
    column = migrations.AddField("assessment", "trial", models.TextField(default="x"))
    write = run(lambda: execute("UPDATE intake_assessment SET trial = 'y'"))
    with pytest.raises(Stop):
        migrate(WithoutGuards("assessment", ["UPDATE"], [column, write]), run(all_are_up), run(fail))
    all_are_up()


def test_rows_written_before_a_table_changes(people: People) -> None:
    """PostgreSQL drops no trigger while a foreign key of a row just written has not been looked at."""
    done = factories.signed(people)

    def write() -> None:
        by = people.clinician
        Addendum.objects.create(intake=done, number=1, reason="x", text="x", written_by=by, name="x", role="x")

    column = migrations.AddField("addendum", "trial", models.TextField(null=True))
    with pytest.raises(Stop):
        migrate(WithoutGuards("addendum", EVENTS, [run(write), column]), run(all_are_up), run(fail))
    with pytest.raises(Stop):
        migrate(run(write), column, run(all_are_up), run(fail))
    assert not Addendum.objects.exists()


def test_a_migration_that_drops_one_by_hand_ends_with_it_up() -> None:
    on = " ON intake_signature" if connection.vendor == "postgresql" else ""
    migrate(migrations.RunSQL(f"DROP TRIGGER guard_intake_signature_update_kept{on}"))
    all_are_up()


def test_it_goes_backwards_and_is_written_as_it_was_given(people: People) -> None:
    factories.signed(people)
    rename = "UPDATE intake_signature SET name = '{}'"
    tried = WithoutGuards(
        "signature", ["UPDATE"], [migrations.RunSQL(rename.format("New Name"), rename.format("Old Name"))]
    )
    assert "Without the guards of signature against UPDATE" in tried.describe()
    state = MigrationExecutor(connection).loader.project_state()
    with connection.schema_editor() as editor:
        tried.database_forwards("intake", editor, state, state)
    assert Signature.objects.get().name == "New Name"
    with connection.schema_editor() as editor:
        tried.database_backwards("intake", editor, state, state)
    assert Signature.objects.get().name == "Old Name"
    assert tried.reversible
    assert not WithoutGuards("signature", ["UPDATE"], [migrations.RunSQL("")]).reversible
    name, args, kwargs = tried.deconstruct()
    assert (name, args) == ("WithoutGuards", [])
    assert serializer_factory(kwargs["events"]).serialize()[0] == "['UPDATE']"
    assert WithoutGuards(**kwargs).operations == tried.operations


def test_a_table_that_goes_takes_its_guards_along(people: People) -> None:
    def gone() -> None:
        assert not [trigger for trigger in triggers.standing(connection).values() if trigger.table == "intake_voiding"]
        assert {name.split("_")[2] for name in triggers.missing(connection)} == {"voiding", "intake"}

    with pytest.raises(Stop):
        migrate(migrations.DeleteModel("voiding"), run(gone), run(fail))
    all_are_up()


def test_what_sql_would_be_run_is_shown_and_nothing_is_touched() -> None:
    state = MigrationExecutor(connection).loader.project_state()
    after = state.clone()
    column = migrations.AddField("signature", "trial", models.TextField(default="x"))
    column.state_forwards("intake", after)
    with connection.schema_editor(collect_sql=True) as editor:
        column.database_forwards("intake", editor, state, after)
    assert any("trial" in sql for sql in editor.collected_sql)
    assert not any("TRIGGER" in sql for sql in editor.collected_sql)
    all_are_up()
