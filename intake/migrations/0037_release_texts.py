"""The texts of a release are kept once; results stored from now on are packed, and refer to them. No row is changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0036_lists")]

    operations = [
        migrations.CreateModel(
            name="ReleaseTexts",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("texts", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="assessment",
            name="texts",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.releasetexts",
            ),
        ),
        migrations.AddField(model_name="assessment", name="result_packed", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="assessment", name="reasons_packed", field=models.BinaryField(null=True)),
    ]
