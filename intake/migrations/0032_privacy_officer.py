"""The fifth role, which reads the audit."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from intake.database.operations import OF_A_NEW_DATABASE


def make_role(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group_model: Any = apps.get_model("auth", "Group")
    group_model.objects.using(schema_editor.connection.alias).get_or_create(name="Privacy officer")


class Migration(migrations.Migration):
    dependencies = [("intake", "0031_audit_chain")]

    operations = [migrations.RunPython(make_role, migrations.RunPython.noop, hints=OF_A_NEW_DATABASE)]
