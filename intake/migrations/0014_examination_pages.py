"""Which open page typed what of an examination, so that two pages of one clinician do not undo each other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0013_acting_on_an_intake"),
    ]

    operations = [
        migrations.AddField(
            model_name="examination",
            name="pages",
            field=models.JSONField(default=dict),
        ),
    ]
