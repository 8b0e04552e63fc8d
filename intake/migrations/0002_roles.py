"""The three roles. Administrators look after people, groups and the clinic profile in the admin site, nothing clinical."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from intake.database.operations import OF_A_NEW_DATABASE

ADMINISTERED = {
    "auth": ["add_user", "change_user", "view_user", "view_group", "change_group"],
    "intake": ["change_clinicprofile", "view_clinicprofile", "add_clinicprofile", "view_auditevent"],
}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group_model: Any = apps.get_model("auth", "Group")
    permission_model: Any = apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    groups, permissions = group_model.objects.using(database), permission_model.objects.using(database)
    for name in ("Front desk", "Clinician", "Administrator"):
        groups.get_or_create(name=name)
    administrators = groups.get(name="Administrator")
    for label, codenames in ADMINISTERED.items():
        config: Any = apps.get_app_config(label)
        config.models_module = True  # permissions are otherwise made only after the last migration
        create_permissions(config, apps=apps, verbosity=0, using=database)
        config.models_module = None
        administrators.permissions.add(*permissions.filter(content_type__app_label=label, codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop, hints=OF_A_NEW_DATABASE)]
