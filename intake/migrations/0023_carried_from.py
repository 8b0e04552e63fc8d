"""An intake remembers which earlier one of the person it starts from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0022_handouts"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="carried_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.intake"
            ),
        ),
    ]
