"""Audit rows hang together from here on. Those stored before stay as they are; the first new one vouches for them."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from intake.database.operations import OF_A_NEW_DATABASE
from intake.models.audit_chain import first_event


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    event: Any = apps.get_model("intake", "AuditEvent")
    rows = event.objects.using(schema_editor.connection.alias)
    rows.bulk_create([first_event(event, rows)])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0030_heartbeat"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("auditevent", "address", models.CharField(default="", max_length=45)),
        migrations.AddField("auditevent", "request_id", models.CharField(default="", max_length=64)),
        migrations.AddField("auditevent", "number", models.BigIntegerField(null=True, unique=True)),
        migrations.AddField("auditevent", "previous", models.CharField(default="", max_length=64)),
        migrations.AddField("auditevent", "hash", models.CharField(default="", max_length=64)),
        migrations.AlterField(
            "auditevent",
            "actor",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                django.db.models.deletion.PROTECT,
                db_index=False,
                null=True,
                related_name="+",
            ),
        ),
        migrations.AddIndex("auditevent", models.Index(fields=["actor", "at"], name="audit_actor")),
        migrations.RunPython(begin, migrations.RunPython.noop, hints=OF_A_NEW_DATABASE),
    ]
